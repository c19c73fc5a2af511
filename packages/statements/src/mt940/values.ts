import { readAmount } from "../money/number-style.js"
import type { Sen } from "../money/sen.js"
import { type Day, dayOf, exists, nearestDay } from "../time/day.js"

/** MT940 amounts: digits and one comma, which may end them. No thousands. */
const amountOf = (text: string): Sen | string => readAmount(text.replace(/,$/, ""), "id")

/** `YYMMDD`. Statements are of this century. */
const dayOfDigits = (text: string): Day | undefined => {
  const date = [2000 + Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6))] as const
  return exists(...date) ? dayOf(...date) : undefined
}

/** What a tag holds, or why it cannot be read. */
export type Read<A> = A | string

/** `:60F:C261231IDR1000000,00`. */
export interface Balance {
  readonly amount: Sen
  readonly day: Day
}

const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d{1,15}(?:,\d{0,2})?)$/

export const readBalance = (text: string): Read<Balance> => {
  const match = BALANCE.exec(text)
  if (match === null) return "is no balance"
  const [, mark, date = "", currency, digits = ""] = match
  if (currency !== "IDR") return "is not in rupiah"
  const day = dayOfDigits(date)
  if (day === undefined) return "has a day that is not in the calendar"
  const amount = amountOf(digits)
  return typeof amount === "string" ? amount : { amount: mark === "D" ? -amount : amount, day }
}

/** `:61:2701040104C24874,65NTRFNONREF//0012345678901234`. */
export interface Movement {
  readonly valueDate: Day
  readonly entryDate: Day | undefined
  /** With its sign: RC takes money away, RD brings it back. */
  readonly net: Sen
  readonly isReversal: boolean
  /** Of MT942: expected, not booked. */
  readonly isExpected: boolean
  readonly type: string
  readonly reference: string | undefined
  readonly bankReference: string | undefined
}

/** Value date, entry date, mark, perhaps the third letter of the currency, amount, type, references. */
const MOVEMENT = /^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?(\d{1,15}(?:,\d{0,2})?)([NSF][A-Z0-9]{3})(.*)$/

/** Which marks bring money. */
const BRINGS: Readonly<Record<string, boolean>> = {
  C: true,
  EC: true,
  RD: true,
  D: false,
  ED: false,
  RC: false,
}

const given = (reference: string | undefined): string | undefined => {
  const text = reference?.trim() ?? ""
  return text === "" || text === "NONREF" ? undefined : text
}

export const readMovement = (text: string): Read<Movement> => {
  const match = MOVEMENT.exec(text)
  if (match === null) return "is no movement"
  const [, value = "", entry, mark = "", , digits = "", type = "", references = ""] = match
  const valueDate = dayOfDigits(value)
  if (valueDate === undefined) return "has a value date that is not in the calendar"
  // An entry date has no year: it is the one nearest to the value date, which may be next year's or last year's.
  const entryDate =
    entry === undefined ? undefined : nearestDay(valueDate, Number(entry.slice(0, 2)), Number(entry.slice(2)))
  if (entry !== undefined && entryDate === undefined) return "has an entry date that is not in the calendar"
  const amount = amountOf(digits)
  if (typeof amount === "string") return amount
  const cut = references.indexOf("//")
  return {
    valueDate,
    entryDate,
    net: BRINGS[mark] === true ? amount : -amount,
    isReversal: mark.startsWith("R"),
    isExpected: mark.startsWith("E"),
    type,
    reference: given(cut < 0 ? references : references.slice(0, cut)),
    bankReference: given(cut < 0 ? undefined : references.slice(cut + 2)),
  }
}

/** `:90D:2IDR1000,00`: how many lines, and what they come to. */
export const readSum = (text: string): Read<{ readonly count: number; readonly amount: Sen }> => {
  const match = /^(\d{1,5})([A-Z]{3})(\d{1,15}(?:,\d{0,2})?)$/.exec(text)
  if (match === null) return "is no sum"
  const [, count = "", currency, digits = ""] = match
  if (currency !== "IDR") return "is not in rupiah"
  const amount = amountOf(digits)
  return typeof amount === "string" ? amount : { count: Number(count), amount }
}
