import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect } from "vitest"
import {
  type Cancellation,
  InvalidState,
  NetworkFailure,
  Payment,
  PaymentRef,
  type PaymentStatus,
  ProviderUnavailable,
  type QrisError,
  type Reason,
  Rupiah,
  PaymentStatus as Statuses,
} from "../src/index.js"
import { cancelKnowingState, cancellationOf, failuresOf } from "../src/provider-kit.js"

const ref = new PaymentRef({ provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "e-1" })
const { fail } = failuresOf("contoh")

const inquired = (status: PaymentStatus) => () =>
  Effect.succeed(new Payment({ ref, status, providerStatus: status, amount: Rupiah.make(25_000), raw: {} }))

const refusing = (reason: Reason) => () => Effect.fail(fail("cancel", reason))

const refused = (cancel: (ref: PaymentRef) => Effect.Effect<Cancellation, QrisError>) =>
  Effect.map(Effect.flip(cancel(ref)), ({ reason }) => reason)

describe("an answer to a cancel", () => {
  it.each(Statuses.literals)("that says %s", (status) => {
    const answer = cancellationOf("contoh", ref, { status, providerStatus: "X", raw: {} })
    const isCancel = status === "canceled" || status === "pending"
    expect(Result.isSuccess(answer)).toBe(isCancel)
    if (Result.isSuccess(answer)) expect(answer.success).toMatchObject({ ref, status, providerStatus: "X" })
    else expect(answer.failure.reason).toMatchObject({ _tag: "InvalidState", status })
  })
})

describe("a cancel that is refused", () => {
  const said = { httpStatus: 412, providerCode: "412", providerMessage: "No." }

  it.effect("for the payment's state says which that is, with the acquirer's own words", () =>
    Effect.gen(function* () {
      const cancel = cancelKnowingState("contoh", {
        send: refusing(new InvalidState(said)),
        inquire: inquired("paid"),
      })
      expect(yield* refused(cancel)).toMatchObject({ _tag: "InvalidState", status: "paid", ...said })
    }),
  )

  it.effect("stays as it was where the payment is still pending, or cannot be asked about", () =>
    Effect.gen(function* () {
      const send = refusing(new InvalidState(said))
      const unreachable = new NetworkFailure({ outcome: "unknown", description: "reset" })
      for (const inquire of [inquired("pending"), () => Effect.fail(fail("inquire", unreachable))]) {
        const reason = yield* refused(cancelKnowingState("contoh", { send, inquire }))
        expect(reason).toMatchObject({ _tag: "InvalidState", ...said })
        expect(reason).not.toHaveProperty("status")
      }
    }),
  )

  it.effect("for anything else, or for a state that it names, asks nothing", () =>
    Effect.gen(function* () {
      const unavailable = new ProviderUnavailable({ outcome: "unknown" })
      for (const reason of [unavailable, new InvalidState({ status: "expired" })]) {
        const cancel = cancelKnowingState("contoh", {
          send: refusing(reason),
          inquire: () => Effect.die("it must not ask"),
        })
        expect(yield* refused(cancel)).toEqual(reason)
      }
    }),
  )

  it.effect("may be about the state by a rule of the provider's own", () =>
    Effect.gen(function* () {
      const cancel = cancelKnowingState("contoh", {
        send: refusing(new ProviderUnavailable({ outcome: "unknown", ...said })),
        inquire: inquired("canceled"),
        mayBeAboutState: (reason): reason is ProviderUnavailable => reason._tag === "ProviderUnavailable",
      })
      expect(yield* refused(cancel)).toMatchObject({ _tag: "InvalidState", status: "canceled", ...said })
    }),
  )
})
