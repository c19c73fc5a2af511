/** Jakarta time (WIB) is UTC+7 all year round. */
const OFFSET_MILLIS = 7 * 60 * 60 * 1000

/** `2026-04-07T18:44:28.231+07:00`: ISO 8601 in Jakarta time with milliseconds. */
export const toJakartaIso = (date: Date): string =>
  `${new Date(date.getTime() + OFFSET_MILLIS).toISOString().slice(0, -1)}+07:00`

/** `2026-04-07 18:44:28`: Jakarta time without its offset. Fractions of a second are cut. */
export const toJakartaWallTime = (date: Date): string => toJakartaIso(date).slice(0, 19).replace("T", " ")
