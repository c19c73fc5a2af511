import { describe, expect, it } from "vitest"
import type { Manifest, Tarball } from "../src/tarball.ts"
import { complaintsAbout } from "../src/tarball-complaints.ts"

const BROUGHT = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "dist/index.js", "dist/index.d.ts"]

const packed = (manifest: Partial<Manifest>, files: ReadonlyArray<string> = BROUGHT): Tarball => ({
  file: "contoh.tgz",
  manifest: { name: "@qriskit/contoh", version: "0.2.0", ...manifest },
  files,
})

const core = packed({ name: "@qriskit/core" })

describe("complaintsAbout(tarballs)", () => {
  it("has none about a package whose ranges are those of its release", () => {
    const exports = { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } }
    const peerDependencies = { "@qriskit/core": "^0.2.0", effect: "^4.1.0" }
    expect(complaintsAbout([core, packed({ exports, peerDependencies })])).toEqual([])
  })

  it.each(["workspace:^", "catalog:", "link:../core", "file:../core"])("names the range %s", (range) => {
    expect(complaintsAbout([packed({ dependencies: { undici: range } })])).toEqual([
      `@qriskit/contoh: dependencies undici is still "${range}"`,
    ])
  })

  it("names a range of the release before", () => {
    const peerDependencies = { "@qriskit/core": "^0.1.0" }
    expect(complaintsAbout([core, packed({ peerDependencies })])).toEqual([
      '@qriskit/contoh: peerDependencies @qriskit/core is "^0.1.0", but this release has 0.2.0',
    ])
  })

  it("knows packages of the release that are not looked at", () => {
    const contoh = packed({ peerDependencies: { "@qriskit/core": "^0.2.0" } })
    expect(complaintsAbout([contoh], new Map([["@qriskit/core", "0.2.0"]]))).toEqual([])
  })

  it("names a package of ours that is not released with it", () => {
    expect(complaintsAbout([packed({ dependencies: { "@qriskit/demo": "^0.2.0" } })])).toEqual([
      "@qriskit/contoh needs @qriskit/demo, which is not in this release",
    ])
  })

  it("names files that are missing, and files that should stay at home", () => {
    const exports = { "./promise": { workerd: "./dist/edge.js", default: "./dist/index.js" } }
    const files = ["package.json", "README.md", "LICENSE", "dist/index.js", "src/index.ts"]
    expect(complaintsAbout([packed({ exports }, files)])).toEqual([
      "@qriskit/contoh lacks CHANGELOG.md",
      "@qriskit/contoh lacks dist/edge.js",
      "@qriskit/contoh should not bring src/index.ts",
    ])
  })

  it("names a package that is private or has no version", () => {
    expect(complaintsAbout([packed({ private: true, version: "0.0.0" })])).toEqual([
      "@qriskit/contoh is private",
      "@qriskit/contoh has no version yet",
    ])
  })
})
