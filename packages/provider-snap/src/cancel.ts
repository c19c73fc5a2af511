import { Cancellation, type Cancels, type PaymentRef } from "@qriskit/core"
import { decodeRef, untraced, verb } from "@qriskit/core/provider-kit"
import { textAt } from "./field.js"
import type { Merchant } from "./merchant.js"
import { contradictionsIn } from "./payment.js"
import type { SnapProfile } from "./profile.js"
import { refValues } from "./request.js"

/** Midtrans wants a reason with every cancel [A]; others take one. */
const REASON = "The order was cancelled"

/** Invalidates a QR, where a profile says how. */
export const makeCancels = (
  { config, account, caller, bodyOf, untrusted }: Merchant,
  { path, body: template }: NonNullable<SnapProfile["verbs"]["cancel"]>,
): Cancels => {
  const { id: provider, verbs } = config.profile
  const decode = decodeRef(provider, "cancel", { account })
  return {
    cancel: verb(
      { span: `${provider}.cancel`, provider, operation: "cancel", account },
      untraced(function* (input: PaymentRef) {
        const ref = yield* decode(input)
        const body = yield* bodyOf("cancel", template, { ...refValues(ref), reason: REASON })
        const { answer, raw } = yield* caller.send({
          operation: "cancel",
          path,
          body,
          reference: ref.externalId,
        })
        const contradictions = contradictionsIn(answer, verbs.inquire.answer.ids, ref)
        if (contradictions.length > 0) return yield* untrusted("cancel", contradictions)
        const providerStatus = textAt(answer, "responseCode") ?? ""
        return new Cancellation({ ref, status: "canceled", providerStatus, raw })
      }),
    ),
  }
}
