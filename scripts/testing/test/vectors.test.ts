import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { basicHeadersIn, readVectors, runVectors } from "../src/vectors.js"

const FILE = `# Vectors

| # | order_id | SHA512 |
| --- | --- | --- |
| V1 | A-1 | abc |
| N1 | A-2 | must not: def |

Basic header for \`SB-key\`: \`Basic U0I6\`.

\`\`\`json
{ "order_id": "A-1" }
\`\`\`
\`\`\`json
{ "cut":
\`\`\`
`

const written = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "qriskit-vectors-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, "vectors.md")
  writeFileSync(path, text)
  return path
}

describe("a file of vectors", () => {
  it("has rows by their headings, blocks by their lines, and headers", () => {
    const file = readVectors(written(FILE))
    expect(file.rows).toEqual([
      { "#": "V1", order_id: "A-1", sha512: "abc" },
      { "#": "N1", order_id: "A-2", sha512: "must not: def" },
    ])
    expect(file.blocks).toEqual([{ line: 10, body: { order_id: "A-1" } }])
    expect(basicHeadersIn(file)).toEqual([{ key: "SB-key", header: "Basic U0I6" }])
  })
})

describe("the command", () => {
  afterEach(() => {
    process.exitCode = 0
  })

  const outcomeOf = (args: ReadonlyArray<string>, ...holds: ReadonlyArray<boolean>) => {
    const told: Array<unknown> = []
    for (const method of ["log", "error"] as const) {
      const spy = vi.spyOn(console, method).mockImplementation((line) => void told.push(line))
      onTestFinished(() => spy.mockRestore())
    }
    runVectors(args, () => holds.map((isRight, index) => ({ what: `V${index + 1}`, holds: isRight })))
    return [process.exitCode, ...told]
  }

  it("tells how many hold, names those that fail, and ends accordingly", () => {
    const path = written(FILE)
    expect(outcomeOf([path], true, true)).toEqual([0, "2 of 2 hold"])
    expect(outcomeOf([path], true, false)).toEqual([1, "does not hold: V2", "1 of 2 hold"])
    expect(outcomeOf([path])).toEqual([2, "0 of 0 hold"])
    expect(outcomeOf([])).toEqual([2, "Usage: vectors FILE"])
  })
})
