import { Cancellation, Refund, TransportFailure } from "@qriskit/core"
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
    caughtBy: { "refund/same-id-twice": /strictly equal|deep-equal/ },
  },
  {
    that: "repeats a refund of unknown outcome under another id",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, request) =>
        Effect.catch(refund(ref, request), (error) =>
          error.outcome === "unknown"
            ? refund(ref, { ...request, externalId: `${request.externalId}-again` })
            : Effect.fail(error),
        ),
    })),
    caughtBy: { "refund/cut-after-acting": /expected a failure/ },
  },
  {
    that: "takes a refund that nobody listed for one that succeeded",
    underTest: withMembers(({ refund }) => ({
      inquireRefund: (ref, { externalId }) => refund(ref, { externalId }),
    })),
    caughtBy: { "refund/not-made": /undefined/ },
  },
  {
    that: "refunds all when a part is wanted",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, { amount: _, ...request }) => refund(ref, request),
    })),
    caughtBy: {
      "refund/partial": /25000 !== 12500/,
      "refund/several": /25000 !== 1000|expected an answer/,
      "refund/more-than-left": /expected/,
    },
  },
  {
    that: "calls a refund that was refused pending",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, request) =>
        Effect.orElseSucceed(
          refund(ref, request),
          () =>
            new Refund({
              ref,
              externalId: request.externalId,
              status: "pending",
              providerStatus: "",
              raw: {},
            }),
        ),
    })),
    caughtBy: {
      "refund/unpaid": /expected a failure/,
      "refund/window-closed": /expected a failure/,
      "refund/more-than-paid": /expected a failure/,
    },
  },
  {
    that: "names no terms for its refunds",
    underTest: withMembers(({ capabilities }) => ({
      capabilities: {
        ...capabilities,
        refund: { supported: true, terms: [], askedBy: "externalId", externalId: {} },
      },
    })),
    caughtBy: { "capabilities/refund-terms": /there must be terms/ },
  },
  {
    that: "repeats a refund that may have happened",
    underTest: withMembers(({ refund }) => ({
      refund: (ref, request) => Effect.retry(refund(ref, request), { times: 2 }),
    })),
    caughtBy: { "refund/silence": /3 !== 1/ },
  },
]
