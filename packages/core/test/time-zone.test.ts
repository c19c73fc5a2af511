import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeConfiguration, InvalidConfiguration } from "../src/configuration.js"
import { TimeZone, timeIn, timeReader } from "../src/provider-kit/time-zone.js"
import { forAll } from "./support/for-all.js"

const decode = decodeConfiguration("contoh", Schema.Struct({ timeZone: TimeZone }))

describe("the zone of times without an offset", () => {
  it("is Jakarta where nobody says otherwise", () => {
    const { timeZone } = Result.getOrThrow(decode({}))
    expect(timeZone).toBe("+07:00")
    expect(timeReader(timeZone)("2026-04-07 18:44:28")).toEqual(timeIn("2026-04-07 18:44:28"))
  })

  it.each([
    ["+07:00", "2026-04-07T11:44:28.000Z"],
    ["+08:00", "2026-04-07T10:44:28.000Z"],
    ["-03:30", "2026-04-07T22:14:28.000Z"],
    ["Asia/Jakarta", "2026-04-07T11:44:28.000Z"],
    ["Asia/Makassar", "2026-04-07T10:44:28.000Z"],
    ["Asia/Jayapura", "2026-04-07T09:44:28.000Z"],
    ["UTC", "2026-04-07T18:44:28.000Z"],
  ])("is %s where that is set", (timeZone, moment) => {
    const read = timeReader(Result.getOrThrow(decode({ timeZone })).timeZone)
    expect(read("2026-04-07 18:44:28")?.toISOString()).toBe(moment)
    expect(read("2026-04-07T18:44:28.250")?.getUTCMilliseconds()).toBe(250)
    // A text that names its offset needs no zone.
    expect(read("2026-04-07T18:44:28+07:00")?.toISOString()).toBe("2026-04-07T11:44:28.000Z")
  })

  it("takes the second of an hour that comes twice, and moves on one that never comes", () => {
    const read = timeReader("Europe/Berlin")
    expect(read("2026-10-25 02:30:00")?.toISOString()).toBe("2026-10-25T01:30:00.000Z")
    expect(read("2026-03-29 02:30:00")?.toISOString()).toBe("2026-03-29T01:30:00.000Z")
  })

  it.each([
    "WIB+7",
    "Asia/Jakrta",
    "",
    "+7",
    "0700",
    "+07:60",
    "+15:00",
    "+07:00 ",
    "x+07:00",
    "\u0000",
    "GMT+7",
  ])("is no %j, which is not repeated", (timeZone) => {
    const decoded = decode({ timeZone })
    expect(Result.isFailure(decoded) && decoded.failure).toBeInstanceOf(InvalidConfiguration)
    expect(Result.isFailure(decoded) && decoded.failure.issues).toEqual([
      { path: "timeZone", message: "must be an offset such as +07:00, or a time zone such as Asia/Jakarta" },
    ])
  })

  it("is read whatever the text, and never throws or gives an invalid date", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d([T ][0-2]\d:[0-6]\d:[0-6]\d(\.\d{1,9})?)?$/),
    )
    for (const zone of ["Asia/Makassar", "America/New_York", "+14:59", "-14:59"]) {
      const read = timeReader(zone)
      forAll(texts, (text) => {
        expect(read(text)?.getTime()).not.toBeNaN()
      })
    }
  })
})
