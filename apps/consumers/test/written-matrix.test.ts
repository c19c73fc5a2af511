import { describe, expect, it } from "vitest"
import { matrixIn, withMatrix } from "../src/written-matrix.ts"

const MATRIX = [
  ["", "Node 24", "workerd"],
  ["nobody listens there", "`not_sent`", "`unknown`"],
]

describe("the table of runtimes", () => {
  it("is one line of what a consumer wrote", () => {
    expect(matrixIn(`paid: on Node\nmatrix: ${JSON.stringify(MATRIX)}\n`)).toEqual(MATRIX)
    expect(matrixIn("paid: on Node\n")).toBeUndefined()
  })

  it("stands between its marks, whatever stood there", () => {
    const text = (between: string) =>
      `# Title\n<!-- runtimes: begin -->${between}<!-- runtimes: end -->\nEnd\n`
    const table = [
      "|  | Node 24 | workerd |",
      "| --- | --- | --- |",
      "| nobody listens there | `not_sent` | `unknown` |",
    ]
    const written = text(`\n${table.join("\n")}\n`)
    expect(withMatrix(text("\n"), MATRIX)).toBe(written)
    expect(withMatrix(written, MATRIX)).toBe(written)
    expect(() => withMatrix("# Title\n", MATRIX)).toThrow('README.md lacks "<!-- runtimes: begin -->"')
  })
})
