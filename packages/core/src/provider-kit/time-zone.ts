import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Jakarta time (WIB) is UTC+7 all year round. */
export const JAKARTA = "+07:00"

const OFFSET = /^[+-](?:0\d|1[0-4]):[0-5]\d$/

/** A name, not an offset in another spelling: `Asia/Makassar`, `UTC`. */
const NAME = /^[A-Za-z]/

const isTimeZone = (text: string): boolean =>
  OFFSET.test(text) || (NAME.test(text) && DateTime.zoneMakeNamed(text)._tag === "Some")

/**
 * The zone in which a provider's times are read that name no offset: an offset (`+07:00`) or the name of a time zone
 * (`Asia/Makassar`). Default: Jakarta.
 */
export const TimeZone = Schema.String.check(
  Schema.makeFilter(
    (text) => isTimeZone(text) || "must be an offset such as +07:00, or a time zone such as Asia/Jakarta",
  ),
).pipe(Schema.withDecodingDefaultKey(Effect.succeed(JAKARTA)))

/** The moment at which a zone's clocks show this local time. `iso` names no offset: `2026-04-07T18:44:28.231`. */
const momentIn = (timeZone: string): ((iso: string) => Date | undefined) => {
  if (OFFSET.test(timeZone)) return (iso) => validOf(iso + timeZone)
  const zone = DateTime.zoneMakeNamedUnsafe(timeZone)
  return (iso) => {
    const local = validOf(`${iso}Z`)
    return (
      local &&
      DateTime.toDateUtc(
        DateTime.makeZonedUnsafe(local, {
          timeZone: zone,
          adjustForTimeZone: true,
          // An hour that comes twice: what ends at its second coming is not over at its first.
          disambiguation: "later",
        }),
      )
    )
  }
}

const validOf = (iso: string): Date | undefined => {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|([+-]\d{2}):?(\d{2}))?)?$/

/** Whether the calendar has this day: 30 February would roll over into March. Every month has 28. */
const exists = (year: string, month: string, day: string): boolean =>
  Number(day) <= 28 ||
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)

/** A day that every month has, and a time with its offset: what a Date reads as it stands. */
const COMPLETE = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|[+-]\d{2}:\d{2})$/

/** The same in local time without a fraction. */
const COMPLETE_LOCAL = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])[T ]\d{2}:\d{2}:\d{2}$/

/** Reads the time in a field that may hold anything. */
export type TimeReader = (value: unknown) => Date | undefined

/**
 * How a provider's times are read: a date, or a date and time, with or without an offset; without one it is the local
 * time of `timeZone`, which passed `TimeZone`. `undefined` for anything else, a date that does not exist (30
 * February) included.
 *
 * @example
 * ```ts
 * import { timeReader } from "@qriskit/core/provider-kit"
 *
 * const timeIn = timeReader("Asia/Makassar")
 * timeIn("2026-04-07 18:44:28") // 10:44:28 UTC
 * timeIn("2026-04-07T18:44:28+07:00") // 11:44:28 UTC: the text itself says where
 * ```
 */
export const timeReader = (timeZone: string): TimeReader => {
  const known = readers.get(timeZone)
  if (known !== undefined) return known
  const reader = readerIn(timeZone)
  readers.set(timeZone, reader)
  return reader
}

/** One for each zone: thousands of accounts share it. There are no more zones than a configuration may name. */
const readers = new Map<string, TimeReader>()

const readerIn = (timeZone: string): TimeReader => {
  const momentOf = momentIn(timeZone)
  return (value) => {
    if (typeof value !== "string") return undefined
    if (COMPLETE.test(value)) return validOf(value)
    if (COMPLETE_LOCAL.test(value)) return momentOf(value.replace(" ", "T"))
    const match = SHAPE.exec(value.trim())
    if (match === null) return undefined
    const [, year = "", month = "", day = "", time = "00:00:00", fraction = "", zone, hours, minutes] = match
    if (!exists(year, month, day)) return undefined
    const local = `${year}-${month}-${day}T${time}${fraction.slice(0, 4)}`
    if (zone === undefined) return momentOf(local)
    return validOf(local + (zone === "Z" ? "Z" : `${hours}:${minutes}`))
  }
}

/** The same for providers whose local times are Jakarta's. */
export const timeIn: TimeReader = timeReader(JAKARTA)
