import {
  type PaymentRef,
  type QrisError,
  Refund,
  RefundPayment,
  RefundRef,
  type Refunds,
  Unsupported,
} from "@qriskit/core"
import {
  contradictionsAmong,
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  differsInAmount,
  invalidRequest,
  present,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { malformed } from "./call.js"
import { refundIdUsedAt } from "./failure.js"
import { idAt, moneyAt, readable, textAt, timeAt, toMoney } from "./field.js"
import type { Merchant } from "./merchant.js"
import { contradictionsIn, refundAmong, refundContradictions, refundOf, refundsIn } from "./payment.js"
import type { SnapProfile } from "./profile.js"
import { externalIdIssues, refValues } from "./request.js"

/** Gives money back and asks about it, where a profile says how. */
export const makeRefunds = (
  { config, account, caller, timeIn, bodyOf, externalIdFor, ask, fail, untrusted }: Merchant,
  { path, body: template, answer: places }: NonNullable<SnapProfile["verbs"]["refund"]>,
): Refunds => {
  const { profile } = config
  const { id: provider, title, verbs, limits } = profile
  const decodeRefund = decodeRequest(provider, "refund", RefundPayment)
  const decodeAsked = decodeRefundRef(provider)
  const refOf = {
    refund: decodeRef(provider, "refund", { account }),
    inquire: decodeRef(provider, "inquire", { account }),
  }

  const isIdUsed = refundIdUsedAt(profile)
  const isListedById = verbs.inquire.answer.refunds?.externalId !== undefined

  /** The refund that was asked about, where the acquirer lists it. */
  const listed = untraced(function* (ref: PaymentRef, asked: RefundRef) {
    const { answer, raw } = yield* ask(ref)
    const found = refundAmong(refundsIn(answer, profile, timeIn), asked)
    if (typeof found === "string") return yield* fail("inquire", malformed(found))
    return found && refundOf(found, ref, raw, asked)
  })

  /** An id that was used before: the refund under it is the answer, where the acquirer lists it. */
  const earlier = untraced(function* (
    refused: QrisError,
    ref: PaymentRef,
    { externalId, amount }: RefundPayment,
  ) {
    if (!isListedById || !isIdUsed(refused.reason)) return yield* refused
    const asked = listed(ref, new RefundRef({ externalId }))
    const found = yield* Effect.mapError(asked, () => refused)
    if (found === undefined) return yield* refused
    const contradictions = contradictionsAmong([differsInAmount(found.amount, amount)])
    return contradictions.length > 0 ? yield* untrusted("refund", contradictions) : found
  })

  const send = untraced(function* (ref: PaymentRef, { externalId, amount, reason }: RefundPayment) {
    const body = yield* bodyOf("refund", template, {
      ...refValues(ref),
      refundExternalId: externalId,
      refundAmount: amount === undefined ? undefined : toMoney(amount),
      reason,
    })
    const { answer, raw } = yield* caller.send({
      operation: "refund",
      path,
      body,
      reference: externalId,
      externalId: externalIdFor(externalId),
    })
    const contradictions = [
      ...contradictionsIn(answer, verbs.inquire.answer.ids, ref),
      ...refundContradictions(answer, places, { externalId, amount }),
    ]
    if (contradictions.length > 0) return yield* untrusted("refund", contradictions)
    return new Refund({
      ref,
      externalId,
      status: "succeeded",
      providerStatus: textAt(answer, "responseCode") ?? "",
      raw,
      ...present({
        refundId: readable(idAt(answer, places.refundId)),
        amount: readable(moneyAt(answer, places.amount)) ?? amount,
        refundedAt: timeAt(answer, places.refundedAt, timeIn),
      }),
    })
  })

  const refund: Refunds["refund"] = verb(
    { span: `${provider}.refund`, provider, operation: "refund", account },
    untraced(function* (input: PaymentRef, wanted: RefundPayment) {
      const ref = yield* refOf.refund(input)
      const request = yield* decodeRefund(wanted, (candidate) =>
        externalIdIssues(candidate.externalId, limits.refundExternalId),
      )
      return yield* Effect.catch(send(ref, request), (error) => earlier(error, ref, request))
    }),
  )

  const inquireRefund: Refunds["inquireRefund"] = verb(
    { span: `${provider}.inquireRefund`, provider, operation: "inquire", account },
    untraced(function* (input: PaymentRef, which: RefundRef) {
      const ref = yield* refOf.inquire(input)
      const asked = yield* decodeAsked(which)
      if (verbs.inquire.answer.refunds === undefined) {
        const why = `${title} lists no refunds: the same refund under the same externalId is the question`
        return yield* fail("inquire", new Unsupported({ why }))
      }
      if (verbs.inquire.answer.refunds.externalId === undefined && asked.refundId === undefined) {
        const message = `is required: ${title} lists refunds by its own id alone`
        return yield* invalidRequest(provider, "inquire", [{ path: "refundId", message }])
      }
      return yield* listed(ref, asked)
    }),
  )

  return { refund, inquireRefund }
}
