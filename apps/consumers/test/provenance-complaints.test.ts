import { describe, expect, it } from "vitest"
import { provenanceComplaints } from "../src/provenance-complaints.ts"
import type { Manifest } from "../src/tarball.ts"

const REPOSITORY = "https://git.example/toko/qriskit"

const complaintsOn = (repository?: Manifest["repository"]) =>
  provenanceComplaints(
    [
      {
        file: "core.tgz",
        files: [],
        manifest: { name: "@qriskit/core", version: "0.1.0", ...(repository && { repository }) },
      },
    ],
    REPOSITORY,
  )

describe("provenanceComplaints(tarballs, repository)", () => {
  it("has none about a package that names the repository and its folder", () => {
    expect(complaintsOn({ url: `git+${REPOSITORY}.git`, directory: "packages/core" })).toEqual([])
  })

  it("says where to look when a package names no repository", () => {
    expect(complaintsOn()).toEqual([
      '@qriskit/core names no "repository" in its package.json. docs/releasing.md says how to set it.',
    ])
  })

  it("names another repository, and another folder", () => {
    expect(complaintsOn({ url: "https://git.example/toko/other.git", directory: "core" })).toEqual([
      `@qriskit/core says it comes from https://git.example/toko/other.git, but it is released from ${REPOSITORY}`,
      '@qriskit/core should name "packages/core" as "repository.directory", not "core"',
    ])
  })
})
