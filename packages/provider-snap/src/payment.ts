import {
  formatRupiah,
  Payer,
  Payment,
  PaymentQr,
  type PaymentRef,
  type PaymentStatus,
  Refund,
  type RefundRef,
  type Rupiah,
} from "@qriskit/core"
import {
  type CheckedQr,
  type Exchanged,
  present,
  rupiahIn,
  type TimeReader,
  textIn,
  trusted,
  urlIn,
} from "@qriskit/core/provider-kit"
import type { Fields } from "./call.js"
import { fieldIn, moneyAt, nothingAt, textAt, timeAt } from "./field.js"
import type { SnapProfile } from "./profile.js"
import { statusOf } from "./status.js"

/** What we keep in a reference's attributes for ourselves: what was asked, and until when. */
export const ASKED_AMOUNT = "askedAmount"
export const VALID_UNTIL = "validUntil"

/** Where an answer is about another payment than was asked. An id that is missing contradicts nothing. */
export const contradictionsIn = (
  body: Fields,
  places: SnapProfile["verbs"]["inquire"]["answer"]["ids"],
  expected: { readonly paymentId?: string; readonly externalId: string },
): ReadonlyArray<string> => {
  const paymentId = textAt(body, places.paymentId)
  const externalId = textAt(body, places.externalId)
  return [
    paymentId === undefined || expected.paymentId === undefined || paymentId === expected.paymentId
      ? undefined
      : "its reference number is not the one that was asked about",
    externalId === undefined || externalId === expected.externalId
      ? undefined
      : "its partner reference number is not the one that was asked about",
  ].filter((contradiction) => contradiction !== undefined)
}

/** A created payment in this project's words. It is payable, so it is pending. */
export const createdPayment = (
  { answer, raw }: Exchanged<Fields>,
  { imageUrl }: Pick<SnapProfile["verbs"]["create"]["answer"], "imageUrl">,
  ref: PaymentRef,
  amount: Rupiah,
  qr: CheckedQr,
  expiresAt: Date | undefined,
): Payment =>
  trusted(Payment, {
    ref,
    status: "pending",
    // A create's answer has no status of its own: its code stands for one.
    providerStatus: textAt(answer, "responseCode") ?? "",
    amount,
    raw,
    qr: trusted(PaymentQr, { ...qr, ...present({ imageUrl: urlIn(fieldIn(answer, imageUrl)) }) }),
    ...present({ expiresAt }),
  })

/** A refund as an inquiry lists it. */
export interface ListedRefund {
  readonly refundId?: string
  readonly externalId?: string
  readonly status: Refund["status"]
  readonly word: string
  readonly amount?: Rupiah
  readonly at?: Date
}

/** The refunds that an inquiry's answer lists; none where the acquirer lists none. */
export const refundsIn = (
  body: Fields,
  profile: SnapProfile,
  timeIn: TimeReader,
): ReadonlyArray<ListedRefund> => {
  const { refunds: places } = profile.verbs.inquire.answer
  const list = fieldIn(body, places?.list)
  if (places === undefined || !Array.isArray(list)) return []
  return list.map((entry: unknown): ListedRefund => {
    const word = textAt(entry, places.status) ?? ""
    return {
      status: (Object.hasOwn(places.words, word) ? places.words[word] : undefined) ?? "pending",
      word,
      ...present({
        refundId: textAt(entry, places.refundId),
        externalId: textAt(entry, places.externalId),
        amount: moneyAt(entry, places.amount),
        at: timeAt(entry, places.refundedAt, timeIn),
      }),
    }
  })
}

/** One of them in this project's words. */
export const refundOf = (listed: ListedRefund, ref: PaymentRef, raw: unknown, asked: RefundRef): Refund =>
  new Refund({
    ref,
    externalId: asked.externalId,
    status: listed.status,
    providerStatus: listed.word,
    raw,
    ...present({ refundId: listed.refundId ?? asked.refundId, amount: listed.amount, refundedAt: listed.at }),
  })

/** What was given back, as far as the list says so with amounts. */
const refundedIn = (refunds: ReadonlyArray<ListedRefund>): number =>
  refunds.reduce((sum, { status, amount }) => (status === "succeeded" ? sum + (amount ?? 0) : sum), 0)

const withRefunds = (status: PaymentStatus, refunded: number, amount: number): PaymentStatus => {
  if (status !== "paid" || refunded === 0) return status
  return refunded < amount ? "partially_refunded" : "refunded"
}

/** What an answer to an inquiry has to say of a payment, or what it does not say. */
export const inquiredPayment = (
  exchanged: Exchanged<Fields>,
  profile: SnapProfile,
  ref: PaymentRef,
  now: number,
  timeIn: TimeReader,
): Payment | string => {
  const { answer, raw, clean } = exchanged
  const places = profile.verbs.inquire.answer
  const looked = (field: "status" | "amount") =>
    nothingAt(exchanged, places[field], `verbs.inquire.answer.${field}`)
  const word = textIn(fieldIn(answer, places.status))
  if (word === undefined) return `it says no status: ${looked("status")}`
  const asked = rupiahIn(ref.attributes?.[ASKED_AMOUNT])
  const said = moneyAt(answer, places.amount)
  if (said === undefined && fieldIn(answer, places.amount) !== undefined)
    return "its amount is not whole rupiah"
  const fee = moneyAt(answer, places.fee) ?? 0
  // What was asked is known from the reference where the acquirer names the total, or no amount at all.
  const isTotal = asked !== undefined && said !== undefined && said !== asked && said === asked + fee
  const amount = isTotal ? asked : (said ?? asked)
  if (amount === undefined) return `it says no amount: ${looked("amount")}`
  const validUntil = timeIn(ref.attributes?.[VALID_UNTIL])
  const isOver = validUntil !== undefined && now >= validUntil.getTime()
  const refunded = refundedIn(refundsIn(answer, profile, timeIn))
  const status = withRefunds(statusOf(profile, word, isOver), refunded, amount)
  const payer = present({
    issuer: cleaned(clean, textAt(answer, places.issuer)),
    name: cleaned(clean, textAt(answer, places.payerName)),
    retrievalReference: cleaned(clean, textAt(answer, places.retrievalReference)),
  })
  return trusted(Payment, {
    ref,
    status,
    providerStatus: clean(word),
    amount,
    raw,
    ...present({
      total: isTotal ? said : rupiahIn(fee > 0 ? amount + fee : undefined),
      refunded: rupiahIn(refunded > 0 ? refunded : undefined),
      expiresAt: validUntil,
      paidAt: timeAt(answer, places.paidAt, timeIn),
      payer: Object.keys(payer).length === 0 ? undefined : trusted(Payer, payer),
    }),
  })
}

const cleaned = (clean: (text: string) => string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : clean(text)

/** Why an answer to a refund contradicts what was asked. */
export const refundContradictions = (
  body: Fields,
  places: NonNullable<SnapProfile["verbs"]["refund"]>["answer"],
  asked: { readonly externalId: string; readonly amount?: Rupiah | undefined },
): ReadonlyArray<string> => {
  const externalId = textAt(body, places.externalId)
  const amount = moneyAt(body, places.amount)
  return [
    externalId === undefined || externalId === asked.externalId
      ? undefined
      : "its partner refund number is not the one that was asked",
    amount === undefined || asked.amount === undefined || amount === asked.amount
      ? undefined
      : `it gives back ${formatRupiah(amount)}, not ${formatRupiah(asked.amount)}`,
  ].filter((contradiction) => contradiction !== undefined)
}
