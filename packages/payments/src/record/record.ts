import { Payer, PaymentQr, PaymentRef, Rupiah } from "@qriskit/core"
import { asPlainData, present } from "@qriskit/core/provider-kit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { namedAccount } from "./account.js"
import { AttemptStatus } from "./attempt-status.js"
import type { AttemptRow, PaymentRow } from "./rows.js"

/** Why an attempt made no QR that can be shown. */
export const AttemptFailure = Schema.Struct({
  /** The reason's name, such as `TimedOut`. */
  reason: Schema.String,
  outcome: Schema.Literals(["not_sent", "refused", "unknown"]),
  message: Schema.String,
})
export type AttemptFailure = typeof AttemptFailure.Type

/** An order's payment as it is recorded: what its governing attempt is. That is the paid one, else the latest. */
export class PaymentRecord extends Schema.Class<PaymentRecord>("@qriskit/payments/PaymentRecord")({
  key: Schema.String,
  /** Whose payment it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  provider: Schema.String,
  orderId: Schema.String,
  /** What was asked, in rupiah. */
  amount: Rupiah,
  /**
   * Of an order expected on a printed QR: what `amount` has above the order's own, in rupiah. Absent:
   * it has its own QR.
   */
  surplus: Schema.optionalKey(Schema.Int),
  status: AttemptStatus,
  /** The provider's own word. */
  providerStatus: Schema.optionalKey(Schema.String),
  /** The number of the governing attempt, from 1, and its external id. */
  attempt: Schema.Int,
  externalId: Schema.String,
  ref: Schema.optionalKey(PaymentRef),
  /** Only while it is `pending`: no other QR is to be shown. */
  qr: Schema.optionalKey(PaymentQr),
  /** What the customer pays, where the provider adds a fee. */
  total: Schema.optionalKey(Rupiah),
  /** What arrived. Other than `amount` only while it is `under_review`, or once a person accepted it. */
  paidAmount: Schema.optionalKey(Rupiah),
  paidAt: Schema.optionalKey(Schema.Date),
  /** What refunds on record gave back of it, in rupiah. */
  refunded: Schema.optionalKey(Rupiah),
  /** The RRN, where the provider told it: a bank's key, which names no person and stays after `redact`. */
  retrievalReference: Schema.optionalKey(Schema.String),
  /** Personal data; gone after `redact`. */
  payer: Schema.optionalKey(Payer),
  /** For `not_created` and `unknown`. */
  failure: Schema.optionalKey(AttemptFailure),
  openedAt: Schema.Date,
  changedAt: Schema.Date,
  /** Until when the QR is to be shown. */
  shownUntil: Schema.optionalKey(Schema.Date),
  /** When the QR stops being payable, as far as is known. */
  expiresAt: Schema.Date,
}) {}

asPlainData(PaymentRecord)

const decodePayer = Schema.decodeUnknownOption(Payer)
const decodeFailure = Schema.decodeUnknownOption(AttemptFailure)
const decodeRef = Schema.decodeUnknownOption(PaymentRef)

/** The reference that the provider is asked with; `undefined` while it has given none. */
export const refIn = (row: Pick<AttemptRow, "ref">): PaymentRef | undefined =>
  Option.getOrUndefined(decodeRef(row.ref))

/** Why an attempt made no QR that can be shown. */
export const failureIn = (row: Pick<AttemptRow, "failure">): AttemptFailure | undefined =>
  Option.getOrUndefined(decodeFailure(row.failure))

/** An amount from the database, where a check keeps it within bounds. */
const rupiahIn = (amount: number | null): Rupiah | undefined =>
  amount === null ? undefined : Rupiah.make(amount)

const qrIn = (row: AttemptRow): PaymentQr | undefined =>
  row.status === "pending" && row.qrPayload !== null
    ? new PaymentQr({
        payload: row.qrPayload,
        ...present({
          amount: rupiahIn(row.qrAmount),
          imageUrl: row.qrImageUrl === null ? undefined : new URL(row.qrImageUrl),
        }),
      })
    : undefined

/** A record from its rows. */
export const recordOf = (row: PaymentRow, governing: AttemptRow): PaymentRecord =>
  new PaymentRecord({
    key: row.key,
    provider: governing.provider,
    orderId: row.orderId,
    amount: Rupiah.make(row.amount),
    status: governing.status,
    attempt: governing.number,
    externalId: governing.externalId,
    openedAt: row.openedAt,
    changedAt: row.changedAt,
    expiresAt: governing.expiresAt,
    ...present({
      account: namedAccount(row.account),
      surplus: governing.surplus ?? undefined,
      providerStatus: governing.providerStatus ?? undefined,
      ref: refIn(governing),
      qr: qrIn(governing),
      total: rupiahIn(governing.total),
      paidAmount: rupiahIn(governing.paidAmount),
      paidAt: governing.paidAt ?? undefined,
      refunded: governing.refunded === 0 ? undefined : Rupiah.make(governing.refunded),
      retrievalReference: governing.retrievalReference ?? undefined,
      payer: Option.getOrUndefined(decodePayer(governing.payer)),
      failure: failureIn(governing),
      shownUntil: governing.shownUntil ?? undefined,
    }),
  })
