import { AccountId, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf, type Condition } from "../database/conditions.js"
import { Database } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { InvalidInput } from "../failure.js"
import { AttemptStatus } from "../record/attempt-status.js"
import { type PaymentRecord, recordOf } from "../record/record.js"
import { ATTEMPT, PAYMENT } from "../record/rows.js"
import { isStorableTime, KEY_LENGTH, storedText, storedTime } from "../record/storable.js"
import { ofAccount } from "./of-account.js"

/** How many items a page may hold. */
export const PageSize = Schema.Int.check(
  Schema.isBetween({ minimum: 1, maximum: 500 }, { message: "must be 1 to 500" }),
)

const ID_LENGTH = 255

/** Which payments to list. Every field narrows. */
export const ListPayments = Schema.Struct({
  /** Of this account only. Absent: of all. */
  account: Schema.optionalKey(AccountId),
  status: Schema.optionalKey(Schema.Array(AttemptStatus)),
  /** At which its latest QR is, or the one with its money: the `provider` of its record. */
  provider: Schema.optionalKey(storedText(64)),
  /** With this key, in whatever account. */
  key: Schema.optionalKey(storedText(KEY_LENGTH)),
  /** Of this order of the merchant's. */
  orderId: Schema.optionalKey(storedText(ID_LENGTH)),
  /** With an attempt of this external id, also an earlier one. */
  externalId: Schema.optionalKey(storedText(ID_LENGTH)),
  /** With an attempt that the provider calls so. */
  paymentId: Schema.optionalKey(storedText(ID_LENGTH)),
  /** The RRN by which banks know the customer's payment, where the provider told it. Gone after `redact`. */
  retrievalReference: Schema.optionalKey(storedText(ID_LENGTH)),
  /** Orders that are expected on a printed QR, or those that have a QR of their own. */
  isExpected: Schema.optionalKey(Schema.Boolean),
  /** For which this was asked, in rupiah. */
  amount: Schema.optionalKey(Rupiah),
  /** Opened at this time or later. */
  from: Schema.optionalKey(storedTime),
  /** Opened before this time. */
  until: Schema.optionalKey(storedTime),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
  /** `next` of the page before. */
  after: Schema.optionalKey(Schema.String),
})
export type ListPayments = typeof ListPayments.Type

/** Payments, newest first. `next`: the cursor of the following page, where there is one. */
export interface PaymentPage {
  readonly payments: ReadonlyArray<PaymentRecord>
  readonly next?: string
}

const decode = decodeInput("list", ListPayments)

const CURSOR = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const cursorOf = (row: { readonly openedAt: Date; readonly id: string }): string =>
  `${row.openedAt.getTime()}.${row.id}`

const after = (cursor: string): Condition | undefined => {
  const [, millis, id] = CURSOR.exec(cursor) ?? []
  const openedAt = new Date(Number(millis))
  return id === undefined || !isStorableTime(openedAt)
    ? undefined
    : ["(p.opened_at, p.id) < ($, $)", openedAt, id]
}

/** A key within an account is unique; of those without a name and of the others each has its index. */
const withKey = (key: string | undefined): Condition | undefined =>
  key === undefined
    ? undefined
    : ["(p.account = '' and p.key = $ or p.account <> '' and p.key = $)", key, key]

/** Narrows to payments of which any attempt has an id: spelt as its index is. */
const withAttempt = (expression: string, id: string | undefined): Condition | undefined =>
  id === undefined
    ? undefined
    : [`p.id in (select payment_id from qriskit.attempt where ${expression} = $)`, id]

/** By the expectations, which may be few among many payments. */
const expected = (isExpected: boolean | undefined): Condition | undefined =>
  isExpected === undefined
    ? undefined
    : [
        `p.id ${isExpected ? "" : "not "}in (select t.payment_id from qriskit.expectation as e join qriskit.attempt as t on t.id = e.attempt_id)`,
      ]

/**
 * Lists payments, newest first, in pages that stay in place while new payments come. Fails with `InvalidInput`,
 * `DatabaseFailure`.
 */
export const list = Effect.fn("Payments.list")(function* (input: unknown = {}) {
  const database = yield* Database
  const query = yield* decode(input)
  const limit = query.limit ?? 50
  const start = query.after === undefined ? undefined : after(query.after)
  if (query.after !== undefined && start === undefined) {
    const issues = [{ path: "after", message: "must be the next of an earlier page" }]
    return yield* new InvalidInput({ operation: "list", issues })
  }
  const { where, values } = allOf(
    start,
    ofAccount("p.account", query.account),
    query.status && ["p.status = any ($::text[])", query.status],
    query.provider === undefined ? undefined : ["p.provider = $", query.provider],
    withKey(query.key),
    query.orderId === undefined ? undefined : ["p.order_id = $", query.orderId],
    withAttempt("external_id", query.externalId),
    withAttempt("provider_payment_id", query.paymentId),
    withAttempt("retrieval_reference", query.retrievalReference?.padStart(12, "0")),
    expected(query.isExpected),
    query.amount === undefined ? undefined : ["p.amount = $", query.amount],
    query.from && ["p.opened_at >= $", query.from],
    query.until && ["p.opened_at < $", query.until],
  )
  const found = yield* database.query(
    `select ${PAYMENT.columns}, ${ATTEMPT.columns}
     from qriskit.payment as p join qriskit.attempt as a on a.id = p.attempt_id
     where ${where} order by p.opened_at desc, p.id desc limit ${limit + 1}`,
    values,
  )
  const rows = found.map((row) => ({ payment: PAYMENT.read(row), attempt: ATTEMPT.read(row) }))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    payments: page.map((row) => recordOf(row.payment, row.attempt)),
    ...(rows.length > limit && last !== undefined ? { next: cursorOf(last.payment) } : {}),
  } satisfies PaymentPage
})
