import type { Sen } from "../money/sen.js"
import type { Day } from "../time/day.js"
import { guardedText } from "./guard.js"
import { type ExportLanguage, WORDS } from "./words.js"

/** A day in numbers, as `payments.statements.days` gives it. In sen. */
export interface DayToExport {
  readonly day: Day
  readonly asked: Sen
  readonly arrived: Sen
  readonly payments: number
  readonly settled: Sen
  readonly settledPayments: number
  readonly fee: Sen
  readonly tax: Sen
  readonly net: Sen
  readonly credited: Sen
}

/**
 * A line, as `payments.statements.lines` gives it. `undefined` is what the report does not say: the cell stays empty.
 */
export interface LineToExport {
  readonly import: number
  readonly row: number
  readonly day: Day
  readonly class: string
  readonly kind: string
  readonly key?: string
  readonly reference?: string
  readonly providerId?: string
  readonly rrn?: string
  readonly merchant?: string
  readonly batch?: string
  readonly settledOn?: Day
  readonly gross?: Sen
  readonly fee?: Sen
  readonly tax?: Sen
  readonly net?: Sen
}

/** A finding, as `payments.statements.findings` gives it. */
export interface FindingToExport {
  readonly id: number
  readonly day: Day
  readonly kind: string
  readonly key?: string
  readonly detail: string
}

/** What an accountant gets. */
export interface StatementExport {
  readonly days: ReadonlyArray<DayToExport>
  readonly lines?: ReadonlyArray<LineToExport>
  readonly findings?: ReadonlyArray<FindingToExport>
  /** Of the headings. Default: Indonesian. */
  readonly language?: ExportLanguage
}

/** A cell: an amount in sen, a count, a text that is no formula, or nothing. */
export type ExportCell =
  | { readonly sen: Sen }
  | { readonly count: number }
  | { readonly text: string }
  | undefined

/** A table whose last row, where it has a total, is the sum of those above. */
export interface ExportTable {
  readonly name: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<ExportCell>>
  readonly total: ReadonlyArray<ExportCell> | undefined
}

type Column<A> = readonly [name: string, cell: (item: A) => ExportCell]

const text = (value: string | undefined): ExportCell =>
  value === undefined ? undefined : { text: guardedText(value) }
const sen = (value: Sen | undefined): ExportCell => (value === undefined ? undefined : { sen: value })
const count = (value: number): ExportCell => ({ count: value })

/** The sum of a column; nothing where it is no column of amounts or counts. */
const sumOf = (cells: ReadonlyArray<ExportCell>): ExportCell => {
  let amount: Sen | undefined
  let counted: number | undefined
  for (const cell of cells) {
    if (cell === undefined) continue
    if ("sen" in cell) amount = (amount ?? 0n) + cell.sen
    else if ("count" in cell) counted = (counted ?? 0) + cell.count
  }
  if (amount !== undefined) return { sen: amount }
  return counted === undefined ? undefined : { count: counted }
}

const tableOf = <A>(
  name: string,
  items: ReadonlyArray<A>,
  columns: ReadonlyArray<Column<A>>,
  total?: string,
): ExportTable => {
  const rows = items.map((item) => columns.map(([, cell]) => cell(item)))
  return {
    name,
    head: columns.map(([title]) => title),
    rows,
    total:
      total === undefined || rows.length === 0
        ? undefined
        : columns.map((_, index) => (index === 0 ? text(total) : sumOf(rows.map((row) => row[index])))),
  }
}

/**
 * The tables of an export: days, and lines and findings where they are given. Each amount is in sen and exact; the last
 * row of days and of lines is the sum of those above. What comes from outside is text, never a formula.
 *
 * @example
 * ```ts
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 * import { exportTables, toXlsx } from "@qriskit/statements/export"
 *
 * export const book = async ({ statements }: PaymentsClient, from: string, until: string) =>
 *   toXlsx(
 *     exportTables({
 *       days: await statements.days({ from, until }),
 *       lines: await statements.lines({ from, until, limit: 500 }),
 *       findings: await statements.findings({ from, until }),
 *     }),
 *   )
 * ```
 */
export const exportTables = ({
  days,
  lines,
  findings,
  language = "id",
}: StatementExport): ReadonlyArray<ExportTable> => {
  const words = WORDS[language]
  const { column } = words
  return [
    tableOf(
      words.days,
      days,
      [
        [column.day, ({ day }) => text(day)],
        [column.asked, ({ asked }) => sen(asked)],
        [column.payments, ({ payments }) => count(payments)],
        [column.arrived, ({ arrived }) => sen(arrived)],
        [column.settledPayments, ({ settledPayments }) => count(settledPayments)],
        [column.settled, ({ settled }) => sen(settled)],
        [column.open, ({ arrived, settled }) => sen(arrived - settled)],
        [column.fee, ({ fee }) => sen(fee)],
        [column.tax, ({ tax }) => sen(tax)],
        [column.net, ({ net }) => sen(net)],
        [column.credited, ({ credited }) => sen(credited)],
      ],
      words.total,
    ),
    ...(lines === undefined
      ? []
      : [
          tableOf(
            words.lines,
            lines,
            [
              [column.day, (line: LineToExport) => text(line.day)],
              [column.import, (line: LineToExport) => text(`${line.import}/${line.row}`)],
              [column.class, (line: LineToExport) => text(line.class)],
              [column.kind, (line: LineToExport) => text(line.kind)],
              [column.key, (line: LineToExport) => text(line.key)],
              [column.reference, (line: LineToExport) => text(line.reference)],
              [column.providerId, (line: LineToExport) => text(line.providerId)],
              [column.rrn, (line: LineToExport) => text(line.rrn)],
              [column.merchant, (line: LineToExport) => text(line.merchant)],
              [column.batch, (line: LineToExport) => text(line.batch)],
              [column.settledOn, (line: LineToExport) => text(line.settledOn)],
              [column.gross, (line: LineToExport) => sen(line.gross)],
              [column.fee, (line: LineToExport) => sen(line.fee)],
              [column.tax, (line: LineToExport) => sen(line.tax)],
              [column.net, (line: LineToExport) => sen(line.net)],
            ],
            words.total,
          ),
        ]),
    ...(findings === undefined
      ? []
      : [
          tableOf(words.findings, findings, [
            [column.day, (finding: FindingToExport) => text(finding.day)],
            [column.finding, (finding: FindingToExport) => text(finding.kind)],
            [column.key, (finding: FindingToExport) => text(finding.key)],
            [column.detail, (finding: FindingToExport) => text(finding.detail)],
          ]),
        ]),
  ]
}
