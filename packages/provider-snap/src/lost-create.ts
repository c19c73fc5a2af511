import type { PaymentRef, QrisError } from "@qriskit/core"
import { currentTimeMillis, type Exchanged, type FoundCreate, untraced } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { answeredAttributes, type KnownAttributes } from "./attributes.js"
import type { Fields, SnapCall } from "./call.js"
import { idAt, moneyAt, readable, textAt } from "./field.js"
import type { Merchant } from "./merchant.js"
import { contradictionsIn } from "./payment.js"
import type { SnapProfile } from "./profile.js"
import { requestValuesFor, type SnapCreate } from "./request.js"
import { statusOf } from "./status.js"

type Create = SnapProfile["verbs"]["create"]

/** Where the facts of a create's answer stand. */
export type CreatePlaces = Create["answer"]

/** What a create was answered. `places`: where its facts stand in it, unless that is where they always do. */
export interface CreateAnswered extends Exchanged<Fields> {
  readonly places?: CreatePlaces
}

/** A create whose answer was lost. */
export interface Lost {
  readonly request: SnapCreate
  /** As it was sent. */
  readonly call: SnapCall
  readonly deadlineAt: number
  /** Its reference, once the acquirer's id is known, and what an inquiry's answer says of it. */
  readonly refOf: (paymentId: string, attributes: KnownAttributes) => PaymentRef
}

/**
 * Asks by the merchant's id what became of a create whose answer was lost (SNAP BI, retry: inquire first [S]). An
 * inquiry about another payment, or another amount, finds nothing, nor does one whose amount or ids cannot be read.
 */
export const findingLost = (
  { config, caller, bodyOf }: Merchant,
  lost: NonNullable<Create["lost"]>,
): ((lost: Lost) => Effect.Effect<FoundCreate<CreateAnswered> | undefined, QrisError>) => {
  const { profile } = config
  const { create, inquire } = profile.verbs
  const { ids, status, amount } = inquire.answer
  const valuesOf = requestValuesFor(lost.body)

  // The create that the acquirer knows is the first: an inquiry found it before this one was sent.
  const again = untraced(function* ({ noted: _, ...call }: SnapCall, paymentId: string) {
    const repeated = yield* Effect.result(caller.send(call))
    if (Result.isFailure(repeated)) return undefined
    const exchanged = repeated.success
    const isSame = idAt(exchanged.answer, create.answer.ids.paymentId) === paymentId
    return isSame ? { answer: exchanged } : undefined
  })

  return untraced(function* ({ request, call, deadlineAt, refOf }: Lost) {
    const body = yield* bodyOf("create", lost.body, valuesOf(config, request, yield* currentTimeMillis))
    const exchanged = yield* caller.send({ operation: "inquire", path: inquire.path, body, deadlineAt })
    const { answer } = exchanged
    const said = moneyAt(answer, amount)
    const isAnother =
      contradictionsIn(answer, ids, { externalId: request.externalId }).length > 0 ||
      (said !== undefined && said !== request.amount)
    const paymentId =
      create.answer.ids.paymentId === undefined ? request.externalId : readable(idAt(answer, ids.paymentId))
    if (isAnother || paymentId === undefined) return undefined
    const isPayable = statusOf(profile, textAt(answer, status) ?? "", false) === "pending"
    if (isPayable && lost.answer !== undefined && textAt(answer, lost.answer.qr) !== undefined)
      return { answer: { ...exchanged, places: lost.answer } }
    const answered = isPayable && lost.repeat ? yield* again(call, paymentId) : undefined
    return answered ?? { ref: refOf(paymentId, answeredAttributes(answer, lost.answer?.attributes)) }
  })
}
