import { describe, expect, it } from "vitest"
import { quotedIn, resultsText } from "../src/results.js"
import { verdict } from "../src/table.js"

const APPLES = {
  table: {
    title: "Apples",
    about: "Counted.",
    columns: ["", "count"],
    rows: [["red", "3"]],
    verdicts: [verdict("three", true, "3"), "They were ripe."],
  },
}
const PEARS = { name: "pears", failure: "pears ended with exit code 1 and no table" }
const DATE = new Date("2026-11-27T10:00:00Z")

describe("results", () => {
  it("say where they were taken, and which table there is none of", () => {
    const text = resultsText([APPLES, PEARS], 7, DATE)
    expect(text).toContain(`Node ${process.versions.node}`)
    expect(text).toContain("2026-11-27, 7 rounds")
    expect(text).toContain("## Apples\n")
    expect(text).toContain("## pears\n\nNot measured: pears ended with exit code 1 and no table")
  })

  it("are quoted between two marks, and nothing else of a README changes", () => {
    const readme = "# A\n<!-- benchmarks: begin -->\nold\n<!-- benchmarks: end -->\n# B\n"
    const quoted = quotedIn(readme, [APPLES, PEARS], 7, DATE)
    expect(quoted.startsWith("# A\n<!-- benchmarks: begin -->\n\nNode ")).toBe(true)
    expect(quoted.endsWith("\n\n<!-- benchmarks: end -->\n# B\n")).toBe(true)
    expect(quoted).toContain("- Apples. Goal: three. Met: 3.\n- pears: not measured.")
    expect(quoted).not.toContain("ripe")
    expect(quoted).not.toContain("old")
    expect(quotedIn(quoted, [APPLES, PEARS], 7, DATE)).toBe(quoted)
  })

  it("cannot be quoted where the marks are missing", () => {
    expect(() => quotedIn("# A", [APPLES], 7, DATE)).toThrow(/benchmarks: begin/)
  })
})
