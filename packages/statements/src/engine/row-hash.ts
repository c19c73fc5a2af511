import { createHash } from "node:crypto"
import { type Cell, isBlank, widthOf } from "../cell.js"

/** Between cells and between rows: characters that no report has. */
const CELL = "\u001f"
const ROW = "\u001e"

/** Characters that are collected before they are hashed. */
const BLOCK = 65_536

/**
 * SHA-256 of the rows as they were decoded. A download that is encrypted each time anew, and a workbook that was saved
 * again, have other bytes and the same rows. Blank rows and empty cells at the end of a row do not count.
 */
export class RowHash {
  readonly #hash = createHash("sha256")
  #block = ""

  add(cells: ReadonlyArray<Cell>): void {
    const last = cells[cells.length - 1]
    const whole = cells.length > 0 && !isBlank(last) ? cells : cells.slice(0, widthOf(cells))
    if (whole.length === 0) return
    this.#block += whole.join(CELL) + ROW
    if (this.#block.length > BLOCK) this.#flush()
  }

  addText(text: string): void {
    if (text === "") return
    this.#block += text + ROW
    if (this.#block.length > BLOCK) this.#flush()
  }

  #flush(): void {
    this.#hash.update(this.#block)
    this.#block = ""
  }

  digest(): string {
    this.#flush()
    return this.#hash.digest("hex")
  }
}
