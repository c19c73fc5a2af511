import { describe, expect, it } from "vitest"
import { makeExternalId } from "../src/external-id.js"

const at = (iso: string): number => Date.parse(iso)

describe("an X-EXTERNAL-ID", () => {
  it.each([
    ["2026-01-02T03:04:05.678Z", "20260102100405678"],
    ["2026-12-31T16:59:59.999Z", "20261231235959999"],
    ["2026-12-31T17:00:00.000Z", "20270101000000000"],
    ["1969-12-31T23:59:59.001Z", "19700101065959001"],
  ])("of %s begins with %s", (iso, digits) => {
    for (const length of [20, 32, 36]) {
      const id = makeExternalId(at(iso), length)
      expect(id.slice(0, 17)).toBe(digits)
      expect(id).toMatch(new RegExp(`^\\d{${length}}$`))
    }
  })

  it.each([20, 36])("of %i digits is another for each of a thousand calls in one millisecond", (length) => {
    const now = at("2026-01-02T03:04:05.678Z")
    const ids = new Set(Array.from({ length: 1_000 }, () => makeExternalId(now, length)))
    expect(ids.size).toBe(1_000)
  })

  it("follows the time, back and forth", () => {
    const [early, late] = [at("2026-01-02T03:04:05.678Z"), at("2026-01-02T03:05:00.000Z")]
    const times = [early, late, early].map((now) => makeExternalId(now, 36).slice(0, 17))
    expect(times).toEqual(["20260102100405678", "20260102100500000", "20260102100405678"])
  })
})
