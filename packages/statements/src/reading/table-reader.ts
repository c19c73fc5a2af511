import { type Cell, isBlank, shown, widthOf } from "../cell.js"
import type { Fault } from "../fault.js"
import { isHeader, namesOf } from "../profile/header.js"
import type { StatementProfile } from "../profile/profile.js"
import type { Proof } from "../proof/proof.js"
import type { Period } from "../time/day.js"
import { amountIn, faultAt } from "./amounts.js"
import { ColumnFinder } from "./columns.js"
import { FactReader } from "./facts.js"
import type { Ledger } from "./ledger.js"
import { type Reading, RowReader } from "./row-reader.js"
import { Strays } from "./strays.js"
import { SummaryTable } from "./summary-table.js"

/** Where in a file the next row stands. */
type Place = "before" | "lines" | "after" | "summary" | "end"

/** What whoever imports a file knows about it. */
export interface Declared {
  readonly period?: Period | undefined
  readonly account?: string | undefined
}

const STRAY = "looks like a line, and no header stands above it"

/** Rows before the header: a file that has more of them is no report that is known. */
export const MOST_ROWS_BEFORE = 200

/**
 * Reads the rows of a report one by one: what stands before the header, the lines, their totals, a second table, what
 * stands at the end. A row that is none of these is a fault: nothing is passed over.
 */
export class TableReader {
  readonly ledger: Ledger
  readonly #profile: StatementProfile
  readonly #reading: Reading
  readonly #facts: FactReader
  readonly #separators: ReadonlySet<string>
  #place: Place = "before"
  #sheet: string | undefined
  #rows: RowReader | undefined
  #names: ReadonlyArray<string> = []
  #summary: SummaryTable | undefined
  #hasTotal = false
  #isHeaderSeen = false
  readonly #strays = new Strays(MOST_ROWS_BEFORE)
  readonly #proofs: Array<Proof> = []

  /** @param declared what the importer says of the file, which comes before what the file says */
  constructor(
    profile: StatementProfile,
    reading: Pick<Reading, "numbers" | "keepsText">,
    ledger: Ledger,
    declared: Declared,
  ) {
    this.#profile = profile
    this.#facts = new FactReader(profile, reading.numbers)
    const { facts } = this.#facts
    this.#reading = {
      ...reading,
      period: () => declared.period ?? facts.period,
      account: () => declared.account ?? (profile.kind === "bank" ? facts.account : undefined),
    }
    this.ledger = ledger
    this.#separators = new Set(profile.separators.map((separator) => separator.toLowerCase()))
  }

  get facts(): FactReader["facts"] {
    return this.#facts.facts
  }

  /** Without searching: the columns are known. */
  begin(names: ReadonlyArray<string>): void {
    this.#isHeaderSeen = true
    this.#names = names
    this.#rows = new RowReader(this.#profile, new ColumnFinder(names), this.#reading)
    this.#place = "lines"
    for (const { row, sheet } of this.#strays.linesBy(this.#rows))
      this.ledger.fault(faultAt(row, sheet, undefined, STRAY))
  }

  take(cells: ReadonlyArray<Cell>, row: number, sheet?: string): void {
    if (sheet !== this.#sheet) {
      this.#sheet = sheet
      this.#place = "before"
    }
    // The common case first: a line among lines.
    if (this.#place === "lines" && this.#takeLine(cells, row)) return
    if (widthOf(cells) === 0) return
    if (this.#takeOther(cells, row)) return
    // What stands before the header is a title, an address, a note.
    if (this.#place === "before") {
      if (this.#strays.isLine(cells, row, sheet, this.#rows))
        this.ledger.fault(faultAt(row, sheet, undefined, STRAY))
      return
    }
    this.ledger.fault(
      faultAt(
        row,
        sheet,
        undefined,
        "stands after the lines and is no row that this report is known to have",
      ),
    )
  }

  /** @returns false for a row that is something else than a line */
  #takeLine(cells: ReadonlyArray<Cell>, row: number): boolean {
    const first = cells[0]
    if (isBlank(first) && widthOf(cells) === 0) return true
    const { total } = this.#profile
    const label = shown(first).trim()
    if (total !== undefined && label === total.label) {
      this.#takeTotal(cells, row)
      this.#place = "after"
      return true
    }
    if (this.#separators.size > 0 && this.#separators.has(label.toLowerCase())) return false
    if (this.#isSummaryHeader(cells) || this.#takeFact(cells, row)) return this.#place !== "lines"
    if (this.#rows !== undefined) this.ledger.take(this.#rows.read(cells, row, this.#sheet), row, this.#sheet)
    return true
  }

  #isSummaryHeader(cells: ReadonlyArray<Cell>): boolean {
    const { summary } = this.#profile
    if (summary === undefined || this.#summary !== undefined) return false
    // Told from lines by its first name, before all its names are looked at.
    const [first] = summary.header.names
    if (first !== null && !summary.header.anyOrder && shown(cells[0]).trim() !== first) return false
    return isHeader(summary.header, namesOf(cells))
  }

  /** A labelled value under the lines ends them. */
  #takeFact(cells: ReadonlyArray<Cell>, row: number): boolean {
    const fact = this.#facts.take(cells)
    if (fact === undefined) return false
    if (fact.complaint !== undefined)
      this.ledger.fault(faultAt(row, this.#sheet, fact.column, fact.complaint))
    if (this.#place === "lines") this.#place = "after"
    return true
  }

  #takeOther(cells: ReadonlyArray<Cell>, row: number): boolean {
    const { header, summary } = this.#profile
    const first = shown(cells[0]).trim()
    if (this.#separators.has(first.toLowerCase())) {
      if (this.#place === "lines") this.#place = "after"
      return true
    }
    if (this.#takeFact(cells, row)) return true
    if (this.#isSummaryHeader(cells) && summary !== undefined) {
      this.#summary = new SummaryTable(summary, namesOf(cells), this.#profile, this.#reading)
      this.#place = "summary"
      return true
    }
    if (this.#place === "before" && header !== undefined && isHeader(header, namesOf(cells))) {
      this.begin(this.#padded(header.names, namesOf(cells)))
      return true
    }
    if (this.#place !== "summary" || this.#summary === undefined) return false
    if (summary?.total !== undefined && first === summary.total) {
      this.#summary.total(cells, row, this.#sheet)
      this.#proofs.push({ of: "summary_total", compared: this.#summary.payouts.length, unproven: 0 })
      this.#place = "end"
    } else this.#summary.take(cells, row, this.#sheet)
    return true
  }

  /** A header that ends with columns without a name is as wide as its profile says. */
  #padded(known: ReadonlyArray<string | null>, names: ReadonlyArray<string>): ReadonlyArray<string> {
    return [...names, ...new Array<string>(Math.max(0, known.length - names.length)).fill("")]
  }

  /** Compares a row of totals with the lines above it. */
  #takeTotal(cells: ReadonlyArray<Cell>, row: number): void {
    this.#hasTotal = true
    const { totals } = this.ledger.sums
    let compared = 0
    for (const { name, column } of this.#rows?.amounts.ownColumns ?? []) {
      if (name !== "gross" && name !== "fee" && name !== "tax" && name !== "net") continue
      const claimed = amountIn(cells[column], this.#reading.numbers)
      const place = this.#names[column]
      if (typeof claimed === "string") this.ledger.fault(faultAt(row, this.#sheet, place, claimed))
      else if (claimed !== undefined) {
        compared++
        const sum = totals[name] ?? 0n
        if (claimed !== sum) {
          this.ledger.fault(
            faultAt(
              row,
              this.#sheet,
              place,
              `the total claims ${claimed} sen, and the lines above it make ${sum} sen`,
            ),
          )
        }
      }
    }
    if (compared > 0) this.#proofs.push({ of: "total", compared, unproven: 0 })
  }

  /** What is known only at the end. */
  finish(): { readonly proofs: ReadonlyArray<Proof>; readonly payouts: SummaryTable["payouts"] } {
    if (!this.#isHeaderSeen) this.ledger.fault({ message: "the header of the lines is missing" })
    const { total } = this.#profile
    if (total?.required === true && !this.#hasTotal) {
      this.ledger.fault({ message: `the row ${total.label} is missing: the file was cut off` })
    }
    for (const label of this.#facts.missing) {
      this.ledger.fault({ message: `the row "${label}" is missing: the file was cut off` })
    }
    if (this.#summary !== undefined) this.#compareSummary(this.#summary)
    return { proofs: this.#proofs, payouts: this.#summary?.payouts ?? [] }
  }

  #compareSummary(summary: SummaryTable): void {
    const faults: ReadonlyArray<Fault> = [...summary.faults, ...summary.compare(this.ledger.sums)]
    for (const fault of faults) this.ledger.fault(fault)
    if (faults.length === 0) {
      this.#proofs.push({ of: "summary", compared: summary.payouts.length, unproven: 0 })
    }
  }
}
