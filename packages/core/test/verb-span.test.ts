import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { describe, expect } from "vitest"
import { QrisError } from "../src/error.js"
import { spanned, verb } from "../src/provider-kit/verb-span.js"
import { NetworkFailure } from "../src/reason.js"
import { recordingTracer } from "./support/recording-tracer.js"

const down = new QrisError({
  provider: "contoh",
  operation: "inquire",
  reason: new NetworkFailure({ outcome: "unknown", description: "the connection broke" }),
})

const answers = { status: "paid", providerStatus: "SUCCESS", raw: "a body" }

const inquire = verb(
  { span: "contoh.inquire", provider: "contoh", operation: "inquire" },
  Effect.fnUntraced(function* (ref: { readonly externalId?: unknown }) {
    if (ref.externalId === "down") return yield* down
    return answers
  }),
)

const ofToko = verb(
  { span: "contoh.inquire", provider: "contoh", operation: "inquire", account: "toko-17" },
  (_: { readonly externalId?: unknown }) => Effect.fail(down),
)

const attributesOf = (ref: unknown, asking = inquire) =>
  Effect.gen(function* () {
    const { tracer, spans } = recordingTracer()
    // What a caller without types hands over.
    const asked = asking(ref as { readonly externalId?: unknown })
    yield* Effect.exit(Effect.provideService(asked, Tracer.Tracer, tracer))
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

  it.effect("names the account of one among many, as its error does, traced or not", () =>
    Effect.gen(function* () {
      expect(yield* attributesOf({ externalId: "order-1001-1" }, ofToko)).toMatchObject({
        "qris.account": "toko-17",
        "qris.reason": "NetworkFailure",
      })
      expect(yield* Effect.flip(ofToko({}))).toMatchObject({ account: "toko-17", reason: down.reason })
      const untraced = ofToko({}).pipe(Effect.provideService(References.TracerEnabled, false))
      expect(yield* Effect.flip(untraced)).toMatchObject({ account: "toko-17", reason: down.reason })
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

  it.effect("is not made where tracing is off, and the verb answers all the same", () =>
    Effect.gen(function* () {
      const { tracer, spans } = recordingTracer()
      const answer = yield* inquire({ externalId: "order-1001-1" }).pipe(
        Effect.withTracerEnabled(false),
        Effect.provideService(Tracer.Tracer, tracer),
      )
      expect(answer).toEqual(answers)
      expect(spans).toEqual([])
    }),
  )
})

describe("spanned", () => {
  it.effect("gives any function a span of its name", () =>
    Effect.gen(function* () {
      const { tracer, spans } = recordingTracer()
      const double = spanned("contoh.double", (n: number) => Effect.succeed(n * 2))
      expect(yield* Effect.provideService(double(21), Tracer.Tracer, tracer)).toBe(42)
      expect(spans.map(({ name }) => name)).toEqual(["contoh.double"])
    }),
  )
})
