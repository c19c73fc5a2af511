/** Jakarta time (WIB) is UTC+7 all year round. */
const OFFSET_MILLIS = 7 * 60 * 60 * 1000

/** `2026-04-07T18:44:28.231+07:00`: ISO 8601 in Jakarta time with milliseconds. */
export const toJakartaIso = (date: Date): string =>
  new Date(date.getTime() + OFFSET_MILLIS).toISOString().replace("Z", "+07:00")

/** `2026-04-07 18:44:28`: Jakarta time without its offset. Fractions of a second are cut. */
export const toJakartaWallTime = (date: Date): string => toJakartaIso(date).slice(0, 19).replace("T", " ")

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|([+-]\d{2}):?(\d{2}))?)?$/

/** Whether the calendar has this day: 30 February would roll over into March. Every month has 28. */
const exists = (year: string, month: string, day: string): boolean =>
  Number(day) <= 28 ||
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)

/** A day that every month has, and a time with its offset: what a Date reads as it stands. */
const COMPLETE = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|[+-]\d{2}:\d{2})$/

const validOf = (iso: string): Date | undefined => {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/**
 * Reads a date, or a date and time, with or without an offset; without one it is Jakarta time.
 * `undefined` for anything else, a date that does not exist (30 February) included.
 */
export const parseJakartaTime = (text: string): Date | undefined => {
  if (COMPLETE.test(text)) return validOf(text)
  const match = SHAPE.exec(text.trim())
  if (match === null) return undefined
  const [
    ,
    year = "",
    month = "",
    day = "",
    time = "00:00:00",
    fraction = "",
    zone,
    hours = "+07",
    minutes = "00",
  ] = match
  const offset = zone === "Z" ? "Z" : `${hours}:${minutes}`
  return exists(year, month, day)
    ? validOf(`${year}-${month}-${day}T${time}${fraction.slice(0, 4)}${offset}`)
    : undefined
}
