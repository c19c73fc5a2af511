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
  contradictionsAmong,
  differs,
  type Exchanged,
  present,
  rupiahIn,
  type TimeReader,
  textIn,
  trusted,
  urlIn,
} from "@qriskit/core/provider-kit"
import { ASKED_AMOUNT, VALID_UNTIL } from "./attributes.js"
import type { Fields } from "./call.js"
import {
  fieldIn,
  idAt,
  moneyAt,
  nothingAt,
  readable,
  textAt,
  timeAt,
  UNREADABLE,
  type Unreadable,
} from "./field.js"
import type { SnapProfile } from "./profile.js"
import { statusOf } from "./status.js"

/** That an answer names another id than was asked, or one that cannot be read. What is missing contradicts nothing. */
const differing = (
  name: string,
  answered: string | Unreadable | undefined,
  asked: string | undefined,
): string | undefined => {
  if (answered === UNREADABLE) return `its ${name} cannot be read`
  return differs(name, answered, asked)
}

/** Where an answer is about another payment than was asked. */
export const contradictionsIn = (
  body: Fields,
  places: SnapProfile["verbs"]["inquire"]["answer"]["ids"],
  expected: { readonly paymentId?: string; readonly externalId: string },
): ReadonlyArray<string> => {
  return contradictionsAmong([
    differing("reference number", idAt(body, places.paymentId), expected.paymentId),
    differing("partner reference number", idAt(body, places.externalId), expected.externalId),
  ])
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
    qr: trusted(PaymentQr, { ...qr, imageUrl: urlIn(fieldIn(answer, imageUrl)) }),
    expiresAt,
  })

/** A refund as an inquiry lists it. */
export interface ListedRefund {
  readonly refundId?: string | Unreadable
  readonly externalId?: string | Unreadable
  readonly status: Refund["status"]
  readonly word: string
  readonly amount?: Rupiah | Unreadable
  readonly at?: Date
}

/** The refunds that an inquiry's answer lists; none where the acquirer lists none. */
export const refundsIn = (
  body: Fields,
  profile: SnapProfile,
  timeIn: TimeReader,
): ReadonlyArray<ListedRefund> | Unreadable => {
  const { refunds: places } = profile.verbs.inquire.answer
  const list = fieldIn(body, places?.list)
  if (places === undefined || list === undefined) return []
  if (!Array.isArray(list)) return UNREADABLE
  return list.map((entry: unknown): ListedRefund => {
    const word = textAt(entry, places.status) ?? ""
    return {
      status: (Object.hasOwn(places.words, word) ? places.words[word] : undefined) ?? "pending",
      word,
      ...present({
        refundId: idAt(entry, places.refundId),
        externalId: idAt(entry, places.externalId),
        amount: moneyAt(entry, places.amount),
        at: timeAt(entry, places.refundedAt, timeIn),
      }),
    }
  })
}

const NO_LIST = "what should list its refunds is no list"
const NO_AMOUNT = "the amount of a refund that it lists is not whole rupiah"

/** The refund that was asked about: its own `externalId` decides where it has one, else the acquirer's id of it. */
const isAsked = ({ refundId, externalId }: ListedRefund, asked: RefundRef): boolean =>
  externalId === undefined
    ? refundId !== undefined && refundId === asked.refundId
    : externalId === asked.externalId

/** Which of them was asked about; `undefined` where none is. A text says why that cannot be told. */
export const refundAmong = (
  refunds: ReadonlyArray<ListedRefund> | Unreadable,
  asked: RefundRef,
): ListedRefund | string | undefined => {
  if (refunds === UNREADABLE) return NO_LIST
  const fitting = refunds.filter((refund) => isAsked(refund, asked))
  const found = fitting.find(({ refundId }) => refundId === asked.refundId) ?? fitting[0]
  if (found?.amount === UNREADABLE) return NO_AMOUNT
  if (found?.refundId === UNREADABLE) return "the number of a refund that it lists cannot be read"
  const mayBeIt = ({ refundId, externalId }: ListedRefund) =>
    externalId === UNREADABLE || (externalId === undefined && refundId === UNREADABLE)
  return found === undefined && refunds.some(mayBeIt)
    ? "it lists a refund whose number cannot be read, which may be the one that was asked about"
    : found
}

/** One of them in this project's words. */
export const refundOf = (listed: ListedRefund, ref: PaymentRef, raw: unknown, asked: RefundRef): Refund =>
  new Refund({
    ref,
    externalId: asked.externalId,
    status: listed.status,
    providerStatus: listed.word,
    raw,
    ...present({
      refundId: readable(listed.refundId) ?? asked.refundId,
      amount: readable(listed.amount),
      refundedAt: listed.at,
    }),
  })

/** What was given back, as far as the list says so with amounts. A text says why that cannot be told. */
const refundedIn = (refunds: ReadonlyArray<ListedRefund> | Unreadable): number | string => {
  if (refunds === UNREADABLE) return NO_LIST
  const amounts = refunds.map(({ status, amount = 0 }) => (status === "succeeded" ? amount : 0))
  const readableOnes = amounts.filter((amount) => amount !== UNREADABLE)
  return readableOnes.length < amounts.length
    ? NO_AMOUNT
    : readableOnes.reduce<number>((sum, amount) => sum + amount, 0)
}

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
  if (said === UNREADABLE) return "its amount is not whole rupiah"
  // A share of a price may have cents: such a fee must not hide that the price itself was paid, and makes no total.
  const fee = readable(moneyAt(answer, places.fee)) ?? 0
  // What was asked is known from the reference where the acquirer names the total, or no amount at all.
  const isTotal = asked !== undefined && said !== undefined && said !== asked && said === asked + fee
  const amount = isTotal ? asked : (said ?? asked)
  if (amount === undefined) return `it says no amount: ${looked("amount")}`
  const validUntil = timeIn(ref.attributes?.[VALID_UNTIL])
  const isOver = validUntil !== undefined && now >= validUntil.getTime()
  const refunded = refundedIn(refundsIn(answer, profile, timeIn))
  if (typeof refunded === "string") return refunded
  const status = withRefunds(statusOf(profile, word, isOver), refunded, amount)
  const issuer = cleaned(clean, textAt(answer, places.issuer))
  const name = cleaned(clean, textAt(answer, places.payerName))
  const retrievalReference = cleaned(clean, textAt(answer, places.retrievalReference))
  const isPayerKnown = issuer !== undefined || name !== undefined || retrievalReference !== undefined
  return trusted(Payment, {
    ref,
    status,
    providerStatus: clean(word),
    amount,
    raw,
    total: isTotal ? said : rupiahIn(fee > 0 ? amount + fee : undefined),
    refunded: rupiahIn(refunded > 0 ? refunded : undefined),
    expiresAt: validUntil,
    paidAt: timeAt(answer, places.paidAt, timeIn),
    payer: isPayerKnown ? trusted(Payer, { issuer, name, retrievalReference }) : undefined,
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
  return contradictionsAmong([
    differing("partner refund number", idAt(body, places.externalId), asked.externalId),
    differing("refund number", idAt(body, places.refundId), undefined),
    differingAmount(moneyAt(body, places.amount), asked.amount),
  ])
}

const differingAmount = (
  answered: Rupiah | Unreadable | undefined,
  asked: Rupiah | undefined,
): string | undefined => {
  if (answered === UNREADABLE) return "what it gives back is not whole rupiah"
  return answered === undefined || asked === undefined || answered === asked
    ? undefined
    : `it gives back ${formatRupiah(answered)}, not ${formatRupiah(asked)}`
}
