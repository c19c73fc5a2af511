import { type Cell, shown } from "../cell.js"
import { candidatesFor } from "../detect/candidates.js"
import { chosen, type Opened, openFile } from "../detect/open.js"
import { InvalidProfile, StatementError } from "../error.js"
import { Mt940Reader } from "../mt940/reader.js"
import type { ReadOptions } from "../options.js"
import { columnNames } from "../profile/column-names.js"
import type { StatementProfile } from "../profile/profile.js"
import { proveFacts } from "../proof/facts.js"
import type { Proof } from "../proof/proof.js"
import { Ledger } from "../reading/ledger.js"
import type { StatementLine } from "../reading/line.js"
import { TableReader } from "../reading/table-reader.js"
import { refuse } from "../refuse.js"
import { ByteSource, type StatementSource } from "../source/byte-source.js"
import { type Delimited, delimitedRows, type Rows } from "../source/delimited.js"
import { cellAt } from "../source/json.js"
import { type Limits, limitsOf } from "../source/limits.js"
import { linesOf } from "../source/lines.js"
import { asUtf8 } from "../source/text.js"
import { isOneColumn, type SheetRows } from "../source/workbook.js"
import type { StatementSummary } from "../summary.js"
import { isDay } from "../time/day.js"
import { RowHash } from "./row-hash.js"

/**
 * Lines that are handed over together, or fewer. A thousand would be too many: they outlive several collections of
 * young objects, and V8 answers that with room for a hundred megabytes of them.
 */
const BATCH = 100

const ADVICE_DIALECT =
  'A spreadsheet seems to have saved it again: import the file as it was downloaded, or declare the dialect, such as "excel-id".'

interface Ended {
  readonly proofs: ReadonlyArray<Proof>
  readonly payouts: StatementSummary["payouts"]
  readonly facts: TableReader["facts"]
  readonly incompleteBecause: ReadonlyArray<string>
}

/**
 * A file that is being read: an iterable of batches of lines, once, and what the file came to afterwards. Lines that
 * were handed over count only when the last batch came without an error: until then the file may still be refused.
 */
export class StatementReading implements AsyncIterable<ReadonlyArray<StatementLine>> {
  readonly #source: StatementSource
  readonly #options: ReadOptions
  readonly #limits: Required<Limits>
  #summary: StatementSummary | undefined
  #profile: StatementProfile | undefined

  constructor(source: StatementSource, options: ReadOptions = {}) {
    this.#source = source
    this.#options = options
    this.#limits = limitsOf(options.limits)
  }

  /** After the last batch. */
  get summary(): StatementSummary {
    if (this.#summary === undefined) throw new Error("The file has not been read to its end.")
    return this.#summary
  }

  /** By which it is read: known with the first batch. */
  get profile(): StatementProfile {
    if (this.#profile === undefined) throw new Error("The file has not been opened yet.")
    return this.#profile
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ReadonlyArray<StatementLine>> {
    checkPeriod(this.#options)
    const candidates = candidatesFor(this.#options)
    const bytes = new ByteSource(this.#source, this.#limits.bytes)
    try {
      const opened = await openFile(bytes, candidates, this.#options, this.#limits)
      try {
        yield* this.#read(bytes, opened)
      } finally {
        if (opened.bytes !== bytes) await opened.bytes.close()
      }
    } finally {
      await bytes.close()
    }
  }

  async *#read(bytes: ByteSource, opened: Opened): AsyncGenerator<ReadonlyArray<StatementLine>> {
    const plan = chosen(opened)
    const { profile } = plan
    this.#profile = profile
    const wasSavedAgain =
      plan.file === "text" &&
      profile.file.format === "table" &&
      plan.table.delimiter !== profile.file.delimiter
    const ledger = new Ledger(profile, {
      keepsUnreadable: this.#options.faults === "keep",
      advice: wasSavedAgain ? ADVICE_DIALECT : undefined,
    })
    const hash = new RowHash()
    const source = rowsOf(plan, opened.bytes, this.#options, this.#limits)
    let ended: Ended
    if (source.is === "lines") {
      const reader = new Mt940Reader(ledger)
      let row = 0
      for await (const lines of source.lines) {
        for (const line of lines) {
          hash.addText(line)
          reader.take(line, ++row)
        }
        if (ledger.waiting >= BATCH) yield* batchesOf(ledger)
      }
      ended = endOfMt940(reader, row)
    } else {
      const reader = new TableReader(
        profile,
        { numbers: profile.numbers, keepsText: source.keepsText },
        ledger,
        this.#options,
      )
      if (source.names !== undefined) reader.begin(source.names)
      for await (const { first, rows, name } of source.rows) {
        let row = first
        for (const cells of rows) {
          hash.add(cells)
          reader.take(cells, row++, name)
          if (ledger.waiting >= BATCH) yield* batchesOf(ledger)
        }
      }
      ended = { ...reader.finish(), facts: reader.facts, incompleteBecause: source.incompleteBecause }
    }
    // What is wrong so far comes before what only the whole would show.
    const { proofs, ends } = ledger.finish()
    const facts = proveFacts(ended.facts, ledger.sums, ends)
    for (const fault of facts.faults) ledger.fault(fault)
    ledger.refuse()
    yield* batchesOf(ledger)

    const { first, last } = { first: ledger.firstDay, last: ledger.lastDay }
    const unreadable =
      ledger.faults.length > 0 ? [`${ledger.faults.length} things in it could not be read`] : []
    const incompleteBecause = [...ended.incompleteBecause, ...unreadable]
    this.#summary = {
      profile,
      why: plan.why,
      file: {
        bytes: bytes.count,
        sha256: bytes.sha256(),
        rowsSha256: hash.digest(),
        entry: opened.entry,
        otherEntries: opened.otherEntries,
      },
      lines: ledger.count,
      byKind: Object.fromEntries(ledger.byKind),
      ignored: ledger.ignored,
      ignoredCount: ledger.ignoredCount,
      totals: ledger.sums.totals,
      opening: ended.facts.opening ?? ends?.opening,
      closing: ended.facts.closing ?? ends?.closing,
      payouts: ended.payouts,
      account: this.#options.account ?? ended.facts.account,
      reportDate: ended.facts.reportDate,
      period: this.#options.period ?? ended.facts.period,
      days: first === undefined || last === undefined ? undefined : { from: first, until: last },
      proofs: [...proofs, ...ended.proofs, ...facts.proofs],
      isComplete: incompleteBecause.length === 0,
      incompleteBecause,
      faults: ledger.faults,
    }
  }
}

const checkPeriod = ({ period }: ReadOptions): void => {
  if (period === undefined || (isDay(period.from) && isDay(period.until) && period.from <= period.until))
    return
  refuse(
    new InvalidProfile({
      issues: [{ path: "period", message: "must be two days, YYYY-MM-DD, the later one last" }],
    }),
  )
}

function* batchesOf(ledger: Ledger): Generator<ReadonlyArray<StatementLine>> {
  const lines = ledger.drain()
  for (let at = 0; at < lines.length; at += BATCH) yield lines.slice(at, at + BATCH)
}

const endOfMt940 = (reader: Mt940Reader, row: number): Ended => {
  reader.finish(row)
  const [account, ...others] = reader.accounts
  const isOne = others.length === 0 && reader.gaps.length === 0
  const { first, last, statements } = reader
  return {
    // One statement's balances are compared with its lines below, as every statement's are.
    proofs:
      isOne || first === undefined || last === undefined
        ? []
        : [{ of: "balances", compared: statements, unproven: 0 }],
    payouts: [],
    facts: {
      ...(account === undefined || others.length > 0 ? {} : { account }),
      ...(isOne && first !== undefined ? { opening: first.amount } : {}),
      ...(isOne && last !== undefined ? { closing: last.amount } : {}),
    },
    incompleteBecause: reader.gaps,
  }
}

type SheetOfRows = Rows<Cell> & { readonly name?: string | undefined }

type RowSource =
  | { readonly is: "lines"; readonly lines: AsyncIterable<ReadonlyArray<string>> }
  | {
      readonly is: "rows"
      readonly rows: AsyncIterable<SheetOfRows>
      readonly keepsText: boolean
      /** Where there is no header. */
      readonly names: ReadonlyArray<string> | undefined
      readonly incompleteBecause: ReadonlyArray<string>
    }

async function* each<A>(items: ReadonlyArray<A>): AsyncGenerator<A> {
  yield* items
}

/** Sheets whose rows stand in one cell each; one that has more cells is given as it is. */
async function* unpackedLines(
  sheets: ReadonlyArray<SheetRows>,
  table: Delimited,
  limits: Required<Limits>,
): AsyncGenerator<SheetOfRows> {
  const filled = sheets.filter(({ rows }) => rows.length > 0)
  for (const sheet of filled) {
    const name = filled.length === 1 ? undefined : sheet.name
    if (isOneColumn(sheet)) {
      const text = sheet.rows.map(([cell = ""]) => shown(cell)).join("\n")
      for await (const rows of delimitedRows(each([Buffer.from(text, "utf8")]), table, limits))
        yield { ...rows, name }
    } else yield { first: sheet.first, rows: sheet.rows, name }
  }
}

const rowsOf = (
  plan: ReturnType<typeof chosen>,
  bytes: ByteSource,
  options: ReadOptions,
  limits: Required<Limits>,
): RowSource => {
  const table = { is: "rows", keepsText: false, names: undefined, incompleteBecause: [] } as const
  switch (plan.file) {
    case "text":
      return { ...table, rows: delimitedRows(utf8Of(bytes, plan.profile, options), plan.table, limits) }
    case "mt940":
      return { is: "lines", lines: linesOf(utf8Of(bytes, plan.profile, options), limits) }
    case "workbook":
      return plan.table === undefined
        ? {
            ...table,
            keepsText: true,
            rows: each(
              plan.sheets.length === 1
                ? plan.sheets.map(({ first, rows }) => ({ first, rows }))
                : plan.sheets,
            ),
          }
        : { ...table, rows: unpackedLines(plan.sheets, plan.table, limits) }
    case "json": {
      const names = columnNames(plan.profile)
      const rows = plan.records.map((record) => names.map((name) => cellAt(record, name)))
      return {
        ...table,
        keepsText: true,
        names,
        rows: each([{ first: 1, rows }]),
        incompleteBecause: plan.hasMore ? ["the provider has more pages of it"] : [],
      }
    }
  }
}

async function* utf8Of(
  bytes: ByteSource,
  profile: StatementProfile,
  options: ReadOptions,
): AsyncGenerator<Uint8Array> {
  const head = await bytes.peek(4)
  yield* asUtf8(bytes.chunks(), head, options.encoding ?? profile.encoding)
}

/** Whether an error is this package's own. */
export const isStatementError = (error: unknown): error is StatementError => error instanceof StatementError
