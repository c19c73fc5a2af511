import { MAX_SEN, type Sen } from "./sen.js"

/**
 * How a report writes amounts. It comes from the profile or from the person who imports, never from the cells.
 *
 * - `plain`: `1,234.50`, the thousands separators perhaps left out
 * - `id`: `1.234,50`, likewise
 * - `sen`: whole sen, without any separator
 */
export type NumberStyle = "plain" | "id" | "sen"

/** Why an amount is none, as words that follow a column's name. */
export type Unreadable = string

const ZERO = 48
const NINE = 57
const COMMA = 44
const POINT = 46
const MINUS = 45
const PLUS = 43

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE

const NO_AMOUNT = "is no amount"
const GROUPS = "has a thousands separator that does not stand before exactly three digits"
const TOO_LARGE = "is larger than any amount of a statement"
const NO_DIGIT = "has no digit"

const decimalsComplaint = (count: number, mark: string): string =>
  count === 0
    ? `ends with its decimal ${mark}`
    : `has ${count === 3 ? "three" : count} digits after the ${mark}, where an amount has at most two`

/** Whole sen. */
const wholeSen = (text: string): Sen | Unreadable => {
  if (!/^[+-]?\d+$/.test(text)) return "is no whole number of sen"
  const sen = Number(text)
  return Math.abs(sen) > MAX_SEN ? TOO_LARGE : BigInt(sen)
}

/**
 * Reads an amount. Groups of exactly three, at most two decimals, nothing around it but white space: what could be read
 * in two ways is not read at all. No text is read by `plain` and by `id` as two different amounts.
 *
 * @returns sen, or why it is none
 *
 * @example
 * ```ts
 * import { readAmount } from "@qriskit/statements"
 *
 * readAmount("24,874.65", "plain") // 2487465n
 * readAmount("24.874,65", "id") // 2487465n
 * readAmount("25.000", "plain") // "has three digits after the point, …": never 25
 * ```
 */
export const readAmount = (written: string, style: NumberStyle): Sen | Unreadable => {
  const text = written.trim()
  if (style === "sen") return wholeSen(text)
  const group = style === "plain" ? COMMA : POINT
  const decimal = style === "plain" ? POINT : COMMA

  let at = 0
  const first = text.charCodeAt(0)
  if (first === MINUS || first === PLUS) at = 1

  let value = 0
  let digits = 0
  // Digits since the last thousands separator; undefined before the first one.
  let grouped: number | undefined
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) {
      value = value * 10 + (code - ZERO)
      digits++
      if (grouped !== undefined) grouped++
    } else if (code === group) {
      if (grouped === undefined ? digits === 0 || digits > 3 : grouped !== 3) return GROUPS
      grouped = 0
    } else if (code === decimal) break
    else return NO_AMOUNT
  }
  if (grouped !== undefined && grouped !== 3) return GROUPS
  if (value > MAX_SEN / 100) return TOO_LARGE

  value *= 100
  if (at < text.length) {
    const places = text.length - at - 1
    for (let place = 1; place <= places; place++) {
      const code = text.charCodeAt(at + place)
      if (!isDigit(code)) return NO_AMOUNT
      if (place <= 2) value += (code - ZERO) * (place === 1 ? 10 : 1)
    }
    if (places === 0 || places > 2) return decimalsComplaint(places, style === "plain" ? "point" : "comma")
  } else if (digits === 0) return NO_DIGIT
  return BigInt(first === MINUS ? -value : value)
}

/**
 * An amount that a file holds as a number and not as text: a cell of a workbook, a number of JSON. `text` is its exact
 * decimal form.
 */
export const readNumber = (text: string, style: NumberStyle): Sen | Unreadable => {
  if (style === "sen") return wholeSen(text)
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return NO_AMOUNT
  const [, sign = "", whole = "", fraction = ""] = match
  const places = fraction.replace(/0+$/, "")
  if (places.length > 2) return decimalsComplaint(places.length, "point")
  const sen = Number(whole) * 100 + Number(places.padEnd(2, "0"))
  return sen > MAX_SEN ? TOO_LARGE : BigInt(sign === "-" ? -sen : sen)
}
