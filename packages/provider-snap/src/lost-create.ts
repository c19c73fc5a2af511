import type { PaymentRef, QrisError } from "@qriskit/core"
import { type Exchanged, type FoundCreate, untraced } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Fields, SnapCall } from "./call.js"
import { moneyAt, textAt } from "./field.js"
import type { Merchant } from "./merchant.js"
import { contradictionsIn } from "./payment.js"
import type { SnapProfile } from "./profile.js"
import { requestValues, type SnapCreate } from "./request.js"
import { statusOf } from "./status.js"

type Create = SnapProfile["verbs"]["create"]

/** What a create was answered, and where its facts stand in it. */
export interface CreateAnswered {
  readonly exchanged: Exchanged<Fields>
  readonly places: Create["answer"]
}

/** A create whose answer was lost. */
export interface Lost {
  readonly request: SnapCreate
  /** As it was sent. */
  readonly call: SnapCall
  readonly deadlineAt: number
  /** Its reference, once the acquirer's id is known. */
  readonly refOf: (paymentId: string) => PaymentRef
}

/**
 * Asks by the merchant's id what became of a create whose answer was lost (SNAP BI, retry: inquire first [S]). An inquiry
 * about another payment, or another amount, finds nothing.
 */
export const findingLost = (
  { config, caller, bodyOf }: Merchant,
  lost: NonNullable<Create["lost"]>,
): ((lost: Lost) => Effect.Effect<FoundCreate<CreateAnswered> | undefined, QrisError>) => {
  const { profile } = config
  const { create, inquire } = profile.verbs
  const { ids, status, amount } = inquire.answer

  const again = untraced(function* (call: SnapCall, paymentId: string) {
    const repeated = yield* Effect.result(caller.send(call))
    if (Result.isFailure(repeated)) return undefined
    const exchanged = repeated.success
    const isSame = textAt(exchanged.answer, create.answer.ids.paymentId) === paymentId
    return isSame ? { answer: { exchanged, places: create.answer } } : undefined
  })

  return untraced(function* ({ request, call, deadlineAt, refOf }: Lost) {
    const body = yield* bodyOf("create", lost.body, requestValues(config, request, deadlineAt))
    const exchanged = yield* caller.send({ operation: "inquire", path: inquire.path, body, deadlineAt })
    const { answer } = exchanged
    const said = moneyAt(answer, amount)
    const isAnother =
      contradictionsIn(answer, ids, { externalId: request.externalId }).length > 0 ||
      (said !== undefined && said !== request.amount)
    const paymentId =
      create.answer.ids.paymentId === undefined ? request.externalId : textAt(answer, ids.paymentId)
    if (isAnother || paymentId === undefined) return undefined
    const isPayable = statusOf(profile, textAt(answer, status) ?? "", false) === "pending"
    if (isPayable && lost.answer !== undefined && textAt(answer, lost.answer.qr) !== undefined)
      return { answer: { exchanged, places: lost.answer } }
    const answered = isPayable && lost.repeat ? yield* again(call, paymentId) : undefined
    return answered ?? { ref: refOf(paymentId) }
  })
}
