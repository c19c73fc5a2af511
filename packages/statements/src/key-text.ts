import { BrokenCell, type Cell, DateCell, NumberCell, textOf } from "./cell.js"

/** An id as a report holds it. */
export interface KeyText {
  readonly text: string | undefined
  /** Zeros in front that a spreadsheet took were given back. */
  readonly isRestored: boolean
  /** There was one, and a spreadsheet destroyed it: `6,27809E+11`. */
  readonly isLost: boolean
}

const NONE: KeyText = { text: undefined, isRestored: false, isLost: false }
const LOST: KeyText = { text: undefined, isRestored: false, isLost: true }

const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$/i
const DIGITS = /^\d+$/

/** Marked as text in the file: such a key lost nothing. */
const isMarkedAsText = (cell: Cell): boolean => typeof cell === "string" && /^\s*(?:'|=")/.test(cell)

/**
 * Reads an id. What a spreadsheet made a number of is no key any more where digits are gone; where only zeros in front
 * are gone, `width` says how many.
 *
 * @param keepsText whether text of this file never was a number: true for workbooks, where numbers are numbers
 */
export const readKey = (cell: Cell | undefined, width: number | undefined, keepsText: boolean): KeyText => {
  if (cell === undefined || cell === "") return NONE
  if (cell instanceof BrokenCell || cell instanceof DateCell) return LOST
  const text = textOf(cell)
  if (text === "" || text === "-") return NONE
  if (cell instanceof NumberCell ? cell.isBeyondPrecision : SCIENTIFIC.test(text)) return LOST
  if (width === undefined || !DIGITS.test(text)) return { text, isRestored: false, isLost: false }
  if (cell instanceof NumberCell) {
    return { text: text.padStart(width, "0"), isRestored: cell.exact.length < width, isLost: false }
  }
  if (text.length >= width || keepsText || isMarkedAsText(cell)) {
    return { text, isRestored: false, isLost: false }
  }
  return { text: text.padStart(width, "0"), isRestored: true, isLost: false }
}
