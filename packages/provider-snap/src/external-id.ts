import { toJakartaIso } from "@qriskit/core/provider-kit"

/** Digits of one random number: below what a double holds exactly. */
const CHUNK = 14

/**
 * X-EXTERNAL-ID: numeric, sortable, and unique for a day without anything being stored: 17 digits of Jakarta time with
 * milliseconds, and random ones. It is no secret, so it need not be unpredictable.
 *
 * @param now in milliseconds since 1970
 * @param digits 20 to 36
 */
export const makeExternalId = (now: number, digits: number): string => {
  const iso = toJakartaIso(new Date(now))
  let id =
    iso.slice(0, 4) +
    iso.slice(5, 7) +
    iso.slice(8, 10) +
    iso.slice(11, 13) +
    iso.slice(14, 16) +
    iso.slice(17, 19) +
    iso.slice(20, 23)
  while (id.length < digits) id += String(Math.floor(Math.random() * 10 ** CHUNK)).padStart(CHUNK, "0")
  return id.slice(0, digits)
}
