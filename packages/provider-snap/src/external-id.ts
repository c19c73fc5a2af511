import { hash } from "node:crypto"
import { toJakartaIso } from "@qriskit/core/provider-kit"

const MINUTE_MILLIS = 60_000

/** The latest minute of which an id was made, since 1970, and its twelve digits. */
let latest = { minute: Number.NaN, digits: "" }

/** `20260102100405678`: Jakarta time with milliseconds. */
const timeDigits = (now: number): string => {
  const minute = Math.floor(now / MINUTE_MILLIS)
  if (minute !== latest.minute) {
    const digits = toJakartaIso(new Date(now)).slice(0, "2026-01-02T10:04".length).replaceAll(/\D/g, "")
    latest = { minute, digits }
  }
  return latest.digits + String(Math.floor(100_000 + now - minute * MINUTE_MILLIS)).slice(1)
}

/** Eight digits at random. */
const randomDigits = (): string => String(100_000_000 + Math.floor(Math.random() * 100_000_000)).slice(1)

/** What tells the ids of this process from those of others. */
const ofProcess = randomDigits()

/** Tells ids of one millisecond apart, a thousand of them. */
let sequence = Math.floor(Math.random() * 1_000)

/**
 * X-EXTERNAL-ID: numeric, sortable, and unique for a day without anything being stored: 17 digits of Jakarta time with
 * milliseconds, three that count, and random ones. It is no secret, so it need not be unpredictable.
 *
 * @param now in milliseconds since 1970
 * @param digits 20 to 36
 */
export const makeExternalId = (now: number, digits: number): string => {
  sequence = (sequence + 1) % 1_000
  return (timeDigits(now) + String(1_000 + sequence).slice(1) + randomDigits() + ofProcess).slice(0, digits)
}

/**
 * X-EXTERNAL-ID of a request that has the same one whenever it is sent again, from whichever process: digits of a hash
 * over what tells it from all others.
 *
 * @param digits 20 to 36
 */
export const repeatableExternalId = (request: ReadonlyArray<string>, digits: number): string =>
  BigInt(`0x${hash("sha256", JSON.stringify(request), "hex")}`)
    .toString()
    .padStart(digits, "0")
    .slice(0, digits)
