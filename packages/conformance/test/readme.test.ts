import { readFileSync, writeFileSync } from "node:fs"
import { expect, it } from "vitest"
import { TABLES } from "./readme-tables.js"

const README = new URL("../README.md", import.meta.url)

const withTables = (readme: string): string =>
  Object.entries(TABLES).reduce(
    (text, [name, table]) =>
      text.replace(new RegExp(`(<!-- ${name} -->\n)(\n\\|[^\n]*(\n\\|[^\n]*)*\n)?`), `$1\n${table}\n`),
    readme,
  )

// `UPDATE_README=1 pnpm test test/readme.test.ts` writes the tables.
it("shows the features, groups and failures in the README as they are", () => {
  const readme = readFileSync(README, "utf8")
  const expected = withTables(readme)
  if (process.env["UPDATE_README"] === "1") writeFileSync(README, expected)
  else expect(readme).toBe(expected)
  for (const name of Object.keys(TABLES)) expect(readme).toContain(`<!-- ${name} -->`)
})
