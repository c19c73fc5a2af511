import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import { describe, expect } from "vitest"
import { QrisError } from "../src/error.js"
import { observe } from "../src/provider-kit/verb-span.js"
import { NetworkFailure } from "../src/reason.js"
import { recordingTracer } from "./support/recording-tracer.js"

const down = new QrisError({
  provider: "contoh",
  operation: "inquire",
  reason: new NetworkFailure({ outcome: "unknown", description: "the connection broke" }),
})

const answers = { status: "paid", providerStatus: "SUCCESS", raw: "a body" }

const inquire = Effect.fn("contoh.inquire")(
  function* (ref: { readonly externalId?: unknown }) {
    if (ref.externalId === "down") return yield* down
    return answers
  },
  observe("contoh", "inquire"),
)

const attributesOf = (ref: unknown) =>
  Effect.gen(function* () {
    const { tracer, spans } = recordingTracer()
    // What a caller without types hands over.
    const verb = inquire(ref as { readonly externalId?: unknown })
    yield* Effect.exit(Effect.provideService(verb, Tracer.Tracer, tracer))
    expect(spans.map(({ name }) => name)).toEqual(["contoh.inquire"])
    return Object.fromEntries(spans[0]?.attributes ?? [])
  })

describe("a verb's span", () => {
  it.effect("says which payment it is about and what the provider answered, and nothing more", () =>
    Effect.gen(function* () {
      expect(yield* attributesOf({ externalId: "order-1001-1", paymentId: "p-1" })).toEqual({
        "qris.provider": "contoh",
        "qris.operation": "inquire",
        "qris.external_id": "order-1001-1",
        "qris.outcome": "answered",
        "qris.status": "paid",
      })
    }),
  )

  it.effect("says what went wrong and what that means", () =>
    Effect.gen(function* () {
      expect(yield* attributesOf({ externalId: "down" })).toEqual({
        "qris.provider": "contoh",
        "qris.operation": "inquire",
        "qris.external_id": "down",
        "qris.outcome": "unknown",
        "qris.reason": "NetworkFailure",
      })
    }),
  )

  it.effect.each([{}, { externalId: 5 }, { externalId: { toString: () => "x" } }])(
    "holds no external id that is not text: %j",
    (ref) =>
      Effect.gen(function* () {
        expect((yield* attributesOf(ref))["qris.external_id"]).toBe("")
      }),
  )

  it.effect("cuts an external id that no provider would take", () =>
    Effect.gen(function* () {
      expect((yield* attributesOf({ externalId: "x".repeat(5_000) }))["qris.external_id"]).toHaveLength(255)
    }),
  )
})
