import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { InvalidInput } from "../failure.js"
import { now } from "../now.js"
import { isStorableTime, REDACTED } from "./storable.js"

/** Rows that one statement takes, so that no lock is held for long. */
const BATCH = 1_000

/** What was redacted. */
export interface Redacted {
  readonly attempts: number
  readonly callbacks: number
}

/** Where a table may name persons, and what stands there afterwards. */
interface Place {
  readonly table: string
  /** The column by which rows are told apart. Default: `id`. */
  readonly key?: string
  /** Columns, each with the expression that it becomes. */
  readonly becomes: Readonly<Record<string, string>>
  /** The rows that have not changed since $1 and still have something to clear. */
  readonly rows: string
  /** Set to the time of it ($3), so that nothing comes back. */
  readonly notedIn?: string
}

const withoutMessage = (column: string): string =>
  `case when ${column} is null then null else jsonb_set(${column}, '{message}', '"${REDACTED}"') end`

/** A text of somebody's that is there, or was: that it was there is no secret. */
const withoutText = (column: string): string => `case when ${column} is null then null else '${REDACTED}' end`

const has = (column: string): string => `${column} <> '${REDACTED}'`

/**
 * What `redact` clears: every place where a provider, a handler or a person may have written whom a payment is
 * from. What the other columns of text hold (keys, ids, words for states, the QR, who decided) is kept; a test
 * knows each of them.
 */
export const CLEARED: ReadonlyArray<Place> = [
  {
    table: "attempt",
    // A provider's word on a create that failed may quote the customer.
    becomes: { payer: "null", answer: "null", failure: withoutMessage("failure") },
    rows: "select id from qriskit.attempt where changed_at < $1 and redacted_at is null",
    notedIn: "redacted_at",
  },
  {
    table: "receipt",
    // Why a callback was refused may quote it.
    becomes: { body: "null", why: "null" },
    rows: "select id from qriskit.receipt where last_received_at < $1 and (body is not null or why is not null)",
  },
  {
    table: "event",
    // What handlers threw may quote the order; why somebody skipped it may tell a story.
    becomes: { last_error: "null", skipped_why: withoutText("skipped_why") },
    rows: `select e.id from qriskit.event as e join qriskit.payment as p on p.id = e.payment_id
      where p.changed_at < $1 and (e.last_error is not null or ${has("e.skipped_why")})`,
  },
  {
    table: "anomaly",
    becomes: { detail: `'${REDACTED}'`, acknowledged_why: withoutText("acknowledged_why") },
    rows: `select a.id from qriskit.anomaly as a left join qriskit.payment as p on p.id = a.payment_id
      where a.found_at < $1 and coalesce(p.changed_at < $1, true)
        and (${has("a.detail")} or ${has("a.acknowledged_why")})`,
  },
  {
    table: "refund",
    becomes: {
      reason: `'${REDACTED}'`,
      failure: withoutMessage("failure"),
      said_why: withoutText("said_why"),
    },
    // One whose outcome is open may have to be sent again as it was.
    rows: `select r.id from qriskit.refund as r join qriskit.payment as p on p.id = r.payment_id
      where p.changed_at < $1 and r.changed_at < $1 and r.status in ('succeeded', 'failed', 'refused')
        and (${has("r.reason")} or ${has("r.said_why")} or ${has("r.failure ->> 'message'")})`,
  },
  {
    table: "act",
    becomes: { why: `'${REDACTED}'`, detail: withoutText("detail") },
    rows: `select c.id from qriskit.act as c left join qriskit.payment as p on p.id = c.payment_id
      where c.begun_at < $1 and coalesce(p.changed_at < $1, true) and (${has("c.why")} or ${has("c.detail")})`,
  },
  {
    table: "endpoint_attempt",
    // What a merchant's system answered to a webhook may quote the customer.
    becomes: { answer: "null" },
    rows: "select id from qriskit.endpoint_attempt where at < $1 and answer is not null",
  },
  {
    table: "statement_line",
    // Banks print who paid.
    becomes: { narrative: "null" },
    rows: `select id from qriskit.statement_line
      where day < qriskit.jakarta_day($1::timestamptz) and narrative is not null`,
  },
  {
    table: "statement_import",
    becomes: { undone_why: withoutText("undone_why") },
    rows: `select id from qriskit.statement_import where undone_at < $1 and ${has("undone_why")}`,
  },
  {
    table: "expectation",
    key: "attempt_id",
    becomes: { accepted_why: withoutText("accepted_why") },
    rows: `select e.attempt_id from qriskit.expectation as e join qriskit.attempt as a on a.id = e.attempt_id
      join qriskit.payment as p on p.id = a.payment_id
      where e.accepted_why is not null and p.changed_at < $1 and ${has("e.accepted_why")}`,
  },
]

const statementOf = ({ table, key = "id", becomes, rows, notedIn }: Place): PreparedStatement => {
  const columns = Object.entries(becomes).map(([column, expression]) => `${column} = ${expression}`)
  const noted = notedIn === undefined ? [] : [`${notedIn} = $3`]
  return {
    name: `qriskit_redact_${table}`,
    text: `update qriskit.${table} set ${[...columns, ...noted].join(", ")}
where ${key} = any (array(${rows} limit $2))
returning ${key}`,
  }
}

const clear = Effect.fnUntraced(function* (place: Place, before: Date, at: Date) {
  const database = yield* Database
  const statement = statementOf(place)
  const values = place.notedIn === undefined ? [before, BATCH] : [before, BATCH, at]
  let total = 0
  while (true) {
    const { length } = yield* database.query(statement, values)
    total += length
    if (length < BATCH) return [place.table, total] as const
  }
})

/**
 * Removes personal data of payments that have not changed since `before`: payers, the providers' raw answers and what
 * they said about creates and refunds that failed, the bodies of callbacks and why they were refused, what handlers
 * threw, the details of findings, what endpoints answered to webhooks, and why somebody did something. Callbacks that
 * still come about such a payment are noted without their bodies. Amounts, statuses, ids, times, events, kinds of
 * findings and who decided stay. A refund whose outcome is open keeps its reason until it is known.
 *
 * Fails with `InvalidInput`, `DatabaseFailure`.
 */
export const redact = Effect.fn("Payments.redact")(function* (before: Date) {
  if (!(before instanceof Date) || !isStorableTime(before)) {
    return yield* new InvalidInput({
      operation: "redact",
      issues: [{ path: "before", message: "must be a Date of the years 1 to 9999" }],
    })
  }
  const at = yield* now
  const cleared = new Map(yield* Effect.forEach(CLEARED, (place) => clear(place, before, at)))
  return {
    attempts: cleared.get("attempt") ?? 0,
    callbacks: cleared.get("receipt") ?? 0,
  } satisfies Redacted
})
