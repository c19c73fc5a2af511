/** True when the last digit is the Luhn check digit of those before it. */
export const passesLuhn = (pan: string): boolean => luhnSum(pan, false) % 10 === 0

/**
 * A PAN as the ISO message carries it. Codes normally hold 18 digits, and the issuer appends the check digit;
 * a PAN that has 19 already stays as it is.
 *
 * @param pan 18 or 19 digits
 * @returns undefined for any other length, whose 19-digit form is not known
 * @example
 * ```ts
 * import { toPan19 } from "@qriskit/payload/read"
 *
 * toPan19("936009180000000018") // "9360091800000000184"
 * ```
 */
export const toPan19 = (pan: string): string | undefined => {
  if (/^\d{19}$/.test(pan)) return pan
  if (!/^\d{18}$/.test(pan)) return undefined
  return pan + String((10 - (luhnSum(pan, true) % 10)) % 10)
}

/** Sum of the digits, every second doubled from the right, starting with the last where `doublesLast`. */
const luhnSum = (digits: string, doublesLast: boolean): number => {
  let sum = 0
  let doubles = doublesLast
  for (let at = digits.length - 1; at >= 0; at--) {
    const digit = digits.charCodeAt(at) - 48
    const doubled = digit * 2
    sum += doubles ? doubled - (doubled > 9 ? 9 : 0) : digit
    doubles = !doubles
  }
  return sum
}
