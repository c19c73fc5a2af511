import { AccountId } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf } from "../database/conditions.js"
import { Database, type Row } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { PageSize } from "../reading/listing.js"
import { recordedAccount } from "../record/account.js"
import { senIn, textIn, timeIn } from "./import-list.js"
import { StatementDay } from "./scope.js"
import { CREDIT_CLASS } from "./second-hop.js"
import { SettlementClass } from "./settlement-class.js"
import type { Day, Sen, StatementLineKind } from "./statement.js"

/** What a line is, beside our payments. */
export const LineClass = Schema.Literals([
  ...SettlementClass.literals,
  "ambiguous",
  "unknown_money",
  "adjustment",
  "payout",
  "explained",
  "day_agrees",
  "day_differs",
  "credit_unexplained",
  "not_ours",
])
export type LineClass = typeof LineClass.Type

/** A line of a statement that was imported. */
export interface StatementLine {
  readonly id: number
  readonly import: number
  /** The row of the file. */
  readonly row: number
  readonly kind: Exclude<StatementLineKind, "unreadable">
  readonly class: LineClass
  /** The payment that it is about. */
  readonly key?: string
  /** By what it was found: providerId, reference, rrn, rrn_restored, time. */
  readonly by?: string
  readonly day: Day
  readonly paidAt?: Date
  readonly settledOn?: Day
  readonly bookedOn?: Day
  /** The day of the payments that a bank's credit sums up. */
  readonly transactionsOf?: Day
  readonly gross?: Sen
  readonly fee?: Sen
  readonly tax?: Sen
  readonly net?: Sen
  readonly reference?: string
  readonly providerId?: string
  readonly rrn?: string
  /** The merchant id, as far as ids are compared: nine digits. */
  readonly merchant?: string
  readonly batch?: string
  readonly bankAccount?: string
  /** The report's own word. */
  readonly status?: string
  /** What the bank prints; gone after `redact`. */
  readonly narrative?: string
  readonly notes: ReadonlyArray<string>
}

/** What is selected of a line that a statement calls `line`, joined as `LINE_FROM` does. */
export const LINE_COLUMNS = `line.id, line.import_id, line.line_row, line.kind, line.day::text as day, line.paid_at,
  line.settled_on::text as settled_on, line.booked_on::text as booked_on, line.transactions_of::text as transactions_of,
  line.gross, line.fee, line.tax, line.net, line.reference, line.provider_id, line.rrn, line.merchant, line.batch,
  line.bank_account, line.status, line.narrative, line.notes, match.strength, payment.key`

/** What a line is: of an acquirer's report by its payment, of a bank's statement by what explains it. */
export const LINE_CLASS = `case
    when file.kind = 'bank' then ${CREDIT_CLASS}
    when settled.class is not null then settled.class
    when match.line_id is not null then 'ambiguous'
    when line.kind = 'payout' then 'payout'
    when line.kind in ('payment', 'payment_part', 'refund', 'cancel') then 'unknown_money'
    else 'adjustment'
  end`

export const LINE_FROM = `qriskit.statement_line as line
  join qriskit.statement_import as file on file.id = line.import_id
  left join qriskit.statement_match as match on match.line_id = line.id
  left join qriskit.settlement as settled on settled.attempt_id = match.attempt_id
  left join qriskit.attempt as attempt on attempt.id = match.attempt_id
  left join qriskit.payment as payment on payment.id = attempt.payment_id`

const BY = ["", "providerId", "reference", "rrn", "rrn_restored", "time"]

export const lineIn = (row: Row): StatementLine => ({
  id: Number(row["id"]),
  import: Number(row["import_id"]),
  row: Number(row["line_row"]),
  kind: row["kind"] as StatementLine["kind"], // A check keeps it within these.
  class: row["class"] as LineClass, // One of the words above.
  day: String(row["day"]),
  notes: Array.isArray(row["notes"]) ? row["notes"].map(String) : [],
  ...present({
    key: textIn(row["key"]),
    by: row["key"] === null ? undefined : BY[Number(row["strength"])],
    paidAt: timeIn(row["paid_at"]),
    settledOn: textIn(row["settled_on"]),
    bookedOn: textIn(row["booked_on"]),
    transactionsOf: textIn(row["transactions_of"]),
    gross: senIn(row["gross"]),
    fee: senIn(row["fee"]),
    tax: senIn(row["tax"]),
    net: senIn(row["net"]),
    reference: textIn(row["reference"]),
    providerId: textIn(row["provider_id"]),
    rrn: textIn(row["rrn"]),
    merchant: textIn(row["merchant"]),
    batch: textIn(row["batch"]),
    bankAccount: textIn(row["bank_account"]),
    status: textIn(row["status"]),
    narrative: textIn(row["narrative"]),
  }),
})

const ListLines = Schema.Struct({
  /** Of this account. Absent: of the one account of a client. */
  account: Schema.optionalKey(AccountId),
  import: Schema.optionalKey(Schema.Int),
  class: Schema.optionalKey(LineClass),
  /** Days of lines, both included. */
  from: Schema.optionalKey(StatementDay),
  until: Schema.optionalKey(StatementDay),
  /** The last id of the page before. */
  after: Schema.optionalKey(Schema.Int),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})
/** Which lines to list, and which page of them. */
export type ListLines = typeof ListLines.Type

const decode = decodeInput("statements.lines", ListLines)

/**
 * Lists lines in the order in which they were imported, each with what it is. Fails with `InvalidInput`,
 * `DatabaseFailure`.
 */
export const listLines = Effect.fn("Payments.statements.lines")(function* (input: unknown = {}) {
  const query = yield* decode(input)
  const { where, values } = allOf(
    [
      "line.account = $",
      recordedAccount(query.account === undefined ? {} : { account: query.account }) ?? "",
    ],
    ["line.id > $", query.after ?? 0],
    query.import === undefined ? undefined : ["line.import_id = $", query.import],
    query.from === undefined ? undefined : ["line.day >= $", query.from],
    query.until === undefined ? undefined : ["line.day <= $", query.until],
    query.class === undefined ? undefined : [`${LINE_CLASS} = $`, query.class],
  )
  const rows = yield* (yield* Database).query(
    `select ${LINE_COLUMNS}, ${LINE_CLASS} as class from ${LINE_FROM}
     where ${where} order by line.id limit ${query.limit ?? 50}`,
    values,
  )
  return rows.map(lineIn)
})
