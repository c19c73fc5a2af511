/** A number that a file holds as a number: `shown` is how the file shows it, `exact` what it is. */
export class NumberCell {
  readonly exact: string
  readonly shown: string
  /** Where the number may have lost digits: no spreadsheet and no JSON reader keeps more than fifteen of them. */
  readonly isBeyondPrecision: boolean

  constructor(exact: string, shown: string = exact) {
    this.exact = exact
    this.shown = shown
    this.isBeyondPrecision = exact.replace(/[^\d]/g, "").replace(/^0+/, "").length > 15 || /e/i.test(exact)
  }
  toString(): string {
    return this.shown
  }
}

/** A date that a workbook holds as a date: wall clock, without a zone. */
export class DateCell {
  /** `2026-10-05 08:01:02`. */
  readonly shown: string

  constructor(wallClock: Date) {
    // Serial numbers are fractions of a day: they come a millisecond off.
    const rounded = new Date(Math.round(wallClock.getTime() / 1000) * 1000)
    this.shown = rounded.toISOString().slice(0, 19).replace("T", " ")
  }
  toString(): string {
    return this.shown
  }
}

/** A cell that holds no value: an error, or a formula whose result was not saved. */
export class BrokenCell {
  /** Words that follow a column's name. */
  readonly why: string
  readonly shown: string

  constructor(why: string, shown: string) {
    this.why = why
    this.shown = shown
  }
  toString(): string {
    return this.shown
  }
}

/** A cell as its file holds it. Most are text; empty is "". */
export type Cell = string | NumberCell | DateCell | BrokenCell

export const shown = (cell: Cell | undefined): string =>
  cell === undefined ? "" : typeof cell === "string" ? cell : cell.shown

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === "string" && (cell === "" || cell.trim() === ""))

/** How many cells there are up to the last one that holds something. */
export const widthOf = (cells: ReadonlyArray<Cell>): number => {
  let width = cells.length
  while (width > 0 && isBlank(cells[width - 1])) width--
  return width
}

/** The text of a cell, without white space around it and without the marks by which spreadsheets keep text as text. */
export const textOf = (cell: Cell | undefined): string => {
  if (cell === undefined) return ""
  const text = (typeof cell === "string" ? cell : cell.shown).trim()
  const first = text.charCodeAt(0)
  if (first === 39) return text.slice(1).trim()
  // ="0012": a formula that holds nothing but text.
  return first === 61 ? (/^="([^"]*)"$/.exec(text)?.[1]?.trim() ?? text) : text
}
