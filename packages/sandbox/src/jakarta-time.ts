// All but Xendit write Jakarta time (WIB, UTC+7, no daylight saving) on their wire.

const OFFSET_MS = 7 * 60 * 60 * 1000

/** `2026-04-07T18:29:27.648+07:00`, as iFortepay writes times. */
export function jakartaIso(at: Date): string {
  return `${shifted(at).slice(0, -1)}+07:00`
}

/** `2024-08-02 14:22:59`, as Zipay and Midtrans write times: no zone, no fraction. */
export function jakartaDateTime(at: Date): string {
  return shifted(at).slice(0, 19).replace("T", " ")
}

/** `2025-01-06`, as Zipay writes the day of a payment. */
export function jakartaDate(at: Date): string {
  return shifted(at).slice(0, 10)
}

function shifted(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString()
}
