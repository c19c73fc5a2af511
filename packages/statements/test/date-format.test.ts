import { describe, expect, it } from "vitest"
import { dateReader, isDateFormat } from "../src/time/date-format.js"

const read = (
  text: string,
  formats: ReadonlyArray<string>,
  zone: "Z" | "+07:00" = "+07:00",
  period?: { from: string; until: string },
) => {
  const when = dateReader(formats, zone, () => period)(text)
  return typeof when === "string"
    ? when
    : [when.day, when.at === undefined ? undefined : new Date(when.at).toISOString()]
}

describe("dates", () => {
  it("are Jakarta's, whatever zone the report writes", () => {
    expect(read("2026-10-06T17:05:00.000Z", ["iso"])).toEqual(["2026-10-07", "2026-10-06T17:05:00.000Z"])
    expect(read("2026-10-06T16:59:59.000Z", ["iso"])).toEqual(["2026-10-06", "2026-10-06T16:59:59.000Z"])
    expect(read("2026-10-06 17:05:00", ["iso"], "Z")).toEqual(["2026-10-07", "2026-10-06T17:05:00.000Z"])
    expect(read("2026-10-05T10:58:08+07:00", ["iso"], "Z")).toEqual([
      "2026-10-05",
      "2026-10-05T03:58:08.000Z",
    ])
    expect(read("2026-10-05T10:58:08-0330", ["iso"])).toEqual(["2026-10-05", "2026-10-05T14:28:08.000Z"])
  })

  it("are read in the declared order of day and month alone", () => {
    expect(read("06/10/2026", ["DD/MM/YYYY"])).toEqual(["2026-10-06", undefined])
    expect(read("13/10/2026", ["MM/DD/YYYY"])).toMatch(/no day/)
    expect(read("05-10-2026 092523", ["DD-MM-YYYY HHmmss"])).toEqual([
      "2026-10-05",
      "2026-10-05T02:25:23.000Z",
    ])
    expect(read("01/02/26", ["DD/MM/YY"])).toEqual(["2026-02-01", undefined])
    expect(read("1.2.26 08.09", ["DD.MM.YY HH.mm"])).toEqual(["2026-02-01", "2026-02-01T01:09:00.000Z"])
  })

  it("say the same with every part at its full width and without", () => {
    const formats = ["DD-MM-YYYY HHmmss"]
    expect(read("05-10-2026 092523", formats)).toEqual(read("5-10-2026 92523", formats))
    expect(read("5-10-2026 092523", formats)).toEqual(read("05-10-2026 92523", formats))
    for (const none of ["31-02-2026 092523", "05-13-2026 092523", "05-10-2026 242523", "05-10-2026 096023"])
      expect(read(none, formats)).toMatch(/no day of the calendar, or no time of day/)
    for (const none of [
      "05/10/2026 092523",
      "05-10-2026T092523",
      "05-10-2O26 092523",
      "05-10-2026 0925 3",
      "5-10-12026 92523",
    ])
      expect(read(none, formats)).toMatch(/no date that is written as/)
  })

  it("are of a format that says a day, and a time of day as a whole", () => {
    for (const format of ["iso", "DD/MM/YYYY", "DD/MM", "DD MMM YY HH.mm", "YYYYMMDDHHmmss"])
      expect(isDateFormat(format)).toBe(true)
    for (const format of [
      "",
      "MM/YYYY",
      "DD/YYYY",
      "DD/MM/YYYY HH",
      "DD/MM/YYYY mm",
      "DD/MM/YYYY HH:ss",
      "DD/MM/MMM",
      "DD/DD/MM",
      "DD/MM/YY/YYYY",
      "DD/MM/YYYY T HH:mm",
      "DD/MM/YYYY HH:mm:ss:ss",
    ])
      expect(isDateFormat(format)).toBe(false)
  })

  it("know the months of both languages", () => {
    for (const [text, day] of [
      ["05 Mei 2026 - 10:00:00", "2026-05-05"],
      ["05 May 2026 - 10:00:00", "2026-05-05"],
      ["03 Agustus 2026 - 10:00:00", "2026-08-03"],
      ["03 Des 2026 - 10:00:00", "2026-12-03"],
      ["31 Okt 2026 - 23:59:59", "2026-10-31"],
    ])
      expect(read(text ?? "", ["DD MMM YYYY - HH:mm:ss"])).toContain(day)
    expect(read("03 Foo 2026 - 10:00:00", ["DD MMM YYYY - HH:mm:ss"])).toMatch(
      /neither English nor Indonesian/,
    )
  })

  it("that do not exist are none", () => {
    expect(read("2026-02-30", ["iso"])).toMatch(/no day/)
    expect(read("2026-02-28T24:00:00Z", ["iso"])).toMatch(/no day/)
    expect(read("29/02/2025", ["DD/MM/YYYY"])).toMatch(/no day/)
    expect(read("29/02/2028", ["DD/MM/YYYY"])).toEqual(["2028-02-29", undefined])
    expect(read("yesterday", ["iso", "DD/MM/YYYY"])).toBe("is no date that is written as iso or DD/MM/YYYY")
  })

  it("without a year get it from the period, or are none", () => {
    const turn = { from: "2026-12-01", until: "2027-01-31" }
    expect(read("31/12", ["DD/MM"], "+07:00", turn)).toEqual(["2026-12-31", undefined])
    expect(read("04/01", ["DD/MM"], "+07:00", turn)).toEqual(["2027-01-04", undefined])
    expect(read("04/03", ["DD/MM"], "+07:00", turn)).toMatch(/not within the period/)
    expect(read("04/01", ["DD/MM"])).toMatch(/has no year/)
    expect(read("04/01", ["DD/MM"], "+07:00", { from: "2025-01-01", until: "2026-12-31" })).toMatch(/several/)
  })
})
