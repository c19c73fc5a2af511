import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toJakartaIso, toJakartaWallTime } from "../src/provider-kit/jakarta-time.js"
import { timeIn } from "../src/provider-kit/time-zone.js"
import { forAll } from "./support/for-all.js"

const years0to9999 = fc.date({
  min: new Date("0000-01-01T00:00:00Z"),
  max: new Date("9999-12-31T16:59:59.999Z"),
  noInvalidDate: true,
})

describe("Jakarta time", () => {
  it("goes out seven hours ahead of UTC, with milliseconds", () => {
    expect(toJakartaIso(new Date("2026-04-07T11:44:28.231Z"))).toBe("2026-04-07T18:44:28.231+07:00")
    expect(toJakartaWallTime(new Date("2026-04-07T11:44:28.999Z"))).toBe("2026-04-07 18:44:28")
  })

  it("turns the year seven hours before UTC does", () => {
    expect(toJakartaIso(new Date("2026-12-31T16:59:59.999Z"))).toBe("2026-12-31T23:59:59.999+07:00")
    expect(toJakartaIso(new Date("2026-12-31T17:00:00.000Z"))).toBe("2027-01-01T00:00:00.000+07:00")
  })

  it("comes back as the moment it went out", () => {
    forAll(years0to9999, (date) => {
      expect(timeIn(toJakartaIso(date))?.getTime()).toBe(date.getTime())
      expect(timeIn(toJakartaWallTime(date))?.getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000)
    })
  })

  it("is meant where a text names no offset, and a date alone is its midnight", () => {
    const moment = "2026-04-07T11:44:28.000Z"
    expect(timeIn("2026-04-07 18:44:28")?.toISOString()).toBe(moment)
    expect(timeIn("2026-04-07T18:44:28")?.toISOString()).toBe(moment)
    expect(timeIn("  2026-04-07 18:44:28\n")?.toISOString()).toBe(moment)
    expect(timeIn("2026-04-07")?.toISOString()).toBe("2026-04-06T17:00:00.000Z")
  })

  it("gives way to the offset a text does name", () => {
    const moment = "2026-04-07T11:44:28.000Z"
    expect(timeIn("2026-04-07T11:44:28Z")?.toISOString()).toBe(moment)
    expect(timeIn("2026-04-07T19:44:28+08:00")?.toISOString()).toBe(moment)
    expect(timeIn("2026-04-07T19:44:28+0800")?.toISOString()).toBe(moment)
    expect(timeIn("2026-04-07T01:14:28-10:30")?.toISOString()).toBe(moment)
  })

  it("keeps milliseconds and cuts what is finer", () => {
    expect(timeIn("2026-04-07T18:44:28.1Z")?.getUTCMilliseconds()).toBe(100)
    expect(timeIn("2026-04-07T18:44:28.231999999Z")?.getUTCMilliseconds()).toBe(231)
  })

  it("knows leap days", () => {
    expect(timeIn("2024-02-29 12:00:00")?.toISOString()).toBe("2024-02-29T05:00:00.000Z")
    expect(timeIn("2025-02-29 12:00:00")).toBeUndefined()
    expect(timeIn("2100-02-29 12:00:00")).toBeUndefined()
  })

  it.each([
    "2026-02-30 00:00:00",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-04-07 25:00:00",
    "2026-04-07 18:60:00",
    "2026-04-07 18:44:60",
    "2026-04-07T18:44:28+99:99",
    "2026-04-07 18:44",
    "2026-4-7 18:44:28",
    "07-04-2026 18:44:28",
    "20260407",
    "1775562268",
    "tomorrow",
    "",
    "2026-04-07 18:44:28.1234567890",
    "2026-04-07 18:44:28 WIB",
    "+012026-04-07",
  ])("does not read %j", (text) => {
    expect(timeIn(text)).toBeUndefined()
  })

  it("reads any text or gives undefined, and never an invalid date", () => {
    forAll(
      fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[+-]\d\d:?\d\d$/)),
      (text) => {
        expect(timeIn(text)?.getTime()).not.toBeNaN()
      },
    )
  })
})
