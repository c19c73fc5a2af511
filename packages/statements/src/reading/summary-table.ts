import { type Cell, textOf } from "../cell.js"
import type { Fault } from "../fault.js"
import { quoted } from "../fault.js"
import type { Sen } from "../money/sen.js"
import type { StatementProfile } from "../profile/profile.js"
import type { Sums } from "../proof/sums.js"
import type { Day } from "../time/day.js"
import { amountIn, faultAt } from "./amounts.js"
import { ColumnFinder } from "./columns.js"
import { DateColumns } from "./dates.js"
import type { Reading } from "./row-reader.js"

/** What a report says was paid out to one merchant id. */
export interface Payout {
  readonly row: number
  readonly mid: string
  /** The day of payment, where the report tells it. */
  readonly date: Day | undefined
  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly net: Sen | undefined
  readonly count: number | undefined
}

type Summary = NonNullable<StatementProfile["summary"]>

const AMOUNTS = ["gross", "fee", "net"] as const

/** Reads the second table of a report. */
export class SummaryTable {
  readonly payouts: Array<Payout> = []
  readonly faults: Array<Fault> = []
  readonly #finder: ColumnFinder
  readonly #reading: Reading
  readonly #mid: number
  readonly #count: number | undefined
  readonly #date: DateColumns | undefined
  readonly #money: ReadonlyMap<string, number>

  constructor(summary: Summary, names: ReadonlyArray<string>, profile: StatementProfile, reading: Reading) {
    this.#finder = new ColumnFinder(names)
    this.#reading = reading
    this.#mid = this.#finder.one(summary.mid, "summary.mid")
    this.#count = summary.count === undefined ? undefined : this.#finder.one(summary.count, "summary.count")
    this.#date =
      summary.date === undefined
        ? undefined
        : new DateColumns(summary.date, "summary.date", this.#finder, profile, reading.period)
    this.#money = new Map(
      Object.entries(summary.money).map(([name, column]) => [
        name,
        this.#finder.one(column, `summary.money.${name}`),
      ]),
    )
  }

  #amounts(cells: ReadonlyArray<Cell>, row: number, sheet: string | undefined) {
    const amounts: Record<"gross" | "fee" | "net", Sen | undefined> = {
      gross: undefined,
      fee: undefined,
      net: undefined,
    }
    for (const name of AMOUNTS) {
      const column = this.#money.get(name)
      if (column === undefined) continue
      const amount = amountIn(cells[column], this.#reading.numbers)
      if (typeof amount === "string")
        this.faults.push(faultAt(row, sheet, this.#finder.nameAt(column), amount))
      else amounts[name] = amount
    }
    return amounts
  }

  take(cells: ReadonlyArray<Cell>, row: number, sheet: string | undefined): void {
    const mid = textOf(cells[this.#mid])
    if (mid === "") {
      this.faults.push(
        faultAt(
          row,
          sheet,
          this.#finder.nameAt(this.#mid),
          "is empty, so it is not known whose sums these are",
        ),
      )
      return
    }
    const when = this.#date?.read(cells)
    if (typeof when === "string") {
      this.faults.push(faultAt(row, sheet, this.#finder.nameAt(this.#date?.first ?? 0), when))
    }
    const counted =
      this.#count === undefined ? "" : textOf(cells[this.#count]).replace(/[.,](?=\d{3}\b)/g, "")
    if (this.#count !== undefined && counted !== "" && !/^\d{1,9}$/.test(counted)) {
      this.faults.push(
        faultAt(row, sheet, this.#finder.nameAt(this.#count), `${quoted(counted)} is no number of lines`),
      )
    }
    this.payouts.push({
      row,
      mid,
      date: typeof when === "object" ? when.day : undefined,
      ...this.#amounts(cells, row, sheet),
      count: /^\d{1,9}$/.test(counted) ? Number(counted) : undefined,
    })
  }

  /** Compares a row of totals with the table. */
  total(cells: ReadonlyArray<Cell>, row: number, sheet: string | undefined): void {
    const claimed = this.#amounts(cells, row, sheet)
    for (const name of AMOUNTS) {
      const amount = claimed[name]
      const sum = this.payouts.reduce((total, payout) => total + (payout[name] ?? 0n), 0n)
      if (amount !== undefined && amount !== sum) {
        this.faults.push(
          faultAt(
            row,
            sheet,
            this.#finder.nameAt(this.#money.get(name) ?? 0),
            `the total claims ${amount} sen, and the rows above it make ${sum} sen`,
          ),
        )
      }
    }
  }

  /** Compares the table with the lines, merchant id by merchant id. */
  compare({ byMid }: Sums): ReadonlyArray<Fault> {
    if (byMid === undefined) return []
    const mids = new Set([...byMid.keys(), ...this.payouts.map(({ mid }) => mid)])
    return [...mids].flatMap((mid) => {
      const rows = this.payouts.filter((payout) => payout.mid === mid)
      const [first] = rows
      if (first === undefined) {
        return [{ message: `the summary has no row for the merchant id ${quoted(mid)} of the lines` }]
      }
      const lines = byMid.get(mid) ?? { gross: 0n, fee: 0n, net: 0n, count: 0, untold: 0n, untoldCount: 0 }
      // Whether lines that tell no amount count in a summary is not documented: all of them do, or none.
      const without = this.#contradictions(rows, { ...lines, count: lines.count - lines.untoldCount })
      const withThem = this.#contradictions(rows, { ...lines, gross: lines.gross + lines.untold })
      return (withThem.length === 0 ? withThem : without).map((message) => ({ row: first.row, message }))
    })
  }

  #contradictions(
    rows: ReadonlyArray<Payout>,
    lines: Record<"gross" | "fee" | "net", Sen> & { readonly count: number },
  ): ReadonlyArray<string> {
    const said = AMOUNTS.flatMap((name) => {
      if (!this.#money.has(name) || rows.some((payout) => payout[name] === undefined)) return []
      const claimed = rows.reduce((total, payout) => total + (payout[name] ?? 0n), 0n)
      return claimed === lines[name]
        ? []
        : [
            `the summary claims ${claimed} sen of ${name} for one merchant id, and its lines make ${lines[name]} sen`,
          ]
    })
    const count = rows.reduce((total, payout) => total + (payout.count ?? 0), 0)
    return this.#count === undefined ||
      rows.some((payout) => payout.count === undefined) ||
      count === lines.count
      ? said
      : [...said, `the summary claims ${count} lines of one merchant id, and there are ${lines.count}`]
  }
}
