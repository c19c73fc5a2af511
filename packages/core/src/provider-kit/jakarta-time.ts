/** Jakarta time (WIB) is UTC+7 all year round. */
const OFFSET_MILLIS = 7 * 60 * 60 * 1000

/** `2026-04-07T18:44:28.231+07:00`: ISO 8601 in Jakarta time with milliseconds. */
export const toJakartaIso = (date: Date): string =>
  new Date(date.getTime() + OFFSET_MILLIS).toISOString().replace("Z", "+07:00")

/** `2026-04-07 18:44:28`: Jakarta time without its offset. Fractions of a second are cut. */
export const toJakartaWallTime = (date: Date): string => toJakartaIso(date).slice(0, 19).replace("T", " ")

const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads a date, or a date and time, with or without an offset; without one it is Jakarta time.
 * `undefined` for anything else, a date that does not exist (30 February) included.
 */
export const parseJakartaTime = (text: string): Date | undefined => {
  const match = SHAPE.exec(text.trim())
  if (match === null) return undefined
  const [, day = "", time = "00:00:00", fraction = "", offset = "+07:00"] = match
  const date = new Date(
    `${day}T${time}${fraction.slice(0, 4)}${offset.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`,
  )
  if (Number.isNaN(date.getTime())) return undefined
  const existing = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(existing.getTime()) && existing.toISOString().startsWith(day) ? date : undefined
}
