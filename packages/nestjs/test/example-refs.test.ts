import { readFileSync } from "node:fs"
import { expect, it, vi } from "vitest"

const MAIN = new URL("./example-refs/main.ts", import.meta.url)
const PAGE = new URL("../../../docs/nestjs.md", import.meta.url)

it("the guide's program finds the order of every provider's payment, and is what the guide shows", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {})
  await import(MAIN.href)
  const lines = said.mock.calls.map(([line]) => `${line}\n`).join("")
  said.mockRestore()
  const page = readFileSync(PAGE, "utf8")
  expect(page.includes(readFileSync(MAIN, "utf8"))).toBe(true)
  expect(lines.split("\n")).toHaveLength(6)
  expect(page.includes(`\`\`\`text\n${lines}\`\`\``)).toBe(true)
})
