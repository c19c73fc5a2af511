import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { findUndone, tellPaidByLines } from "../expecting/told-by-lines.js"
import { NoSuchItem } from "../failure.js"
import { Decided } from "../findings/findings.js"
import { now } from "../now.js"
import { listed } from "../reading/listed-item.js"
import { providersOnRecord } from "../reading/totals.js"
import { IMPORT_COLUMNS, importIn } from "./import-list.js"
import { Matching, matchAround } from "./matching.js"
import { jakartaDay, lockStatements } from "./scope.js"
import { COMPARE_AGAIN, DAYS_OF, HAND_OVER } from "./storing.js"

const UndoOptions = Schema.Struct({ ...Decided.fields, ...Matching.fields })
/** Who takes an import back, and why; and how its days are matched anew, as in `import` and `match`. */
export type UndoOptions = typeof UndoOptions.Type

const decode = decodeInput("statements.undo", UndoOptions)

const FIND = /* sql */ `
select account from qriskit.statement_import where id = $1 and state = 'imported'`

const HEIRS = /* sql */ `
select distinct mention.import_id from qriskit.statement_line as line
  join qriskit.statement_mention as mention on mention.line_id = line.id and mention.import_id <> $1
where line.import_id = $1`

/** Payments that lines of the import tell of: what is said of them goes, and is made anew of what is left. */
const UNSETTLE = /* sql */ `
delete from qriskit.settlement where attempt_id in (
  select match.attempt_id from qriskit.statement_line as line join qriskit.statement_match as match on match.line_id = line.id
  where line.import_id = $1 and match.attempt_id is not null
) or import_id = $1
returning attempt_id`

/**
 * When the money of payments came ($3), beside the days from $1 until $2: it may be missing now in what other
 * files say of these.
 */
const WITH_ARRIVALS = /* sql */ `
select least($1::date, min(day))::text as first, greatest($2::date, max(day))::text as last from (
  select qriskit.jakarta_day(coalesce(paid_at, opened_at)) as day from qriskit.attempt where id = any ($3::uuid[])
) as arrived`

const MARK = /* sql */ `
update qriskit.statement_import as i set state = 'undone', undone_at = $2, undone_by = $3, undone_why = $4, stored = 0
where id = $1 returning ${IMPORT_COLUMNS}`

const undoIn = async (
  tx: Transaction,
  id: number,
  { by, why, ...matching }: UndoOptions,
  at: Date,
  providers: ReadonlyArray<string>,
) => {
  const [found] = await tx.query(FIND, [id])
  if (found === undefined) return undefined
  const account = String(found["account"])
  await lockStatements(tx, account)
  // Another one may have undone it meanwhile.
  if ((await tx.query(FIND, [id])).length === 0) return undefined
  const [own] = await tx.query(DAYS_OF, [id])
  const heirs = (await tx.query(HEIRS, [id])).map((row) => String(row["import_id"]))
  const unsettled = (await tx.query(UNSETTLE, [id])).map((row) => String(row["attempt_id"]))
  await tx.query("delete from qriskit.statement_mention where import_id = $1", [id])
  await tx.query(HAND_OVER, [id])
  await tx.query(COMPARE_AGAIN, [account, heirs])
  await tx.query("delete from qriskit.statement_payout where import_id = $1", [id])
  const gone = await tx.query(
    "delete from qriskit.statement_line where import_id = $1 returning key::text as key",
    [id],
  )
  await findUndone(
    tx,
    account,
    gone.map((row) => String(row["key"])),
    id,
    at,
  )
  const [undone] = await tx.query(MARK, [id, at, by, why])
  const today = jakartaDay(at)
  const [days] = await tx.query(WITH_ARRIVALS, [own?.["first"] ?? null, own?.["last"] ?? null, unsettled])
  const from = typeof days?.["first"] === "string" ? days["first"] : today
  const until = typeof days?.["last"] === "string" ? days["last"] : today
  const matched = await matchAround(
    tx,
    { account, from, until, today, at, providers, attempts: unsettled, ...matching },
    () => {},
  )
  return { import: importIn(undone ?? {}), matched }
}

/**
 * Takes an import back: its lines go, but those that another file has, too; what followed from them is made anew. The
 * import stays on record, with who took it back and why. The file can be imported again.
 *
 * Fails with `NoSuchItem` (no such import, or it was undone), `InvalidInput`, `DatabaseFailure`.
 */
export const undoImport = Effect.fn("Payments.statements.undo")(function* (id: number, input: unknown) {
  const database = yield* Database
  const decided = yield* decode(input)
  yield* listed("statement import", id)
  const providers = yield* providersOnRecord()
  const at = yield* now
  const undone = yield* database.transaction((tx) => undoIn(tx, id, decided, at, providers))
  if (undone === undefined) return yield* new NoSuchItem({ what: "statement import", id })
  yield* tellPaidByLines(undone.matched.paidOnPrintedQrs)
  return undone
})
