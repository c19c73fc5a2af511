import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { INSTITUTIONS } from "../src/reference/index.js"

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8")

test("the README counts the institutions right", () => {
  expect(readme).toContain(`${INSTITUTIONS.size} institutions`)
})
