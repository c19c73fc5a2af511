import { describe, expect, it } from "vitest"
import { inTurns, median, percentile, spread } from "../src/rounds.js"
import { figure, toMarkdown, verdict } from "../src/table.js"

describe("rounds", () => {
  it("have a median that one slow round does not move", () => {
    expect(median([3, 1, 900])).toBe(3)
    expect(median([4, 2, 1, 3])).toBe(2.5)
  })

  it("say how far apart they lie", () => {
    expect(spread([90, 100, 110])).toBeCloseTo(0.1)
  })

  it("have percentiles that stay within the samples", () => {
    const sorted = Array.from({ length: 100 }, (_, index) => index)
    expect(percentile(sorted, 0.5)).toBe(50)
    expect(percentile(sorted, 0.99)).toBe(99)
    expect(percentile(sorted, 1)).toBe(99)
  })

  it("are run in turn, A B A B", async () => {
    const order: Array<string> = []
    const results = await inTurns(
      ["A", "B"],
      2,
      (name) => order.push(name),
      () => undefined,
    )
    expect(order).toEqual(["A", "B", "A", "B"])
    expect(results.get("B")).toEqual([2, 4])
  })
})

describe("a table", () => {
  it("is Markdown, with its verdicts below", () => {
    const table = toMarkdown({
      title: "Apples",
      about: "Counted.",
      columns: ["", "count"],
      rows: [["red", figure(1234.5)]],
      verdicts: [verdict("more than a thousand", true, "1,235")],
    })
    expect(table).toBe(
      "## Apples\n\nCounted.\n\n|  | count |\n| --- | ---: |\n| red | 1,235 |\n\n- Goal: more than a thousand. Met: 1,235.\n",
    )
  })
})
