/** Jakarta time (WIB) is UTC+7 all year round. */
const OFFSET_MILLIS = 7 * 60 * 60 * 1000

const MINUTE_MILLIS = 60_000

/** The latest minute that was written, since 1970, and how: calls come many to the minute, and each writes its time. */
let latest = { minute: Number.NaN, text: "" }

/** `2026-04-07T18:44:28.231+07:00`: ISO 8601 in Jakarta time with milliseconds. */
export const toJakartaIso = (date: Date): string => {
  const local = date.getTime() + OFFSET_MILLIS
  const minute = Math.floor(local / MINUTE_MILLIS)
  if (minute !== latest.minute)
    latest = { minute, text: new Date(local).toISOString().slice(0, -"28.231Z".length) }
  // A digit before them, so that none of theirs is left out.
  const digits = String(100_000 + local - minute * MINUTE_MILLIS)
  return `${latest.text}${digits.slice(1, 3)}.${digits.slice(3)}+07:00`
}

/** `2026-04-07 18:44:28`: Jakarta time without its offset. Fractions of a second are cut. */
export const toJakartaWallTime = (date: Date): string => toJakartaIso(date).slice(0, 19).replace("T", " ")
