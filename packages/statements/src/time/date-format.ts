import { type Day, dayOf, daysWithin, exists, jakartaDay, type Period } from "./day.js"
import { monthOf } from "./months.js"

/** When something was, as a report says it. */
export interface When {
  /** Where the report gives the time of day, too. */
  readonly at: number | undefined
  /** Jakarta's day. */
  readonly day: Day
}

/** A zone in which a report writes times without an offset. */
export type Zone = "+07:00" | "Z"

/**
 * `iso` is ISO 8601 with or without an offset. Others are made of `YYYY`, `YY`, `MM`, `DD`, `MMM` (a month's name,
 * English or Indonesian), `HH`, `mm`, `ss` and what stands between them: a day and a month once, a year or none, and
 * either no time of day, or hours and minutes, with seconds or without.
 */
export const isDateFormat = (format: string): boolean => {
  if (format === "iso") return true
  if (/[A-Za-z]/.test(format.replace(TOKEN, ""))) return false
  const tokens = format.match(TOKEN) ?? []
  const count = (...names: ReadonlyArray<string>) => tokens.filter((token) => names.includes(token)).length
  return (
    count("DD") === 1 &&
    count("MM", "MMM") === 1 &&
    count("YYYY", "YY") <= 1 &&
    count("HH") <= 1 &&
    count("mm") === count("HH") &&
    count("ss") <= count("HH")
  )
}

const TOKEN = /YYYY|YY|MMM|MM|DD|HH|mm|ss/g

type Part = "year" | "shortYear" | "month" | "monthName" | "day" | "hour" | "minute" | "second"

const TOKENS: Readonly<Record<string, readonly [Part, string]>> = {
  YYYY: ["year", "(\\d{4})"],
  YY: ["shortYear", "(\\d{2})"],
  MMM: ["monthName", "([A-Za-z]{3,9})"],
  MM: ["month", "(\\d{1,2})"],
  DD: ["day", "(\\d{1,2})"],
  HH: ["hour", "(\\d{1,2})"],
  mm: ["minute", "(\\d{2})"],
  ss: ["second", "(\\d{2})"],
}

const OFFSETS: Readonly<Record<Zone, number>> = { "+07:00": 7 * 60, Z: 0 }

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

const offsetOf = (text: string | undefined, zone: Zone): number => {
  if (text === undefined) return OFFSETS[zone]
  if (text === "Z") return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith("-") ? -minutes : minutes
}

/** Why a text is no date, as words that follow a column's name. */
export type NoDate = string

const moment = (
  year: number,
  month: number,
  day: number,
  time: readonly [number, number, number] | undefined,
  millis: number,
  offset: number,
): When | undefined => {
  if (!exists(year, month, day)) return undefined
  if (time === undefined) return { at: undefined, day: dayOf(year, month, day) }
  const [hour, minute, second] = time
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const at = Date.UTC(year, month - 1, day, hour, minute, second, millis) - offset * 60_000
  return { at, day: jakartaDay(at) }
}

type Reader = (text: string) => When | NoDate | undefined

const NOT_IN_CALENDAR: NoDate = "is no day of the calendar, or no time of day"

const isoReader =
  (zone: Zone): Reader =>
  (text) => {
    const match = ISO.exec(text)
    if (match === null) return undefined
    const [, year, month, day, hour, minute, second = "0", fraction = "", offset] = match
    const time = hour === undefined ? undefined : ([Number(hour), Number(minute), Number(second)] as const)
    const millis = Number(fraction.slice(0, 3).padEnd(3, "0"))
    return (
      moment(Number(year), Number(month), Number(day), time, millis, offsetOf(offset, zone)) ??
      NOT_IN_CALENDAR
    )
  }

const yearOf = (day: number, month: number, period: Period | undefined): number | NoDate => {
  if (period === undefined) return "has no year: say which period the file is of"
  const candidates = daysWithin(period, month, day)
  const [first] = candidates
  if (first === undefined) return "is not within the period of the file, which must say its year"
  return candidates.length > 1
    ? "has no year, and the period of the file has several that fit"
    : Number(first.slice(0, 4))
}

/**
 * Where each part stands in a text that is as long as its format: `undefined` where a part has no length of its own.
 */
const placesIn = (format: string): ReadonlyMap<Part, readonly [from: number, until: number]> | undefined => {
  const places = new Map<Part, readonly [number, number]>()
  for (const { 0: token, index } of format.matchAll(TOKEN)) {
    const [part] = TOKENS[token] ?? ["monthName"]
    if (part === "monthName") return undefined
    places.set(part, [index, index + token.length])
  }
  return places
}

const ZERO = 48

const digitsIn = (text: string, from: number, until: number): number => {
  let value = 0
  for (let at = from; at < until; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/**
 * What most dates of most reports are, read without a pattern: a day of four digits, two and two, with or without a
 * time of day, each part at its full width. Anything else is left to the pattern, which reads these alike.
 */
const wholeReader = (format: string, zone: Zone): Reader => {
  const places = placesIn(format)
  const [year, month, day] = [places?.get("year"), places?.get("month"), places?.get("day")]
  const [hour, minute, second] = [places?.get("hour"), places?.get("minute"), places?.get("second")]
  if (year === undefined || month === undefined || day === undefined) return () => undefined
  const between = [...format].flatMap((mark, at) =>
    [...(places?.values() ?? [])].some(([from, until]) => at >= from && at < until)
      ? []
      : [[at, mark.charCodeAt(0)] as const],
  )
  return (text) => {
    if (text.length !== format.length) return undefined
    for (const [at, mark] of between) if (text.charCodeAt(at) !== mark) return undefined
    const [yearNumber, monthNumber, dayNumber] = [
      digitsIn(text, year[0], year[1]),
      digitsIn(text, month[0], month[1]),
      digitsIn(text, day[0], day[1]),
    ]
    const time =
      hour === undefined || minute === undefined
        ? undefined
        : ([
            digitsIn(text, hour[0], hour[1]),
            digitsIn(text, minute[0], minute[1]),
            second === undefined ? 0 : digitsIn(text, second[0], second[1]),
          ] as const)
    if (
      Number.isNaN(
        yearNumber + monthNumber + dayNumber + (time?.[0] ?? 0) + (time?.[1] ?? 0) + (time?.[2] ?? 0),
      )
    )
      return undefined
    return moment(yearNumber, monthNumber, dayNumber, time, 0, OFFSETS[zone]) ?? NOT_IN_CALENDAR
  }
}

const patternReader = (format: string, zone: Zone, period: () => Period | undefined): Reader => {
  const parts: Array<Part> = []
  const escaped = format.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
  const source = escaped.replace(TOKEN, (token) => {
    const [part, pattern] = TOKENS[token] ?? ["day", ""]
    parts.push(part)
    return pattern
  })
  const pattern = new RegExp(`^${source}$`)
  const at = (part: Part): number => parts.indexOf(part) + 1
  const [year, shortYear, month, monthName, day] = [
    at("year"),
    at("shortYear"),
    at("month"),
    at("monthName"),
    at("day"),
  ] as const
  const [hour, minute, second] = [at("hour"), at("minute"), at("second")] as const

  return (text) => {
    const match = pattern.exec(text)
    if (match === null) return undefined
    const monthNumber = monthName > 0 ? monthOf(match[monthName] ?? "") : Number(match[month])
    if (monthNumber === undefined) return "has a month that is neither English nor Indonesian"
    const dayNumber = Number(match[day])
    const yearNumber =
      year > 0
        ? Number(match[year])
        : shortYear > 0
          ? 2000 + Number(match[shortYear])
          : yearOf(dayNumber, monthNumber, period())
    if (typeof yearNumber === "string") return yearNumber
    const time =
      hour > 0
        ? ([Number(match[hour]), Number(match[minute]), second > 0 ? Number(match[second]) : 0] as const)
        : undefined
    return moment(yearNumber, monthNumber, dayNumber, time, 0, OFFSETS[zone]) ?? NOT_IN_CALENDAR
  }
}

/**
 * A reader of dates in one of these formats. A text that fits none is no date: nothing is tried beyond them, so that
 * `06/10/2026` is the sixth of October wherever a profile says so.
 *
 * @param period asked for where a date has no year
 */
export const dateReader = (
  formats: ReadonlyArray<string>,
  zone: Zone,
  period: () => Period | undefined = () => undefined,
): ((text: string) => When | NoDate) => {
  const readers = formats.flatMap((format) =>
    format === "iso" ? [isoReader(zone)] : [wholeReader(format, zone), patternReader(format, zone, period)],
  )
  return (text) => {
    for (const read of readers) {
      const when = read(text)
      if (when !== undefined) return when
    }
    return `is no date that is written as ${formats.join(" or ")}`
  }
}
