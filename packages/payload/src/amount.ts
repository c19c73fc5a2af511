import type { QrisPayload } from "./payload.js"

/** What an amount in rupiah says. */
export type RupiahReading =
  /** Whole rupiah, 1 to 9 999 999 999 999. */
  | { readonly kind: "rupiah"; readonly rupiah: number }
  /** Legal, but with sen: `10000.50`, of which `wholeRupiah` is the part before the dot. */
  | { readonly kind: "fractional"; readonly text: string; readonly wholeRupiah: number }
  /** Not an amount: zero, signs, commas, two dots, three decimals, more than 13 characters. */
  | { readonly kind: "invalid"; readonly text: string }

/** What tag 54 says. Anything but `rupiah` is not an amount that may be charged or compared. */
export type AmountReading =
  | RupiahReading
  /** No tag 54: the customer types the amount. */
  | { readonly kind: "absent" }
  /** Not rupiah: tag 53 is missing or names another currency (ISO 4217, three digits). */
  | { readonly kind: "other-currency"; readonly currency: string | undefined; readonly text: string }

export const RUPIAH_CURRENCY = "360"

/** The largest amount that tag 54's 13 characters hold. */
export const MAX_RUPIAH = 9_999_999_999_999

/** The form of tags 54 and 56 (rule 4.7.8.1): digits, at most one dot, at most two decimals for rupiah. */
const AMOUNT = /^(?=.{1,13}$)\d+(\.\d{0,2})?$/

/**
 * Reads tag 54 without rounding or guessing: `10000`, `10000.` and `10000.00` are 10000 rupiah; `1.000` has three
 * decimals and is invalid, not a thousand.
 *
 * @example
 * ```ts
 * import { type QrisPayload, readAmount } from "@qriskit/payload"
 *
 * const rupiahOf = (payload: QrisPayload): number | undefined => {
 *   const amount = readAmount(payload)
 *   return amount.kind === "rupiah" ? amount.rupiah : undefined
 * }
 * ```
 */
export const readAmount = (payload: QrisPayload): AmountReading => {
  const text = payload.value("54")
  if (text === undefined) return { kind: "absent" }
  const currency = payload.value("53")
  if (currency !== RUPIAH_CURRENCY) return { kind: "other-currency", currency, text }
  return readRupiah(text)
}

/** The same for any amount in rupiah, such as the fixed tip in tag 56. */
export const readRupiah = (text: string): RupiahReading => {
  if (!AMOUNT.test(text)) return { kind: "invalid", text }
  const dot = text.indexOf(".")
  // At most 13 digits: exact as a number.
  const wholeRupiah = Number(dot < 0 ? text : text.slice(0, dot))
  const hasSen = dot >= 0 && /[1-9]/.test(text.slice(dot))
  if (hasSen) return { kind: "fractional", text, wholeRupiah }
  return wholeRupiah === 0 ? { kind: "invalid", text } : { kind: "rupiah", rupiah: wholeRupiah }
}

/** True for what an amount may be: whole rupiah, 1 to {@link MAX_RUPIAH}. */
export const isRupiah = (amount: number): boolean =>
  Number.isInteger(amount) && amount >= 1 && amount <= MAX_RUPIAH
