import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { LOOKED_AT } from "../src/open-points.js"

test.each(Object.entries(LOOKED_AT))(
  "every row that is looked at stands in the README of %s",
  (acquirer, rows) => {
    const readme = readFileSync(new URL(`../../provider-${acquirer}/README.md`, import.meta.url), "utf8")
    for (const row of rows)
      expect(readme).toMatch(new RegExp(`^\\| ${row.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")} +\\|`, "m"))
  },
)
