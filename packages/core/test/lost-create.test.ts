import { it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect } from "vitest"
import {
  NetworkFailure,
  PaymentRef,
  type QrisError,
  RateLimited,
  type Reason,
  TimedOut,
} from "../src/index.js"
import { type FoundCreate, failuresOf, findingLostCreate, namingAccount } from "../src/provider-kit.js"

const ref = new PaymentRef({ provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "e-1" })
const { fail } = failuresOf("contoh")
const lost = new TimedOut({ outcome: "unknown", description: "no answer in time" })

interface Answer {
  readonly qr: string
}

/** A create that failed for a reason, and what asking finds; how often that was asked. */
const asking = (
  reason: Reason,
  found: Effect.Effect<FoundCreate<Answer> | undefined, QrisError>,
  deadlineAt = 30_000,
) => {
  let asked = 0
  const find = Effect.suspend(() => {
    asked += 1
    return found
  })
  const sent: Effect.Effect<Answer, QrisError> = Effect.fail(fail("create", reason))
  const retry = { times: 3, baseDelay: 100, maxDelay: 1_000 }
  const create = Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(findingLostCreate(sent, { retry, deadlineAt, find }))
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })
  return { create, asked: () => asked }
}

describe("a create whose answer was lost", () => {
  it.effect("is known where asking finds its answer", () =>
    Effect.gen(function* () {
      const { create, asked } = asking(lost, Effect.succeed({ answer: { qr: "0002" } }))
      expect(yield* create).toEqual({ qr: "0002" })
      expect(asked()).toBe(1)
    }),
  )

  it.effect("fails as it did, and names what it made, where no QR is to be had", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(asking(lost, Effect.succeed({ ref })).create)
      expect(error).toMatchObject({ operation: "create", reason: lost, outcome: "unknown", found: ref })
      expect(error.message).toContain("cancel it or let it expire")
      expect(namingAccount(error, "toko-1")).toMatchObject({ account: "toko-1", found: ref })
      expect(JSON.parse(JSON.stringify(error.found))).toEqual({ ...ref })
    }),
  )

  it.effect("fails as it did where nothing is found, and where nobody can be asked", () =>
    Effect.gen(function* () {
      const unreachable = fail("inquire", new NetworkFailure({ outcome: "unknown", description: "reset" }))
      for (const found of [Effect.succeed(undefined), Effect.fail(unreachable)]) {
        const error = yield* Effect.flip(asking(lost, found).create)
        expect(error).toMatchObject({ operation: "create", reason: lost })
        expect(error.found).toBeUndefined()
        expect(error.message).toContain("A payment may exist")
      }
    }),
  )

  it.effect("is asked about within its own deadline, and never where it was not sent or refused", () =>
    Effect.gen(function* () {
      const found = Effect.succeed({ ref })
      const patient = new TimedOut({ outcome: "not_sent", description: "no connection in time" })
      const limited = new RateLimited({ retryAfter: Duration.seconds(1) })
      for (const late of [asking(lost, found, 10), asking(patient, found), asking(limited, found)]) {
        expect((yield* Effect.flip(late.create)).found).toBeUndefined()
        expect(late.asked()).toBe(0)
      }
    }),
  )
})
