import { AccountId } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { tellPaidByLines } from "../expecting/told-by-lines.js"
import { DatabaseFailure, InvalidInput, NoSuchProvider } from "../failure.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { providersOnRecord } from "../reading/totals.js"
import { recordedAccount } from "../record/account.js"
import { storableText, storedText } from "../record/storable.js"
import { IMPORT_COLUMNS, importIn, type StatementImport } from "./import-list.js"
import { countRows } from "./match-lines.js"
import { type Matched, Matching, matchAround } from "./matching.js"
import { miscountOf } from "./miscount.js"
import { jakartaDay, lockStatements, Person } from "./scope.js"
import { ABANDONED_AFTER, STAGE, SWEEP, toStage } from "./staging.js"
import type { FileToImport, LineToImport, StatementToImport } from "./statement.js"
import { DAYS_OF, type Stored, storeStaged } from "./storing.js"

const ImportOptions = Schema.Struct({
  /** Who imports it. */
  by: Person,
  /** Whose statement it is. Absent: the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /**
   * Of which provider of ours the report tells all payments. Lines are then matched with its payments alone, and its
   * payments can be missing. Absent: with all, and nothing is called missing.
   */
  provider: Schema.optionalKey(storedText(64)),
  ...Matching.fields,
})

/** How far an import is. */
export interface ImportProgress {
  /** `reading` the file, `storing` its lines, `matching` them with payments. */
  readonly stage: "reading" | "storing" | "matching"
  /** Lines that this stage has done, and of how many, once that is known. */
  readonly lines: number
  readonly of?: number
}

/** How a statement is imported. */
export type ImportOptions = typeof ImportOptions.Type & {
  /** Hears how far it is. What it throws is ignored. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/** What came of a file. */
export interface ImportReport extends Stored {
  /** The import; of a dry run: as it would be, with an id that nothing has. */
  readonly import: StatementImport
  /** The same file, or one with the same rows, had been imported before: nothing was done. */
  readonly isRepeated: boolean
  /** Lines that the bank shows and has not booked: the first thousand. They come again with a date. */
  readonly pending: ReadonlyArray<LineToImport>
  /** Rows that could not be read, where the file was taken all the same: the first thousand. */
  readonly unreadableRows: ReadonlyArray<number>
  /** What the match of its days came to. Absent where it was imported before. */
  readonly matched?: Matched
}

/** Lines that are put aside with one statement, or some more. */
const STAGED_AT_ONCE = 1_000

/** As many are told. */
const SHOWN = 1_000

const decodeImport = decodeInput("statements.import", ImportOptions)

const BEGIN: PreparedStatement = {
  name: "qriskit_statement_begin",
  text: /* sql */ `
insert into qriskit.statement_import (account, state, begun_at, imported_by, provider) values ($1, 'reading', $2, $3, $4)
returning id`,
}

const FORGET = /* sql */ `
with staged as (delete from qriskit.statement_staged where import_id = $1)
delete from qriskit.statement_import where id = $1 and state = 'reading'`

const FIND_SAME = /* sql */ `
select ${IMPORT_COLUMNS} from qriskit.statement_import as i
where i.state = 'imported' and i.account = $1 and i.family = $2
  and (i.sha256 = $3 and coalesce(i.entry, '') = coalesce($5, '') or i.rows_sha256 = $4)
order by i.id limit 1`

const STAGED = /* sql */ `
select count(*)::integer as lines, count(*) filter (where pending)::integer as pending,
  count(*) filter (where kind = 'unreadable')::integer as unreadable
from qriskit.statement_staged where import_id = $1`

const FINISH = /* sql */ `
update qriskit.statement_import as i set state = 'imported', profile = $2, family = $3, title = $4, kind = $5, coverage = $6,
  lag = $7, keys = $8, bytes = $9, sha256 = $10, rows_sha256 = $11, entry = $12, lines = $13, pending = $14,
  unreadable = $15, gross = $16, fee = $17, tax = $18, net = $19, opening = $20, closing = $21, bank_account = $22,
  reported_on = $23, days_from = $24, days_until = $25, is_complete = $26, incomplete_because = $27, imported_at = $28
where id = $1`

const SET_STORED = /* sql */ `
update qriskit.statement_import as i set stored = $2 where id = $1 returning ${IMPORT_COLUMNS}`

const sen = (amount: bigint | undefined): string | null => (amount === undefined ? null : String(amount))

const familyOf = ({ profile }: FileToImport): string => profile.family ?? profile.id

const finishing = (
  importId: string,
  file: FileToImport,
  staged: { readonly pending: number; readonly unreadable: number },
  at: Date,
): ReadonlyArray<unknown> => {
  const covered = file.period ?? file.days
  return [
    importId,
    file.profile.id,
    familyOf(file),
    storableText(file.profile.title, 255),
    file.profile.kind,
    file.profile.coverage,
    file.profile.lag ?? null,
    [...file.profile.keys],
    file.file.bytes,
    file.file.sha256,
    file.file.rowsSha256,
    file.file.entry === undefined ? null : storableText(file.file.entry, 1_000),
    file.lines,
    staged.pending,
    staged.unreadable,
    sen(file.totals.gross),
    sen(file.totals.fee),
    sen(file.totals.tax),
    sen(file.totals.net),
    sen(file.opening),
    sen(file.closing),
    file.account === undefined ? null : storableText(file.account, 255),
    file.reportDate ?? null,
    covered?.from ?? null,
    covered?.until ?? null,
    file.isComplete,
    file.incompleteBecause.map((why) => storableText(why, 1_000)),
    at,
  ]
}

interface Wanted {
  readonly importId: string
  readonly account: string
  readonly file: FileToImport
  readonly at: Date
  readonly matching: typeof Matching.Type
  readonly providers: ReadonlyArray<string>
  readonly tell: (progress: ImportProgress) => void
}

type Done =
  | "lost"
  | { readonly miscounted: string }
  | { readonly repeated: StatementImport }
  | { readonly stored: Stored; readonly matched: Matched; readonly import: StatementImport }

/** Facts and what follows from them, in one transaction. */
const store = async (
  tx: Transaction,
  { importId, account, file, at, matching, providers, tell }: Wanted,
): Promise<Done> => {
  await lockStatements(tx, account)
  await countRows(tx, file.lines, "statement_staged")
  const { sha256, rowsSha256, entry } = file.file
  const [same] = await tx.query(FIND_SAME, [account, familyOf(file), sha256, rowsSha256, entry ?? null])
  if (same !== undefined) return { repeated: importIn(same) }
  const [staged] = await tx.query(STAGED, [importId])
  if (Number(staged?.["lines"]) !== file.lines) return "lost"
  const today = jakartaDay(at)
  const day = file.reportDate ?? file.days?.from ?? today
  if (file.profile.kind === "bank") {
    const from = (file.period ?? file.days)?.from
    const aside = { importId, account, family: familyOf(file), day, from, opening: file.opening }
    const miscounted = await miscountOf(tx, aside)
    if (miscounted !== undefined) return { miscounted }
  }
  await tx.query(
    FINISH,
    finishing(
      importId,
      file,
      { pending: Number(staged?.["pending"]), unreadable: Number(staged?.["unreadable"]) },
      at,
    ),
  )
  const stored = await storeStaged(tx, { importId, account, file, day }, (lines) =>
    tell({ stage: "storing", lines, of: file.lines }),
  )
  await countRows(tx, file.lines, "statement_line")
  const [row] = await tx.query(SET_STORED, [importId, stored.stored])
  const [days] = await tx.query(DAYS_OF, [importId])
  const from = typeof days?.["first"] === "string" ? days["first"] : (file.days?.from ?? today)
  const until = typeof days?.["last"] === "string" ? days["last"] : (file.days?.until ?? today)
  const matched = await matchAround(
    tx,
    { account, from, until, today, at, providers, ...matching },
    (lines, of) => tell({ stage: "matching", lines, of }),
  )
  return { stored, matched, import: importIn(row ?? {}) }
}

const unheard = (tell: ((progress: ImportProgress) => void) | undefined) => (progress: ImportProgress) => {
  try {
    tell?.(progress)
  } catch {
    // A page that went away stops no import.
  }
}

const NOTHING: Stored = { stored: 0, again: 0, later: 0, restated: 0, duplicate: 0 }

/** A line that would be counted and could not be known again: of a reader of somebody's own. */
const unknowable = ({ row }: LineToImport) =>
  refused("key", `is missing in row ${row}, which is neither pending nor unreadable`)

const refused = (path: string, message: string) =>
  new InvalidInput({ operation: "statements.import", issues: [{ path, message }] })

/** Payments of a misspelt provider are none: every line of the file would be money that nobody knows. */
const checkProvider = Effect.fnUntraced(function* (provider: string) {
  const known = new Set([...(yield* Providers).ids, ...(yield* providersOnRecord())])
  if (!known.has(provider)) return yield* new NoSuchProvider({ provider, known: [...known] })
})

const reading = <E>(statement: StatementToImport<E>, input: unknown, isDry: boolean) =>
  Effect.gen(function* () {
    const database = yield* Database
    const { onProgress, ...rest } = (
      typeof input === "object" && input !== null ? input : {}
    ) as Partial<ImportOptions>
    const { by, account: named, provider, ...matching } = yield* decodeImport(rest)
    if (provider !== undefined) yield* checkProvider(provider)
    const account = recordedAccount(named === undefined ? {} : { account: named }) ?? ""
    const tell = unheard(typeof onProgress === "function" ? onProgress : undefined)
    const at = yield* now
    yield* database.query(SWEEP, [new Date(at.getTime() - ABANDONED_AFTER)])
    const [begun] = yield* database.query(BEGIN, [account, at, by, provider ?? null])
    const importId = String(begun?.["id"])

    return yield* Effect.gen(function* () {
      const pending: Array<LineToImport> = []
      const unreadableRows: Array<number> = []
      let lines = 0
      let waiting: Array<LineToImport> = []
      const putAside = () => {
        const values = toStage(importId, waiting, lines)
        lines += waiting.length
        waiting = []
        tell({ stage: "reading", lines })
        return database.query(STAGE, values)
      }
      yield* Stream.fromAsyncIterable(statement, (error): E => {
        if (statement.isRefusal(error)) return error
        throw error
      }).pipe(
        Stream.runForEach(
          Effect.fnUntraced(function* (batch) {
            for (const line of batch) {
              waiting.push(line)
              if (line.kind === "unreadable") {
                if (unreadableRows.length < SHOWN) unreadableRows.push(line.row)
              } else if (line.pending) {
                if (pending.length < SHOWN) pending.push(line)
              } else if (line.key === undefined) return yield* unknowable(line)
            }
            if (waiting.length >= STAGED_AT_ONCE) yield* putAside()
          }),
        ),
      )
      if (waiting.length > 0) yield* putAside()
      const file = statement.summary
      const providers = yield* providersOnRecord()
      const wanted: Wanted = { importId, account, file: { ...file, lines }, at, matching, providers, tell }
      const done = yield* database.transaction(async (tx) => {
        if (!isDry) return store(tx, wanted)
        await tx.query("savepoint dry_run")
        const would = await store(tx, wanted)
        await tx.query("rollback to savepoint dry_run")
        return would
      })
      if (done === "lost")
        return yield* new DatabaseFailure({
          outcome: "not_done",
          description:
            "lines that had been read are gone, as after a crash of the server: import the file again",
        })
      if ("miscounted" in done) return yield* refused("statement", done.miscounted)
      if (!isDry && "matched" in done) yield* tellPaidByLines(done.matched.paidOnPrintedQrs)
      return {
        ...("repeated" in done
          ? { import: done.repeated, isRepeated: true, ...NOTHING }
          : { import: done.import, isRepeated: false, ...done.stored, matched: done.matched }),
        pending,
        unreadableRows,
      } satisfies ImportReport
    }).pipe(
      // What was put aside goes, whatever came of it; what cannot be removed now is removed by a later import.
      Effect.ensuring(Effect.ignore(database.query(FORGET, [importId]))),
    )
  })

/**
 * Imports a statement: reads it, stores its lines, matches them with payments and records what a person has to look at.
 * All of it or nothing. The same file, or another with the same rows, changes nothing; lines that an earlier file had
 * are not stored again, and what they say now is kept beside what they said. No payment's status changes, but for
 * orders on printed QRs: those that exactly one line pays are paid.
 *
 * Fails with `InvalidInput`, `NoSuchProvider` where no payment of `provider` is on record and none can be,
 * `DatabaseFailure`, and whatever the statement is refused with.
 */
export const importStatement = <E>(statement: StatementToImport<E>, options: ImportOptions) =>
  reading(statement, options, false).pipe(Effect.withSpan("Payments.statements.import"))

/** What an import would come to: the same, and nothing of it stays. */
export const dryRunStatement = <E>(statement: StatementToImport<E>, options: ImportOptions) =>
  reading(statement, options, true).pipe(Effect.withSpan("Payments.statements.dryRun"))
