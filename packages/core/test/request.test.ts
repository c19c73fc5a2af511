import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { describe, expect } from "vitest"
import { CreatePayment, PaymentRef } from "../src/payment.js"
import { decodeRef, decodeRequest, paymentIdInPath, type RequestRules } from "../src/provider-kit/request.js"

const check = decodeRequest("contoh", "create", CreatePayment)

/** Rules that a schema cannot say; a field that broke its schema is not theirs to judge. */
const rules: RequestRules<CreatePayment> = ({ externalId, amount, items }) => [
  ...(externalId !== undefined && externalId.length > 10
    ? [{ path: "externalId", message: "must be at most 10 characters" }]
    : []),
  ...(amount !== undefined && amount < 1_000
    ? [{ path: "amount", message: "must be at least Rp 1.000" }]
    : []),
  ...(items === undefined ? [{ path: "items", message: "is required" }] : []),
]
const decode = (input: unknown) => check(input, rules)

const ref = { provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }

describe("a request", () => {
  it.effect("is decoded before it is sent", () =>
    Effect.gen(function* () {
      expect(yield* decode({ amount: 1_000, externalId: "e-1", items: [] })).toBeInstanceOf(CreatePayment)
      expect(yield* check({ amount: 1, externalId: "e-1" })).toBeInstanceOf(CreatePayment)
    }),
  )

  it.effect("fails with one error that lists every bad field, by schema and by rule", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(decode({ amount: "1000", externalId: "e-1234567890", description: 5 }))
      expect(error.outcome).toBe("not_sent")
      expect(error.isRetryable).toBe(false)
      expect(error.message).toBe(
        "contoh create: The request is not valid: amount must be a number; description must be text; externalId must be at most 10 characters; items is required. Nothing was sent, so no payment was created and no money can move.",
      )
    }),
  )

  it.effect("is held against the rules where its schema has no complaint", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(decode({ amount: 999, externalId: "e-1234567890", items: [] }))
      expect(error.reason).toMatchObject({
        _tag: "InvalidRequest",
        outcome: "not_sent",
        issues: [
          { path: "externalId", message: "must be at most 10 characters" },
          { path: "amount", message: "must be at least Rp 1.000" },
        ],
      })
    }),
  )

  it.effect("is refused with a field that nobody knows, which may be one that is mistyped", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(check({ amount: 1, externalId: "e-1", expireAt: new Date() }))
      expect(error.reason).toMatchObject({
        _tag: "InvalidRequest",
        issues: [{ path: "expireAt", message: "is not a known field" }],
      })
    }),
  )

  it.effect("shows the rules only fields of its own that are right", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const look: RequestRules<CreatePayment> = (candidate) => {
        seen.push(candidate)
        return []
      }
      const input = JSON.parse(
        '{"externalId":"e-1","amount":0.5,"constructor":1,"__proto__":{"amount":5},"extra":1}',
      )
      yield* Effect.flip(check(input, look))
      yield* Effect.flip(check("text", look))
      yield* Effect.flip(check(null, look))
      expect(seen).toStrictEqual([{ externalId: "e-1" }, {}, {}])
    }),
  )
})

describe("a reference", () => {
  it.effect("is accepted with fields of a later version", () =>
    Effect.gen(function* () {
      const decodeStored = decodeRef("contoh", "inquire")
      expect(yield* decodeStored({ ...ref, storedBy: "a later version" })).toEqual(new PaymentRef(ref))
    }),
  )

  it.effect("is accepted as JSON.parse gives it", () =>
    Effect.gen(function* () {
      const stored = JSON.stringify(new PaymentRef(ref))
      const restored = yield* decodeRef("contoh", "inquire")(JSON.parse(stored))
      expect(restored).toStrictEqual(new PaymentRef(ref))
    }),
  )

  it.effect("of another provider is refused, by name", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(decodeRef("contoh", "cancel")({ ...ref, provider: "other" }))
      expect(error.message).toBe(
        'contoh cancel: The request is not valid: provider must be "contoh": this reference belongs to another provider. Nothing was sent: the QR can still be paid.',
      )
    }),
  )

  it.effect.each([
    [{ ...ref, account: "toko-1" }, "toko-2", "it belongs to another account"],
    [ref, "toko-2", "it belongs to none"],
    [{ ...ref, account: "toko-1" }, undefined, "the client has none"],
  ] as const)("of another account is refused: %j by %j, %s", ([foreign, account]) =>
    Effect.gen(function* () {
      const { outcome, reason } = yield* Effect.flip(decodeRef("contoh", "inquire", { account })(foreign))
      expect(outcome).toBe("not_sent")
      expect(reason).toMatchObject({ _tag: "InvalidRequest", issues: [{ path: "account" }] })
    }),
  )

  it.effect("of the client's own account is accepted", () =>
    Effect.gen(function* () {
      const own = { ...ref, account: "toko-1" }
      expect(yield* decodeRef("contoh", "inquire", { account: "toko-1" })(own)).toEqual(new PaymentRef(own))
    }),
  )

  it.effect.each([undefined, null, "p-1", JSON.stringify(ref), {}])("is not %j", (input) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(decodeRef("contoh", "inquire")(input))
      expect(error.reason._tag).toBe("InvalidRequest")
      expect(error.outcome).toBe("not_sent")
    }),
  )
})

it("an id that goes into a path is none that leads elsewhere, nor half a character", () => {
  for (const paymentId of [".", "..", "\ud800"]) expect(paymentIdInPath({ paymentId })).toHaveLength(1)
  for (const paymentId of ["...", "a/../b", "#", "é"]) expect(paymentIdInPath({ paymentId })).toEqual([])
  expect(paymentIdInPath({})).toEqual([])
})
