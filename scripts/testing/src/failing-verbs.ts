import {
  canCancel,
  canRefund,
  type Outcome,
  type PaymentRef,
  type QrisError,
  type QrisProvider,
  type Reason,
} from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"
import { type Fault, OPERATIONS } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import { failureOf } from "./failure.js"
import type { Shop } from "./shop.js"

/** What a verb fails with: the reason's tag, and what it says of the money. */
export type Expected = readonly [reason: Reason["_tag"], outcome: Outcome]

export const INVALID: Expected = ["InvalidRequest", "refused"]
export const UNAUTHORIZED: Expected = ["Unauthorized", "refused"]
export const REJECTED: Expected = ["Rejected", "refused"]
export const DUPLICATE: Expected = ["DuplicateExternalId", "refused"]
export const NOT_FOUND: Expected = ["PaymentNotFound", "refused"]
export const STATE: Expected = ["InvalidState", "refused"]
export const LIMITED: Expected = ["RateLimited", "refused"]
export const UNAVAILABLE: Expected = ["ProviderUnavailable", "unknown"]
export const UNREADABLE: Expected = ["MalformedResponse", "unknown"]

/** An error in the form of a table's cell. */
export const told = ({ reason, outcome }: QrisError): Expected => [reason._tag, outcome]

/** The same of every verb. */
export const alikeFor =
  <Verb extends string>(verbs: ReadonlyArray<Verb>) =>
  (expected: Expected): Record<Verb, Expected> =>
    // Every verb is a key.
    Object.fromEntries(verbs.map((verb) => [verb, expected])) as Record<Verb, Expected>

/** The verbs that a fault can strike. */
export type FailingVerb = "create" | "inquire" | "cancel" | "refund"

/**
 * What one verb of a shop's client fails with when its acquirer answers so, and answers so again if it is asked once more.
 *
 * @param prepare makes the payment that every other verb is about. Default: one that waits for its customer
 */
export const failureAfter = async <
  Config,
  Order,
  S extends Shop<PromiseProvider<QrisProvider, Order>, Config, Order>,
>(
  shop: S,
  verb: FailingVerb,
  fault: Fault,
  prepare: (shop: S) => Promise<{ readonly ref: PaymentRef }> = ({ client, order }) => client.create(order()),
): Promise<QrisError> => {
  const { client, control, order } = shop
  const at = OPERATIONS.find((operation) => operation === `${client.id}.${verb}`)
  if (at === undefined) throw new Error(`${client.id} has no ${verb}`)
  const { ref } = verb === "create" ? {} : await prepare(shop)
  await control.faults.script({ at, fault, times: 2 })
  const asking =
    ref === undefined ? client.create(order()) : Effect.runPromise(asked(client.effect, verb, ref))
  return failureOf(asking).finally(() => control.faults.clear())
}

const asked = (
  provider: QrisProvider,
  verb: FailingVerb,
  ref: PaymentRef,
): Effect.Effect<unknown, QrisError> => {
  if (verb === "cancel" && canCancel(provider)) return provider.cancel(ref)
  if (verb === "refund" && canRefund(provider)) return provider.refund(ref, { externalId: "refund-1" })
  return provider.inquire(ref)
}
