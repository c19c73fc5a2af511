import { Payer, Payment, PaymentQr, type PaymentRef, type PaymentStatus, type Rupiah } from "@qriskit/core"
import {
  type CheckedQr,
  contradictionsAmong,
  differs,
  differsInAmount,
  type Exchanged,
  statusOf,
  type TimeReader,
  textIn,
  trusted,
} from "@qriskit/core/provider-kit"
import { STATUS } from "./status.js"
import type { Transaction } from "./wire.js"

/** What an answer must say. `uuid` and `amount` where they are known. */
interface Expected {
  readonly uuid?: string
  readonly externalId: string
  readonly merchantId: string
  readonly amount?: Rupiah
}

/** Where an answer is about something else than was asked. A merchant id that is missing contradicts nothing. */
export const contradictionsIn = (
  { uuid, externalId, merchantId, amount }: Transaction,
  expected: Expected,
): ReadonlyArray<string> =>
  contradictionsAmong([
    differs("uuid", uuid, expected.uuid),
    differs("externalId", externalId, expected.externalId),
    merchantId === null || merchantId === undefined || String(merchantId) === expected.merchantId
      ? undefined
      : "its merchantId is not ours",
    differsInAmount(amount, expected.amount),
  ])

export const statusIn = ({ status }: Transaction): PaymentStatus => statusOf(STATUS, status)

/** Zipay's answer in this project's words. */
export const paymentOf = (
  { answer: { data: transaction }, raw, clean }: Exchanged<{ readonly data: Transaction }>,
  ref: PaymentRef,
  qr: CheckedQr | undefined,
  timeIn: TimeReader,
): Payment => {
  const { status, amount, expired_at, expiredAt, transactionTime, paidAt, issuerName, customerName } =
    transaction
  const state = statusIn(transaction)
  const cleaned = (value: unknown): string | undefined => {
    const text = textIn(value)
    return text === undefined ? undefined : clean(text)
  }
  const [issuer, name] = [cleaned(issuerName), cleaned(customerName)]
  return trusted(Payment, {
    ref,
    status: state,
    providerStatus: clean(status),
    amount,
    raw,
    qr: qr && trusted(PaymentQr, qr),
    expiresAt: timeIn(expired_at) ?? timeIn(expiredAt),
    // Both are known from callbacks about paid payments only: before that they may mean anything. transactionTime has
    // the time of day; paidAt is a date only in the one example there is [DOC].
    paidAt: state === "paid" ? (timeIn(transactionTime) ?? timeIn(paidAt)) : undefined,
    payer: issuer === undefined && name === undefined ? undefined : trusted(Payer, { issuer, name }),
  })
}
