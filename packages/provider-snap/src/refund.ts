import {
  type PaymentRef,
  Refund,
  RefundPayment,
  type RefundRef,
  type Refunds,
  Unsupported,
} from "@qriskit/core"
import {
  decodeRef,
  decodeRefundRef,
  decodeRequest,
  invalidRequest,
  present,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import { malformed } from "./call.js"
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

  const refund: Refunds["refund"] = verb(
    { span: `${provider}.refund`, provider, operation: "refund", account },
    untraced(function* (input: PaymentRef, wanted: RefundPayment) {
      const ref = yield* refOf.refund(input)
      const { externalId, amount, reason } = yield* decodeRefund(wanted, (candidate) =>
        externalIdIssues(candidate.externalId, limits.refundExternalId),
      )
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
      const { answer, raw } = yield* ask(ref)
      const listed = refundAmong(refundsIn(answer, profile, timeIn), asked)
      if (typeof listed === "string") return yield* fail("inquire", malformed(listed))
      return listed && refundOf(listed, ref, raw, asked)
    }),
  )

  return { refund, inquireRefund }
}
