import { Rupiah } from "@qriskit/core"
import { asPlainData, present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { Row } from "../database/database.js"
import { namedAccount } from "./account.js"
import { AttemptFailure } from "./record.js"
import { RefundState } from "./refund-state.js"

/** What a person said became of a refund that nobody knew of: a claim, until the provider says the same. */
export const RefundWord = Schema.Struct({
  /** Whether the money went back. Else it stayed with the merchant. */
  wentBack: Schema.Boolean,
  /** The provider's own id of it, as that person saw it. */
  refundId: Schema.optionalKey(Schema.String),
  by: Schema.String,
  why: Schema.String,
  at: Schema.Date,
})
export type RefundWord = typeof RefundWord.Type

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
  /** The provider's own id, once it is known: of the provider, else of whoever said what became of it. */
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
  /** Who says that it has this status, where that is final. What a person says gives way to what the provider says. */
  evidence: Schema.optionalKey(Schema.Literals(["provider", "person"])),
  /** What a person said became of it, whatever the provider said later. */
  said: Schema.optionalKey(RefundWord),
}) {}

asPlainData(PaymentRefund)

/** What `refundFrom` reads. */
export const REFUND_COLUMNS = `r.id, r.attempt_id, r.payment_id, r.number, r.provider, r.account, r.external_id, r.refund_id,
  r.amount::text as amount, r.status, r.provider_status, r.failure, r.reason, r.requested_by, r.requested_at, r.changed_at,
  r.refunded_at, r.inquiries, r.asked_until, r.on_word, r.said_back, r.said_refund_id, r.said_by, r.said_why, r.said_at, p.key,
  a.number as attempt_number`

/** The tables that `REFUND_COLUMNS` are of. */
export const REFUND_TABLES = `qriskit.refund as r join qriskit.payment as p on p.id = r.payment_id
  join qriskit.attempt as a on a.id = r.attempt_id`

/** A refund, with what is needed to go on with it. */
export interface RefundRow {
  readonly id: string
  readonly attemptId: string
  readonly inquiries: number
  /** The provider's own id, of the provider. */
  readonly toldRefundId: string | null
  /** It was asked for once more, and that call is over by then. */
  readonly askedUntil: Date | null
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
  asked_until: Schema.NullOr(Schema.Date),
  on_word: Schema.Boolean,
  said_back: Schema.NullOr(Schema.Boolean),
  said_refund_id: Schema.NullOr(Schema.String),
  said_by: Schema.NullOr(Schema.String),
  said_why: Schema.NullOr(Schema.String),
  said_at: Schema.NullOr(Schema.Date),
  key: Schema.String,
  attempt_number: Schema.Int,
})
const decode = Schema.decodeUnknownSync(Schema.toType(Columns))

const OPEN: ReadonlySet<RefundState> = new Set(["requested", "unknown", "pending"])

/** Whose word its status is, once it is final. */
const evidenceOf = ({ status, on_word }: typeof Columns.Type): PaymentRefund["evidence"] => {
  if (OPEN.has(status)) return undefined
  return on_word ? "person" : "provider"
}

const wordIn = (columns: typeof Columns.Type): RefundWord | undefined => {
  const { said_back: wentBack, said_by: by, said_why: why, said_at: at, said_refund_id: refundId } = columns
  return wentBack === null || by === null || why === null || at === null
    ? undefined
    : { wentBack, by, why, at, ...present({ refundId: refundId ?? undefined }) }
}

export const refundFrom = (row: Row): RefundRow => {
  const columns = decode(row)
  return {
    id: columns.id,
    attemptId: columns.attempt_id,
    inquiries: columns.inquiries,
    toldRefundId: columns.refund_id,
    askedUntil: columns.asked_until,
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
        refundId: columns.refund_id ?? columns.said_refund_id ?? undefined,
        providerStatus: columns.provider_status ?? undefined,
        failure: columns.failure ?? undefined,
        refundedAt: columns.refunded_at ?? undefined,
        evidence: evidenceOf(columns),
        said: wordIn(columns),
      }),
    }),
  }
}
