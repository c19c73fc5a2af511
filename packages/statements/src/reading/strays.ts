import type { Cell } from "../cell.js"
import type { RowReader } from "./row-reader.js"

interface Stray {
  readonly cells: ReadonlyArray<Cell>
  readonly row: number
  readonly sheet: string | undefined
}

/**
 * Rows before a header. A title, an address, a note may stand there; a line may not: the header was sorted among the
 * lines, or a further sheet goes on without one, and its money would be passed over.
 */
export class Strays {
  readonly #most: number
  #waiting: Array<Stray> = []

  /** @param most so many are kept until a header says what a line looks like */
  constructor(most: number) {
    this.#most = most
  }

  /** Keeps a row for later, or judges it by a header that is known from before. */
  isLine(cells: ReadonlyArray<Cell>, row: number, sheet: string | undefined, reader: RowReader | undefined) {
    if (reader !== undefined) return looksLikeLine(reader, { cells, row, sheet })
    if (this.#waiting.length < this.#most) this.#waiting.push({ cells: [...cells], row, sheet })
    return false
  }

  /** The lines among those that were kept. */
  linesBy(reader: RowReader): ReadonlyArray<Stray> {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting.filter((stray) => looksLikeLine(reader, stray))
  }
}

/** A row that is read without a fault, and tells an amount. */
const looksLikeLine = (reader: RowReader, { cells, row, sheet }: Stray): boolean => {
  const result = reader.read(cells, row, sheet)
  if (result.is !== "line") return false
  const { line, member, untold } = result
  return (member?.amount ?? line.net ?? line.gross ?? untold ?? 0n) !== 0n
}
