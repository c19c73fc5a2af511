import { Cancellation, TransportFailure } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { STATES } from "../tinypay/wire.js"
import { type Variant, withMembers, withParts, withSend } from "./variant.js"

/** Providers that break rules about what answers mean, and about cancel and refund. */
export const reading: ReadonlyArray<Variant> = [
  {
    that: "reads a word that nobody mapped as failed",
    underTest: withParts({ status: (word) => STATES[word] ?? "failed" }),
    caughtBy: { "inquire/unknown-word": /must be pending/, "notifications/unknown-word": /pending/ },
  },
  {
    that: "finds words in what every object inherits",
    underTest: withParts({ status: (word) => Reflect.get(STATES, word) ?? "pending" }),
    caughtBy: { "inquire/unknown-word": /expected an answer/ },
  },
  {
    that: "asks about another provider's payment",
    underTest: withMembers(({ inquire, id }) => ({ inquire: (ref) => inquire({ ...ref, provider: id }) })),
    caughtBy: { "inquire/foreign-ref": /expected a failure/ },
  },
  {
    that: "reads only what calls itself JSON",
    underTest: withSend(
      (send) => (request) =>
        Effect.filterOrFail(
          send(request),
          ({ headers }) => headers["content-type"] === "application/json",
          () => new TransportFailure({ kind: "network", outcome: "unknown", description: "not JSON" }),
        ),
    ),
    caughtBy: { "inquire/any-content-type": /expected an answer/ },
  },
  {
    that: "calls a cancel done when its answer was lost",
    underTest: withMembers(({ cancel }) => ({
      cancel: (ref) =>
        Effect.orElseSucceed(
          cancel(ref),
          () => new Cancellation({ ref, status: "canceled", providerStatus: "VOID", raw: {} }),
        ),
    })),
    caughtBy: { "cancel/cut-after-acting": /expected a failure/, "cancel/paid": /expected a failure/ },
  },
  {
    that: "repeats a cancel that may have happened",
    underTest: withMembers(({ cancel }) => ({ cancel: (ref) => Effect.retry(cancel(ref), { times: 2 }) })),
    caughtBy: { "cancel/silence": /3 !== 1/, "cancel/cut-after-acting": /3 !== 1/ },
  },
  {
    that: "refunds under a new id each time",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, request) =>
        refund(ref, { ...request, externalId: `${request.externalId}-${Math.random()}` }),
    })),
    caughtBy: { "refund/same-id-twice": /half of it/ },
  },
  {
    that: "repeats a refund that may have happened",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, request) => Effect.retry(refund(ref, request), { times: 2 }),
    })),
    caughtBy: { "refund/silence": /3 !== 1/ },
  },
]
