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

/** What tables of failures are made of. */
export const MEANS = {
  INVALID: ["InvalidRequest", "refused"],
  UNAUTHORIZED: ["Unauthorized", "refused"],
  REJECTED: ["Rejected", "refused"],
  DUPLICATE: ["DuplicateExternalId", "refused"],
  NOT_FOUND: ["PaymentNotFound", "refused"],
  STATE: ["InvalidState", "refused"],
  LIMITED: ["RateLimited", "refused"],
  UNAVAILABLE: ["ProviderUnavailable", "unknown"],
  UNREADABLE: ["MalformedResponse", "unknown"],
} as const satisfies Readonly<Record<string, Expected>>

/** An error in the form of a table's cell. */
export const told = ({ reason, outcome }: QrisError): Expected => [reason._tag, outcome]

/** The verbs that a fault can strike. */
export type FailingVerb = "create" | "inquire" | "cancel" | "refund"

/**
 * How the verbs of a shop's client fail.
 *
 * @param prepare makes the payment that every verb but create is about. Default: one that waits for its customer
 */
export const failuresOf = <
  Verb extends FailingVerb,
  Config,
  Order,
  S extends Shop<PromiseProvider<QrisProvider, Order>, Config, Order>,
>(
  shop: () => S,
  verbs: ReadonlyArray<Verb>,
  prepare: (shop: S) => Promise<{ readonly ref: PaymentRef }> = ({ client, order }) => client.create(order()),
) => ({
  /** The same of every verb. */
  all: (expected: Expected): Record<Verb, Expected> =>
    // Every verb is a key.
    Object.fromEntries(verbs.map((verb) => [verb, expected])) as Record<Verb, Expected>,
  /** What a verb fails with when its acquirer answers so, and answers so again if it is asked once more. */
  failureAfter: async (verb: Verb, fault: Fault): Promise<QrisError> => {
    const { client, control, order } = shop()
    const at = OPERATIONS.find((operation) => operation === `${client.id}.${verb}`)
    if (at === undefined) throw new Error(`${client.id} has no ${verb}`)
    const { ref } = verb === "create" ? {} : await prepare(shop())
    await control.faults.script({ at, fault, times: 2 })
    const asking =
      ref === undefined ? client.create(order()) : Effect.runPromise(asked(client.effect, verb, ref))
    return failureOf(asking).finally(() => control.faults.clear())
  },
})

const asked = (
  provider: QrisProvider,
  verb: FailingVerb,
  ref: PaymentRef,
): Effect.Effect<unknown, QrisError> => {
  if (verb === "cancel" && canCancel(provider)) return provider.cancel(ref)
  if (verb === "refund" && canRefund(provider)) return provider.refund(ref, { externalId: "refund-1" })
  return provider.inquire(ref)
}
