import {
  Payer,
  Payment,
  PaymentQr,
  type PaymentRef,
  type PaymentStatus,
  Refund,
  type Rupiah,
} from "@qriskit/core"
import {
  type CheckedQr,
  contradictionsAmong,
  differs,
  type Exchanged,
  present,
  rupiahIn,
  statusOf,
  type TimeReader,
  textIn,
  trusted,
} from "@qriskit/core/provider-kit"
import type { MidtransConfig } from "./config.js"
import { FRAUD, isRefundWord, STATUS } from "./status.js"
import {
  type ListedRefund,
  type NotificationBody,
  type RefundAnswer,
  recordIn,
  refundsIn,
  type TransactionAnswer,
} from "./wire.js"

/** What the ids of an answer must be. `paymentId` is not known before create. */
interface ExpectedIds {
  readonly paymentId?: string
  readonly externalId: string
  readonly channel?: string | undefined
}

/** Where an answer is about something else than was asked. An acquirer that is missing contradicts nothing. */
export const contradictingIds = (answer: TransactionAnswer, expected: ExpectedIds): ReadonlyArray<string> =>
  contradictionsAmong([
    differs("transaction_id", answer.transaction_id, expected.paymentId),
    differs("order_id", answer.order_id, expected.externalId),
    differs("acquirer", textIn(answer.acquirer)?.toLowerCase(), expected.channel),
  ])

/** What was charged, and what the customer pays. */
export interface Amounts {
  readonly amount: Rupiah
  readonly total?: Rupiah
}

/**
 * Where the customer pays the fee, gross_amount is larger than what was charged, and the charge stands in the metadata
 * [3P]. Anything else there (more than the total, no rupiah) is not believed.
 */
export const amountsIn = (
  { metadata, extra_info: extra }: Pick<TransactionAnswer, "metadata" | "extra_info">,
  gross: Rupiah,
): Amounts => {
  const info = recordIn(recordIn(recordIn(metadata)["extra_info"] ?? extra)["gross_amount_info"])
  const original = rupiahIn(info["original_amount"])
  return original === undefined || original >= gross ? { amount: gross } : { amount: original, total: gross }
}

/** The amounts that its QR may ask for. Which one it is with a fee on top is not documented [NOT FOUND]. */
export const payableAmounts = ({ amount, total }: Amounts): ReadonlyArray<Rupiah> =>
  total === undefined ? [amount] : [amount, total]

/**
 * Paid is a word for paid, with code 200, and a fraud status that is absent or `accept` [DOC]. With another code, or a
 * fraud word that no page names, a person looks at it.
 */
export const statusIn = ({
  transaction_status: word,
  status_code: code,
  fraud_status: fraud,
}: Pick<
  TransactionAnswer | NotificationBody,
  "transaction_status" | "status_code" | "fraud_status"
>): PaymentStatus => {
  const status = statusOf(STATUS, word)
  if (status !== "paid") return status
  if (String(code) !== "200") return "under_review"
  const fraudWord = textIn(fraud)
  if (fraudWord === undefined) return "paid"
  const judged = statusOf(FRAUD, fraudWord)
  return judged === "pending" ? "under_review" : judged
}

/** What was given back: each refund of the list, or their sum where there is no list. */
const refundedIn = (answer: TransactionAnswer): Rupiah | undefined => {
  const listed = (refundsIn(answer) ?? []).map(({ entry }) => rupiahIn(entry["refund_amount"]))
  const readable = listed.filter((amount) => amount !== undefined)
  return rupiahIn(
    listed.length > 0 && readable.length === listed.length
      ? readable.reduce<number>((sum, amount) => sum + amount, 0)
      : answer.refund_amount,
  )
}

/** Midtrans' answer in this project's words. */
export const paymentOf = (
  { answer, raw, clean }: Exchanged<TransactionAnswer>,
  ref: PaymentRef,
  qr: (CheckedQr & { readonly imageUrl?: URL | undefined }) | undefined,
  timeIn: TimeReader,
): Payment => {
  const issuer = textIn(answer.issuer)
  const status = statusIn(answer)
  return trusted(Payment, {
    ref,
    status,
    providerStatus: clean(answer.transaction_status),
    raw,
    ...amountsIn(answer, answer.gross_amount),
    refunded: refundedIn(answer),
    qr: qr && trusted(PaymentQr, qr),
    createdAt: timeIn(answer.transaction_time),
    expiresAt: timeIn(answer.expiry_time),
    paidAt: timeIn(answer.settlement_time),
    payer: issuer === undefined ? undefined : trusted(Payer, { issuer: clean(issuer) }),
  })
}

/** What stands where bytes were no UTF-8. */
const REPLACEMENT = "\uFFFD"

/** An amount that is there and is no whole rupiah. It is no absence: nothing may take its place. */
export const isUnreadable = (amount: unknown): boolean =>
  amount !== undefined && amount !== null && rupiahIn(amount) === undefined

/** Done is code 200 with the word of a refund [DOC]. */
const saysRefunded = ({ status_code: code, transaction_status: word }: RefundAnswer): boolean =>
  String(code) === "200" && isRefundWord(word)

/** Where an answer to a refund is about another one, or does not say that it was made, or how much it is. */
export const refundContradictions = (answer: RefundAnswer, externalId: string): ReadonlyArray<string> =>
  contradictionsAmong([
    saysRefunded(answer) ? undefined : "it does not say that anything was refunded",
    differs("refund_key", answer.refund_key, externalId),
    isUnreadable(answer.refund_amount) ? "its refund_amount is not whole rupiah" : undefined,
  ])

/** When an answer is that a refund was made. `confirmedAt` where the bank confirmed it. */
const settled = (refundSettles: MidtransConfig["refundSettles"], confirmedAt: Date | undefined) =>
  refundSettles === "answered" || confirmedAt !== undefined ? "succeeded" : "pending"

/** What a refund answers, in this project's words. */
export const refundOf = (
  { answer, raw, clean }: Exchanged<RefundAnswer>,
  ref: PaymentRef,
  asked: { readonly externalId: string; readonly amount?: Rupiah },
  refundSettles: MidtransConfig["refundSettles"],
): Refund => {
  // One page says this refund's amount, another the sum so far (C2): believed where both are the same.
  const isThisOne = asked.amount !== undefined && rupiahIn(answer.refund_amount) === asked.amount
  return new Refund({
    ref,
    externalId: asked.externalId,
    status: settled(refundSettles, undefined),
    providerStatus: clean(answer.transaction_status),
    raw,
    ...present({
      refundId: refundIdIn(answer.refund_chargeback_id),
      amount: isThisOne ? asked.amount : undefined,
    }),
  })
}

/** A key that is there and is none: it may be any. */
const isUnreadableKey = (key: unknown): boolean =>
  key !== undefined && key !== null && (typeof key !== "string" || key.includes(REPLACEMENT))

/** The refund under a key; `undefined` where none is listed. A text says why that cannot be told. */
export const refundAmong = (
  refunds: ReadonlyArray<ListedRefund> | undefined,
  asked: string,
): ListedRefund | string | undefined => {
  if (refunds === undefined) return "what should list its refunds is no list"
  const found = refunds.find(({ key }) => key === asked)
  if (isUnreadable(found?.entry["refund_amount"]))
    return "the amount of a refund that it lists is not whole rupiah"
  return found === undefined && refunds.some(({ key }) => isUnreadableKey(key))
    ? "it lists a refund whose number cannot be read, which may be the one that was asked about"
    : found
}

/** A refund that a status answer lists. */
export const listedRefundOf = (
  { answer, raw, clean }: Exchanged<TransactionAnswer>,
  ref: PaymentRef,
  externalId: string,
  { entry }: ListedRefund,
  refundSettles: MidtransConfig["refundSettles"],
  timeIn: TimeReader,
): Refund => {
  const confirmedAt = timeIn(entry["bank_confirmed_at"])
  return new Refund({
    ref,
    externalId,
    status: settled(refundSettles, confirmedAt),
    providerStatus: clean(answer.transaction_status),
    raw,
    ...present({
      refundId: refundIdIn(entry["refund_chargeback_id"]),
      amount: rupiahIn(entry["refund_amount"]),
      refundedAt: confirmedAt ?? timeIn(entry["created_at"]),
    }),
  })
}

/** Midtrans' own number of a refund, for people. One that is no safe integer is not the one that was sent. */
const refundIdIn = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) ? String(value) : textIn(value)
