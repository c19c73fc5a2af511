import { CsvError, type Options, parse } from "csv-parse"
import { StatementError, TooLarge, UnreadableFile } from "../error.js"
import { refuse } from "../refuse.js"
import type { Limits } from "./limits.js"

/**
 * Rows that follow each other: the first has this number, counted from 1. They are gone through once, to their end, and
 * a row is there until the next one is asked for.
 */
export interface Rows<C> {
  readonly first: number
  readonly rows: Iterable<ReadonlyArray<C>>
}

/** A delimited text: what stands between its cells, and how many of them most rows have. */
export interface Delimited {
  readonly delimiter: string
  readonly width: number
}

/**
 * No value is converted, no row passed over: csv-parse's `cast` makes 25.000 of 25 and its `columns` loses repeated
 * names. The number of cells is compared with the header by the reader of the table.
 */
const optionsFor = (delimiter: string, limits: Required<Limits>): Options => ({
  delimiter,
  // `withLineFeeds` made all of them one. Found out by itself it is that of the first row, and rows that end otherwise
  // become one; told several, it compares every byte with each.
  record_delimiter: "\n",
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
  // One less: the first is not the file's.
  const line = typeof error["lines"] === "number" ? error["lines"] - 1 : undefined
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

/** Bytes that the parser gets at once: it makes all their rows before it gives the first. */
const PIECE = 8 * 1_024

/**
 * A first row of as many cells as the table has, before which a mark of the encoding is dropped. To csv-parse every row
 * of another width than the first is an error, which it makes with its stack and a copy of the row, also where such
 * rows are allowed: behind a title of one cell that is each line of the report.
 */
const widthRow = (delimiter: string, width: number): Uint8Array =>
  Buffer.from(`${delimiter.repeat(width - 1)}\n`)

const BYTE_ORDER_MARK = Buffer.from("\uFEFF")

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  BYTE_ORDER_MARK.equals(bytes.subarray(0, BYTE_ORDER_MARK.length))
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** A copy in which CR, and CR with LF, are LF. A text has never more bytes for it. */
const withLineFeedsIn = (bytes: Uint8Array): Uint8Array => {
  const copy = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(CARRIAGE_RETURN, at)
    const until = found === -1 ? bytes.length : found
    copy.set(bytes.subarray(at, until), length)
    length += until - at
    if (found === -1) break
    copy[length++] = LINE_FEED
    at = bytes[found + 1] === LINE_FEED ? found + 2 : found + 1
  }
  return copy.subarray(0, length)
}

/**
 * Every end of a row as LF, of files that were put together from parts, too. Within quotes it is a new
 * line all the same.
 */
async function* withLineFeeds(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEnded = false
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    // A CR at the end of the chunk before ended its row; the LF that goes with it ends none.
    const bytes: Uint8Array = isEnded && chunk[0] === LINE_FEED ? chunk.subarray(1) : chunk
    isEnded = bytes[bytes.length - 1] === CARRIAGE_RETURN
    yield bytes.includes(CARRIAGE_RETURN) ? withLineFeedsIn(bytes) : bytes
  }
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>, first: Uint8Array): AsyncGenerator<Uint8Array> {
  yield first
  let isFirst = true
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    // Chunks hold whole characters.
    const bytes: Uint8Array = isFirst ? withoutMark(chunk) : chunk
    isFirst = false
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
  }
}

/** The rows of a delimited text, as they come. */
export async function* delimitedRows(
  chunks: AsyncIterable<Uint8Array>,
  { delimiter, width }: Delimited,
  limits: Required<Limits>,
): AsyncGenerator<Rows<string>> {
  const parser = parse(optionsFor(delimiter, limits))
  let failure: unknown
  parser.on("error", (error) => {
    failure = error
  })
  let next = 0
  // One row at a time: what is held is the piece that the parser has, and no second list of its rows. A row
  // that was read is emptied: where V8 takes the parser's rows for lists that stay, each would keep its texts
  // until a full collection.
  function* drained(): Generator<ReadonlyArray<string>> {
    for (let row: unknown = parser.read(); row !== null; row = parser.read()) {
      // The first is the one that says the width.
      if (next++ === 0) continue
      // A record of csv-parse without `columns` is a list of texts.
      const cells = row as Array<string>
      if (cells.length > limits.columns) tooWide(next - 1, limits)
      yield cells
      cells.length = 0
    }
  }

  try {
    for await (const piece of inPieces(withLineFeeds(chunks), widthRow(delimiter, width))) {
      // The parser takes the next piece once its rows were taken out.
      const taken = new Promise<void>((resolve) => parser.write(piece, () => resolve()))
      yield { first: Math.max(next, 1), rows: drained() }
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
      yield { first: Math.max(next, 1), rows: drained() }
    }
    if (failure !== undefined) refuseCsv(failure, limits)
  } finally {
    parser.destroy()
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The first rows of a text that may be cut anywhere. What is wrong in it is not said here. */
export const firstRows = async (
  text: string,
  delimiter: string,
  count: number,
  limits: Required<Limits>,
): Promise<ReadonlyArray<ReadonlyArray<string>>> => {
  const found: Array<ReadonlyArray<string>> = []
  try {
    const table = { delimiter, width: 1 }
    for await (const { rows } of delimitedRows(only(Buffer.from(text, "utf8")), table, limits)) {
      for (const row of rows) {
        found.push(row.slice())
        if (found.length === count) return found
      }
    }
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
  }
  return found
}
