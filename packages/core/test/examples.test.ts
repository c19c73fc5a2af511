import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const fileAt = (path: string) => fileURLToPath(new URL(path, import.meta.url))

it("every example in the README and in the docstrings compiles", { timeout: 60_000 }, () => {
  const script = fileAt("../../../scripts/check-examples.mjs")
  const { stdout, stderr } = spawnSync(process.execPath, [script, fileAt("..")], { encoding: "utf8" })
  expect(stderr).toBe("")
  expect(stdout).toMatch(/^\d{2,} examples, 0 complaints$/m)
})
