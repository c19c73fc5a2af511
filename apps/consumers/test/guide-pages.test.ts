import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CONSUMERS } from "../src/consumer.ts"
import { writeGuidePages } from "../src/guide-pages.ts"

describe("writeGuidePages(pages, folder)", () => {
  let folder: string
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "guide-pages-"))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  const page = (name: string): string =>
    fs.readFileSync(new URL(`../../../docs/frameworks/${name}.md`, import.meta.url), "utf8")

  it("writes every program of a page as it stands there, and what it prints", () => {
    writeGuidePages(["frameworks/hono"], folder)
    const file = "guide/frameworks/hono/hono.ts"
    const text = fs.readFileSync(path.join(folder, file), "utf8")
    const [, block = ""] = /```ts runnable\n(.*?)```/s.exec(page("hono")) ?? []
    expect(text).toContain(block)
    expect(fs.existsSync(path.join(folder, "guide/frameworks/hono/qris.ts"))).toBe(true)
    const told = JSON.parse(fs.readFileSync(path.join(folder, "guide/pages.json"), "utf8"))
    expect(told[file].output).toContain("fulfil order-1001: Rp 25000")
  })

  it("knows each page that a consumer names", () => {
    const pages = CONSUMERS.flatMap(({ guidePages = [] }) => guidePages)
    expect(pages).toContain("frameworks/bun")
    expect(() => writeGuidePages(pages, folder)).not.toThrow()
    expect(() => writeGuidePages(["frameworks/nobody"], folder)).toThrow("nobody.md")
  })
})
