import { randomInt } from "node:crypto"
import { toJakartaIso } from "@qriskit/core/provider-kit"

/** 17 digits: Jakarta time with milliseconds. */
const TIME_DIGITS = 17

/** As many digits as one random number gives, below what a double holds exactly. */
const CHUNK = 14

/**
 * X-EXTERNAL-ID: numeric, sortable, and unique for a day without anything being stored: the time and random digits.
 *
 * @param now in milliseconds since 1970
 * @param digits 20 to 36
 */
export const makeExternalId = (now: number, digits: number): string => {
  const time = toJakartaIso(new Date(now)).replace(/\+.*$/, "").replace(/\D/g, "").slice(0, TIME_DIGITS)
  let random = ""
  while (random.length < digits - TIME_DIGITS) random += String(randomInt(10 ** CHUNK)).padStart(CHUNK, "0")
  return time + random.slice(0, digits - TIME_DIGITS)
}
