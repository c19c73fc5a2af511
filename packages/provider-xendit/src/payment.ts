import { Payment, PaymentQr, type PaymentRef, type PaymentStatus, Refund, type Rupiah } from "@qriskit/core"
import {
  type CheckedQr,
  contradictionsAmong,
  differs,
  differsInAmount,
  type Exchanged,
  present,
  statusOf,
  textIn,
  timeIn,
  trusted,
} from "@qriskit/core/provider-kit"
import { refundStatusOf, STATUS } from "./status.js"
import { type PaymentAnswer, type RefundAnswer, recordIn } from "./wire.js"

/** What an answer must say. `paymentId` and `amount` where they are known. */
interface Expected {
  readonly paymentId?: string
  readonly externalId: string
  readonly amount?: Rupiah
}

/** Where an answer is about something else than was asked. A currency that is missing contradicts nothing. */
export const contradictionsIn = (answer: PaymentAnswer, expected: Expected): ReadonlyArray<string> =>
  contradictionsAmong([
    differs("payment_request_id", answer.payment_request_id, expected.paymentId),
    differs("reference_id", answer.reference_id, expected.externalId),
    differsInAmount(answer.request_amount, expected.amount),
    differs("currency", textIn(answer.currency), "IDR"),
  ])

/** Where a refund's answer is about another one. */
export const refundContradictionsIn = (
  answer: RefundAnswer,
  expected: {
    readonly paymentId: string
    readonly externalId: string
    readonly amount?: Rupiah
    readonly refundId?: string
  },
): ReadonlyArray<string> =>
  contradictionsAmong([
    differs("id", answer.id, expected.refundId),
    differs("payment_request_id", answer.payment_request_id, expected.paymentId),
    differs("reference_id", answer.reference_id, expected.externalId),
    differs("currency", answer.currency, "IDR"),
    differsInAmount(answer.amount ?? undefined, expected.amount),
  ])

export const statusIn = ({ status }: PaymentAnswer): PaymentStatus => statusOf(STATUS, status)

/** Xendit's answer in this project's words. It names neither payer nor time of payment: webhooks do. */
export const paymentOf = (
  { answer, raw, clean }: Exchanged<PaymentAnswer>,
  ref: PaymentRef,
  qr: CheckedQr | undefined,
): Payment =>
  trusted(Payment, {
    ref,
    status: statusIn(answer),
    providerStatus: clean(answer.status),
    amount: answer.request_amount,
    raw,
    qr: qr && trusted(PaymentQr, qr),
    createdAt: timeIn(answer.created),
    expiresAt: timeIn(recordIn(answer.channel_properties)["expires_at"]),
  })

/** A refund's answer in this project's words. */
export const refundOf = (
  { answer, raw, clean }: Exchanged<RefundAnswer>,
  ref: PaymentRef,
  externalId: string,
): Refund => {
  const status = refundStatusOf(answer.status)
  return new Refund({
    ref,
    externalId,
    refundId: answer.id,
    status,
    providerStatus: clean(answer.status),
    raw,
    ...present({
      amount: answer.amount ?? undefined,
      refundedAt: status === "succeeded" ? timeIn(answer.updated) : undefined,
    }),
  })
}
