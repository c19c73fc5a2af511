import type { Operation, PaymentRef, QrisError } from "@qriskit/core"
import {
  type Exchanged,
  type Failures,
  failuresOf,
  invalidRequest,
  type TimeReader,
  timeReader,
  untraced,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import type { Fields, SnapCaller } from "./call.js"
import type { SnapConfig } from "./config.js"
import { merchantValues } from "./merchant-values.js"
import { contradictionsIn } from "./payment.js"
import { missingIssues, refValues } from "./request.js"
import { fill, type Template, type TemplateValues } from "./template.js"

/** What the verbs of one merchant share. */
export interface Merchant extends Failures {
  readonly config: SnapConfig
  /** Whose credentials, where the client is one of many accounts. */
  readonly account: string | undefined
  readonly caller: SnapCaller
  /** Reads the acquirer's times. */
  readonly timeIn: TimeReader
  /**
   * A body filled in with these values and the merchant's own. Fails with `InvalidRequest` that names what
   * is missing for it.
   */
  bodyOf(operation: Operation, template: Template, values: TemplateValues): Effect.Effect<unknown, QrisError>
  /** X-EXTERNAL-ID where the acquirer wants the merchant's own id in it. */
  externalIdFor(reference: string): string | undefined
  /** Asks about a payment, whatever for; an answer about another one is not believed. */
  ask(ref: PaymentRef): Effect.Effect<Exchanged<Fields>, QrisError>
}

export const makeMerchant = (config: SnapConfig, caller: SnapCaller, account?: string): Merchant => {
  const { profile } = config
  const { id: provider, verbs, headers } = profile
  const { fail, untrusted } = failuresOf(provider)
  const ownValues = merchantValues(config)

  const bodyOf = (operation: Operation, template: Template, values: TemplateValues) => {
    const { value, missing } = fill(template, values, ownValues)
    return missing.length === 0
      ? Effect.succeed(value)
      : Effect.fail(invalidRequest(provider, operation, missingIssues(profile, missing)))
  }

  const ask = untraced(function* (ref: PaymentRef) {
    const { path, body: template, answer: places } = verbs.inquire
    const body = yield* bodyOf("inquire", template, refValues(ref))
    const exchanged = yield* caller.send({ operation: "inquire", path, body })
    const contradictions = contradictionsIn(exchanged.answer, places.ids, ref)
    if (contradictions.length > 0) return yield* untrusted("inquire", contradictions)
    return exchanged
  })

  return {
    config,
    account,
    caller,
    timeIn: timeReader(config.timeZone),
    fail,
    untrusted,
    bodyOf,
    externalIdFor: (reference) => (headers.externalId === "reference" ? reference : undefined),
    ask,
  }
}
