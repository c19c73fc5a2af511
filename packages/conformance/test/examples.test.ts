import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

it("compiles every example in the README and in the docstrings", { timeout: 60_000 }, async () => {
  const script = pathOf("../../../scripts/check-examples.mjs")
  const { stdout } = await promisify(execFile)(process.execPath, [script, pathOf("..")])
  expect(stdout).toMatch(/^\d+ examples, 0 complaints$/m)
})
