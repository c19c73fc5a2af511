import { Rupiah } from "@qriskit/core"
import { asPlainData, present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { Row } from "../database/database.js"
import { namedAccount } from "./account.js"
import { AttemptFailure } from "./record.js"

/**
 * What a refund of ours is.
 *
 * - `requested`: it is stored, the provider's answer is not.
 * - `unknown`: the provider may have made it. It is asked about, and never made under another id by itself.
 * - `pending`: the provider took it, and is not done.
 * - `succeeded`: the money went back. `failed`: it stayed with the merchant.
 * - `refused`: the provider surely made none.
 */
export const RefundState = Schema.Literals([
  "requested",
  "unknown",
  "pending",
  "succeeded",
  "failed",
  "refused",
])
export type RefundState = typeof RefundState.Type

/** A refund as it is recorded. Amounts in rupiah. */
export class PaymentRefund extends Schema.Class<PaymentRefund>("@qriskit/payments/PaymentRefund")({
  key: Schema.String,
  /** Whose payment it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  provider: Schema.String,
  /** The number of the attempt whose money goes back. */
  attempt: Schema.Int,
  /** Counts the payment's refunds from 1. */
  number: Schema.Int,
  externalId: Schema.String,
  /** The provider's own id, once it is known. */
  refundId: Schema.optionalKey(Schema.String),
  amount: Rupiah,
  status: RefundState,
  /** The provider's own word. */
  providerStatus: Schema.optionalKey(Schema.String),
  /** For `unknown` and `refused`. */
  failure: Schema.optionalKey(AttemptFailure),
  reason: Schema.String,
  by: Schema.String,
  requestedAt: Schema.Date,
  changedAt: Schema.Date,
  /** When the money went back, where the provider says so. */
  refundedAt: Schema.optionalKey(Schema.Date),
}) {}

asPlainData(PaymentRefund)

/** What `refundFrom` reads. */
export const REFUND_COLUMNS = `r.id, r.attempt_id, r.payment_id, r.number, r.provider, r.account, r.external_id, r.refund_id,
  r.amount::text as amount, r.status, r.provider_status, r.failure, r.reason, r.requested_by, r.requested_at, r.changed_at,
  r.refunded_at, r.inquiries, p.key, a.number as attempt_number`

/** The tables that `REFUND_COLUMNS` are of. */
export const REFUND_TABLES = `qriskit.refund as r join qriskit.payment as p on p.id = r.payment_id
  join qriskit.attempt as a on a.id = r.attempt_id`

/** A refund, with what is needed to go on with it. */
export interface RefundRow {
  readonly id: string
  readonly attemptId: string
  readonly inquiries: number
  readonly record: PaymentRefund
}

const Columns = Schema.Struct({
  id: Schema.String,
  attempt_id: Schema.String,
  number: Schema.Int,
  provider: Schema.String,
  account: Schema.String,
  external_id: Schema.String,
  refund_id: Schema.NullOr(Schema.String),
  amount: Schema.String,
  status: RefundState,
  provider_status: Schema.NullOr(Schema.String),
  failure: Schema.NullOr(AttemptFailure),
  reason: Schema.String,
  requested_by: Schema.String,
  requested_at: Schema.Date,
  changed_at: Schema.Date,
  refunded_at: Schema.NullOr(Schema.Date),
  inquiries: Schema.Int,
  key: Schema.String,
  attempt_number: Schema.Int,
})
const decode = Schema.decodeUnknownSync(Schema.toType(Columns))

export const refundFrom = (row: Row): RefundRow => {
  const columns = decode(row)
  return {
    id: columns.id,
    attemptId: columns.attempt_id,
    inquiries: columns.inquiries,
    record: new PaymentRefund({
      key: columns.key,
      provider: columns.provider,
      attempt: columns.attempt_number,
      number: columns.number,
      externalId: columns.external_id,
      amount: Rupiah.make(Number(columns.amount)),
      status: columns.status,
      reason: columns.reason,
      by: columns.requested_by,
      requestedAt: columns.requested_at,
      changedAt: columns.changed_at,
      ...present({
        account: namedAccount(columns.account),
        refundId: columns.refund_id ?? undefined,
        providerStatus: columns.provider_status ?? undefined,
        failure: columns.failure ?? undefined,
        refundedAt: columns.refunded_at ?? undefined,
      }),
    }),
  }
}
