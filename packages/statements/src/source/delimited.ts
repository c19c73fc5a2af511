import { CsvError, type Options, parse } from "csv-parse"
import { TooLarge, UnreadableFile } from "../error.js"
import { refuse } from "../refuse.js"
import type { Limits } from "./limits.js"

/** Rows that follow each other: the first has this number, counted from 1. They are gone through once, to their end. */
export interface Rows<C> {
  readonly first: number
  readonly rows: Iterable<ReadonlyArray<C>>
}

/**
 * No value is converted, no row passed over: csv-parse's `cast` makes 25.000 of 25 and its `columns` loses repeated
 * names. The number of cells is compared with the header by the reader of the table.
 */
const optionsFor = (delimiter: string, limits: Required<Limits>): Options => ({
  delimiter,
  bom: true,
  // Found out by itself it is that of the first row, and rows that end otherwise become one.
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  skip_empty_lines: false,
  max_record_size: limits.rowCharacters,
})

const WHY: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "something stands behind a closing quote",
  INVALID_OPENING_QUOTE: "a quote stands in the middle of a cell that is not quoted",
}

const DAMAGED = "The file is damaged, or it was edited by hand. Download it again."

const refuseCsv = (error: unknown, limits: Required<Limits>): never => {
  if (!(error instanceof CsvError)) throw error
  const line = typeof error["lines"] === "number" ? error["lines"] : undefined
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return refuse(
      new TooLarge({
        what: `the row at line ${line ?? "?"} has more characters`,
        limit: `${limits.rowCharacters} characters`,
        advice: "It is no report that is known, or a quote is not closed.",
      }),
    )
  }
  return refuse(
    new UnreadableFile({
      why: WHY[error.code] ?? "it is no table",
      ...(line === undefined ? {} : { line }),
      advice: DAMAGED,
    }),
  )
}

const tooWide = (row: number, limits: Required<Limits>): never =>
  refuse(
    new TooLarge({
      what: `row ${row} has more cells`,
      limit: `${limits.columns} cells`,
      advice: "It is no report that is known.",
    }),
  )

/** The rows of a delimited text, as they come. */
export async function* delimitedRows(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
  limits: Required<Limits>,
): AsyncGenerator<Rows<string>> {
  const parser = parse(optionsFor(delimiter, limits))
  let failure: unknown
  parser.on("error", (error) => {
    failure = error
  })
  let next = 1
  // One row at a time: what is held is the piece that the parser has, and no second list of its rows.
  function* drained(): Generator<ReadonlyArray<string>> {
    for (let row: unknown = parser.read(); row !== null; row = parser.read()) {
      // A record of csv-parse without `columns` is a list of texts.
      const cells = row as ReadonlyArray<string>
      if (cells.length > limits.columns) tooWide(next, limits)
      next++
      yield cells
    }
  }

  try {
    for await (const chunk of chunks) {
      // The parser takes the next piece once its rows were taken out.
      const taken = new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
      yield { first: next, rows: drained() }
      await taken
      if (failure !== undefined) break
    }
    if (failure === undefined) {
      const finished = new Promise<void>((resolve) => {
        parser.once("finish", resolve)
        parser.once("error", () => resolve())
      })
      parser.end()
      await finished
      yield { first: next, rows: drained() }
    }
    if (failure !== undefined) refuseCsv(failure, limits)
  } finally {
    parser.destroy()
  }
}

/** The first rows of a text that may be cut anywhere. What is wrong in it is not said here. */
export const firstRows = (
  text: string,
  delimiter: string,
  count: number,
  limits: Required<Limits>,
): Promise<ReadonlyArray<ReadonlyArray<string>>> =>
  new Promise((resolve) => {
    const rows: Array<ReadonlyArray<string>> = []
    const parser = parse({ ...optionsFor(delimiter, limits), to: count })
    parser.on("data", (row: ReadonlyArray<string>) => {
      if (row.length <= limits.columns) rows.push(row)
    })
    parser.on("error", () => resolve(rows))
    parser.on("end", () => resolve(rows))
    parser.end(text)
  })
