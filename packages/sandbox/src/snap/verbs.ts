import type { JsonObject } from "../dotted-path.js"
import { jakartaDate } from "../jakarta-time.js"
import { type LedgerPayment, refundedOf } from "../ledger.js"
import { dynamicQr } from "../qris.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { WireAnswer, WireRequest } from "../wire.js"
import { answered, coded, described, money, snapTime } from "./answer.js"
import { admit, TIME } from "./entrance.js"
import type { SnapDialectFacts, SnapVerb } from "./facts.js"
import { amountAt, at, bodyOf, misformed, missing, textAt } from "./fields.js"
import type { SnapKeys } from "./keys.js"
import { merchantOf } from "./merchant.js"
import type { SnapAcquirer } from "./names.js"
import { Refused } from "./refused.js"
import type { SnapSettings } from "./settings.js"
import { tokenCall } from "./token-call.js"
import type { SnapTokens } from "./tokens.js"

/** The same for one of many acquirers. */
export interface SnapSurroundings extends Surroundings<SnapSettings> {
  readonly acquirer: SnapAcquirer
  readonly facts: SnapDialectFacts
  readonly keys: SnapKeys
}

const DAY_MS = 86_400_000

/** As many X-EXTERNAL-IDs of one day are remembered. */
const REMEMBERED = 50_000

/** What a SNAP acquirer answers. */
export function snapVerbs(surroundings: SnapSurroundings, tokens: SnapTokens) {
  const { acquirer, facts, settings, keys, ledger, clock, identity } = surroundings
  const provider = `snap-${acquirer}` as const
  const scope = settings.merchantId
  /** X-EXTERNAL-IDs of today, each with the body and the answer that it got. */
  const today = new Map<string, { readonly body: string; readonly answer: WireAnswer }>()
  let day = ""
  /** The merchant's, as long as its secret is this one. */
  const publicKey = () => keys.of(settings.clientSecret).publicKey

  const expiryIn = (body: JsonObject): Date => {
    const { usual, least, most } = facts.expiry
    const now = clock.now().getTime()
    const asked = textAt(body, "validityPeriod")
    if (asked !== undefined && !TIME.test(asked)) throw misformed("validityPeriod")
    const until = asked === undefined ? now + usual * 1_000 : Date.parse(asked)
    // A clock that runs while the call is under way takes a moment of it.
    const isWithin = until >= now + least * 1_000 - 5_000 && until <= now + most * 1_000 + 5_000
    if (!isWithin) throw misformed("validityPeriod")
    return new Date(until)
  }

  const find = (body: JsonObject): LedgerPayment => {
    const reference = facts.hasReference ? textAt(body, "originalReferenceNo") : undefined
    const partner =
      textAt(body, "originalPartnerReferenceNo") ??
      // Where it is the merchant's reference, the X-EXTERNAL-ID of the create will do [A].
      (facts.repeatsAnswer ? textAt(body, "originalExternalId") : undefined)
    if (reference === undefined && partner === undefined) throw missing("originalReferenceNo")
    const found =
      reference === undefined
        ? ledger.findByExternalId(provider, scope, partner ?? "")
        : ledger.find(reference)
    const isMeant =
      found?.provider === provider &&
      found.scope === scope &&
      (partner === undefined || found.externalId === partner) &&
      !(facts.knowsOwnOnly && found.kind === "static") &&
      (acquirer !== "winpay" || at(body, "additionalInfo.contractId") === contractOf(found))
    if (!isMeant) throw new Refused("404", "01", "Transaction Not Found")
    return found
  }

  const contractOf = ({ externalId }: Pick<LedgerPayment, "externalId">): string =>
    identity().uuidV4(provider, externalId, "contract")

  const create = (request: WireRequest): WireAnswer => {
    const verb = facts.create
    const body = bodyOf(request, verb.mandatory)
    const externalId = textAt(body, "partnerReferenceNo") ?? ""
    if (!facts.reference.test(externalId)) throw misformed("partnerReferenceNo")
    const amount = amountAt(body, "amount")
    if (amount < settings.minAmount || amount > settings.maxAmount)
      throw new Refused("404", "13", "Invalid Amount")
    const expiresAt = expiryIn(body)
    if (ledger.hasExternalId(provider, scope, externalId))
      throw new Refused("409", "01", "Duplicate partnerReferenceNo")
    const reference = identity().digits(24, provider, externalId, "reference")
    const { urlAt } = facts.callback
    const callbackUrl = urlAt === undefined ? undefined : textAt(body, urlAt)
    if (urlAt !== undefined && callbackUrl !== undefined && !URL.canParse(callbackUrl)) throw misformed(urlAt)
    const payment = ledger.open({
      provider,
      paymentId: facts.hasReference ? reference : `${provider}-${scope}-${externalId}`,
      externalId,
      orderId: externalId,
      scope,
      kind: "dynamic",
      amount,
      qrPayload: dynamicQr(
        merchantOf(facts, settings),
        amount,
        identity().alphanumeric(20, provider, externalId, "qr"),
      ),
      createdAt: clock.now(),
      expiresAt,
      ...(callbackUrl !== undefined && { callbackUrl }),
    })
    return coded(
      `200${verb.service}00`,
      "Successful",
      {
        ...(facts.hasReference && { referenceNo: payment.paymentId }),
        partnerReferenceNo: externalId,
        ...(settings.qrContent && { qrContent: payment.qrPayload }),
        qrUrl: `https://qr.example/${identity().alphanumeric(12, provider, externalId, "picture")}`,
        ...(acquirer === "winpay" && {
          additionalInfo: {
            contractId: contractOf(payment),
            expiredAt: snapTime(expiresAt),
            isStatic: false,
          },
        }),
      },
      settings,
    )
  }

  const inquire = (request: WireRequest): WireAnswer => {
    const verb = facts.inquire
    const body = bodyOf(request, verb.mandatory)
    if (textAt(body, "serviceCode") !== facts.serviceCode) throw misformed("serviceCode")
    const payment = find(body)
    return coded(`200${verb.service}00`, "Successful", described(payment, acquirer, facts), settings)
  }

  const cancel =
    (verb: SnapVerb) =>
    (request: WireRequest): WireAnswer => {
      const payment = find(bodyOf(request, verb.mandatory))
      if (payment.status !== "pending") throw new Refused("404", "00", "Invalid Transaction Status")
      void ledger.cancel(payment)
      return coded(
        `200${verb.service}00`,
        "Successful",
        {
          originalReferenceNo: payment.paymentId,
          originalPartnerReferenceNo: payment.externalId,
          cancelTime: snapTime(clock.now()),
        },
        settings,
      )
    }

  const refund =
    (verb: SnapVerb) =>
    (request: WireRequest): WireAnswer => {
      const body = bodyOf(request, verb.mandatory)
      const payment = find(body)
      const key = textAt(body, "partnerRefundNo") ?? ""
      if (facts.refundReference?.test(key) === false) throw misformed("partnerRefundNo")
      if (payment.refunds.some((earlier) => earlier.key === key))
        throw new Refused("409", "01", "Duplicate partnerRefundNo")
      if (payment.status !== "paid") throw new Refused("404", "00", "Invalid Transaction Status")
      const isOver = clock.now().getTime() > (payment.paidAt?.getTime() ?? 0) + settings.refundDays * DAY_MS
      if (isOver || payment.refundsEnded) throw new Refused("405", "01", "Requested Operation Is Not Allowed")
      const left = (payment.paidAmount ?? 0) - refundedOf(payment)
      const amount = at(body, "refundAmount") === undefined ? left : amountAt(body, "refundAmount")
      if (amount > left || amount === 0) throw new Refused("404", "13", "Invalid Amount")
      const refundId = identity().digits(20, provider, payment.externalId, "refund", key)
      const reason = textAt(body, "reason")
      void ledger.refund(payment, {
        refundId,
        key,
        amount,
        status: "succeeded",
        ...(reason !== undefined && { reason }),
      })
      return coded(
        `200${verb.service}00`,
        "Successful",
        {
          originalPartnerReferenceNo: payment.externalId,
          referenceNo: refundId,
          partnerRefundNo: key,
          refundAmount: money(amount),
          refundTime: snapTime(clock.now()),
        },
        settings,
      )
    }

  /** Once a day and id [S]; where the same call is answered alike, it is the same body that must come [C]. */
  const once =
    (verb: SnapVerb, answer: (request: WireRequest) => WireAnswer) =>
    (request: WireRequest): WireAnswer => {
      const now = jakartaDate(clock.now())
      if (now !== day || today.size >= REMEMBERED) today.clear()
      day = now
      const id = header(request, "x-external-id")
      // Where it is the reference of what is done, a refund may be called as the order is.
      const key = facts.repeatsAnswer ? `${verb.path} ${id}` : id
      const body = Buffer.from(request.body).toString("utf8")
      const earlier = today.get(key)
      if (earlier !== undefined) {
        if (facts.repeatsAnswer && earlier.body === body) return earlier.answer
        throw new Refused("409", "00", "Conflict")
      }
      const given = answer(request)
      today.set(key, { body, answer: given })
      return given
    }

  const admitted =
    (verb: SnapVerb, answer: (request: WireRequest) => WireAnswer) =>
    (request: WireRequest): WireAnswer =>
      answered(verb.service, settings, () => {
        admit(request, verb, facts, settings, publicKey, (token) => tokens.accepts(token))
        return once(verb, answer)(request)
      })

  return {
    token: tokenCall(facts, settings, keys, tokens),
    create: admitted(facts.create, create),
    inquire: admitted(facts.inquire, inquire),
    cancel: facts.cancel && admitted(facts.cancel, cancel(facts.cancel)),
    refund: facts.refund && admitted(facts.refund, refund(facts.refund)),
    contractOf,
    reset: () => today.clear(),
  }
}
