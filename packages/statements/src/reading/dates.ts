import { BrokenCell, type Cell, DateCell, textOf } from "../cell.js"
import { quoted } from "../fault.js"
import type { StatementProfile } from "../profile/profile.js"
import { dateReader, type When } from "../time/date-format.js"
import type { Period } from "../time/day.js"
import type { ColumnFinder } from "./columns.js"

const DIGITS = /^\d+$/
const STARTS_WITH_DAY = /^\d{1,2}[-/. ]/

const MIXED =
  "has dates in some rows and texts in others: a spreadsheet may have exchanged day and month. Import the file as it was downloaded"

type Dated = NonNullable<StatementProfile["dates"]["paid"]>

/**
 * Reads a date that stands in one or several cells.
 *
 * @returns `undefined` where all of them are empty, and words that follow the column's name for what is no date
 */
export class DateColumns {
  readonly first: number
  readonly #columns: ReadonlyArray<number>
  readonly #widths: ReadonlyArray<number | undefined>
  readonly #read: (text: string) => When | string
  readonly #readWorkbookDate: (text: string) => When | string
  readonly #isExchangeable: boolean
  #hasDates = false
  #hasTexts = false

  constructor(
    dated: Dated,
    field: string,
    finder: ColumnFinder,
    profile: StatementProfile,
    period: () => Period | undefined,
  ) {
    this.#columns = finder.all(dated.column, field)
    this.first = this.#columns[0] ?? 0
    this.#widths = this.#columns.map((column) => profile.widths[finder.nameAt(column)])
    this.#read = dateReader(dated.formats, profile.zone, period)
    this.#readWorkbookDate = dateReader(["iso"], profile.zone)
    this.#isExchangeable = dated.formats.some((format) => format.startsWith("DD"))
  }

  /**
   * Whether some rows have a date and others a text that begins with its day: a spreadsheet that reads the month first
   * made dates of those texts that it could, with day and month exchanged.
   */
  #isMixed(cell: Cell | undefined): boolean {
    if (cell instanceof DateCell) this.#hasDates = true
    else if (STARTS_WITH_DAY.test(textOf(cell))) this.#hasTexts = true
    return this.#isExchangeable && this.#hasDates && this.#hasTexts
  }

  read(cells: ReadonlyArray<Cell>): When | string | undefined {
    const only = cells[this.first]
    if (only instanceof BrokenCell) return only.why
    if (this.#isMixed(only)) return MIXED
    if (this.#columns.length === 1 && only instanceof DateCell) return this.#readWorkbookDate(only.shown)
    let text = ""
    for (let index = 0; index < this.#columns.length; index++) {
      const part = this.#partAt(cells[this.#columns[index] ?? 0], this.#widths[index], index)
      if (part !== "") text = text === "" ? part : `${text} ${part}`
    }
    if (text === "") return undefined
    const when = only instanceof DateCell ? this.#readWorkbookDate(text) : this.#read(text)
    return typeof when === "string" ? `${quoted(text)} ${when}` : when
  }

  #partAt(cell: Cell | undefined, width: number | undefined, index: number): string {
    // A workbook's date with a time in a cell of its own: the day of the one, the time of the other.
    if (cell instanceof DateCell) return index === 0 ? cell.shown.slice(0, 10) : cell.shown.slice(11)
    const text = textOf(cell)
    return width !== undefined && text.length < width && DIGITS.test(text) ? text.padStart(width, "0") : text
  }
}
