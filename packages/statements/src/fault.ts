import * as Schema from "effect/Schema"

/** One thing in a file that cannot be read or does not add up: where, and what is wrong there. */
export const Fault = Schema.Struct({
  /** Counted from 1, blank rows included, as a spreadsheet counts them. Absent: the file as a whole. */
  row: Schema.optionalKey(Schema.Int),
  /** Where a workbook has several sheets. */
  sheet: Schema.optionalKey(Schema.String),
  column: Schema.optionalKey(Schema.String),
  /** A sentence part that follows the place. */
  message: Schema.String,
})
export type Fault = typeof Fault.Type

/** Amounts and dates may be quoted; other texts may be about people. */
const QUOTABLE = /^[\d.,:;+\-/'() ]{1,40}(?:E[+-]?\d{1,4}|CR|DB|D|C|K)?$/i

/** A cell's text for a message: as it stands where it is a number or a date, else only how long it is. */
export const quoted = (text: string): string =>
  QUOTABLE.test(text) ? `"${text}"` : text === "" ? "an empty cell" : `a text of ${text.length} characters`

/** A word of the report's own vocabulary for a message: short and of plain letters, else only how long it is. */
export const quotedWord = (text: string): string =>
  /^[\w .\-/]{1,40}$/.test(text) ? `"${text}"` : quoted(text)

/** `row 9, MDR Amount: "25.000" has …`. */
export const describe = ({ row, sheet, column, message }: Fault): string => {
  const place = [
    sheet === undefined ? undefined : `sheet ${sheet}`,
    row === undefined ? undefined : `row ${row}`,
    column,
  ].filter((part) => part !== undefined)
  return place.length === 0 ? message : `${place.join(", ")}: ${message}`
}
