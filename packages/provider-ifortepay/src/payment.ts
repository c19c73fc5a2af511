import { Payer, Payment, PaymentQr, type PaymentRef, type PaymentStatus, type Rupiah } from "@qriskit/core"
import {
  type CheckedQr,
  contradictionsAmong,
  differs,
  differsInAmount,
  type Exchanged,
  rupiahIn,
  statusOf,
  type TimeReader,
  textIn,
  trusted,
} from "@qriskit/core/provider-kit"
import { STATUS } from "./status.js"
import type { CancelAnswer, PaymentAnswer } from "./wire.js"

/** What the ids of an answer must be. `paymentId` is not known before create. */
interface ExpectedIds {
  readonly paymentId?: string
  readonly externalId: string
  readonly orderId: string
  readonly channel: string
}

/** Where an answer is about something else than was asked. A field that is missing contradicts nothing. */
export const contradictingIds = (answer: CancelAnswer, expected: ExpectedIds): ReadonlyArray<string> =>
  contradictionsAmong([
    differs("transaction_id", answer.transaction_id, expected.paymentId),
    differs("external_id", answer.external_id, expected.externalId),
    differs("order_id", answer.order_id, expected.orderId),
    differs("payment_channel", answer.payment_channel?.toUpperCase(), expected.channel),
  ])

/** Where the money of a new payment contradicts itself, or what was asked. */
export const contradictingAmounts = (
  { payment_details: { amount, total_amount } }: PaymentAnswer,
  asked: Rupiah,
): ReadonlyArray<string> => {
  const total = rupiahIn(total_amount)
  return contradictionsAmong([
    differsInAmount(amount, asked),
    total === undefined || total >= amount ? undefined : "its total is less than its amount",
  ])
}

/** The amounts that its QR may ask for: what was asked, or the total with a fee. Never less than was asked. */
export const payableAmounts = ({
  payment_details: { amount, total_amount },
}: PaymentAnswer): ReadonlyArray<Rupiah> => {
  const total = rupiahIn(total_amount)
  return total === undefined || total < amount ? [amount] : [amount, total]
}

export const statusIn = ({ transaction_status }: CancelAnswer): PaymentStatus =>
  statusOf(STATUS, transaction_status)

/** iFortepay's answer in this project's words. */
export const paymentOf = (
  { answer, raw, clean }: Exchanged<PaymentAnswer>,
  ref: PaymentRef,
  qr: (CheckedQr & { readonly imageUrl?: URL | undefined }) | undefined,
  timeIn: TimeReader,
): Payment => {
  const { amount, total_amount, transaction_time, expired_time, paid_time } = answer.payment_details
  const issuer = textIn(answer.issuer)
  return trusted(Payment, {
    ref,
    status: statusIn(answer),
    providerStatus: clean(answer.transaction_status),
    amount,
    raw,
    total: rupiahIn(total_amount),
    qr: qr && trusted(PaymentQr, qr),
    createdAt: timeIn(transaction_time),
    expiresAt: timeIn(expired_time),
    paidAt: timeIn(paid_time),
    payer: issuer === undefined ? undefined : trusted(Payer, { issuer: clean(issuer) }),
  })
}
