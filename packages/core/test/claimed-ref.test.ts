import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { PaymentRef } from "../src/index.js"
import { claimedRef } from "../src/provider-kit.js"

const ids = { paymentId: "p-1", externalId: "e-1" }
const stored = new PaymentRef({
  provider: "contoh",
  ...ids,
  orderId: "o-1",
  channel: "NOBU",
  account: "toko-1",
})

describe("the reference of a callback", () => {
  it("is the stored one, its order and channel included", () => {
    const ref = claimedRef("contoh", ids, stored, { account: "toko-1", channel: "OTHER" })
    expect(Result.getOrThrow(ref)).toBe(stored)
  })

  it.each([undefined, null])("is of what it claims where nothing is stored (%s)", (nothing) => {
    expect(Result.getOrThrow(claimedRef("contoh", ids, nothing))).toEqual(
      new PaymentRef({ provider: "contoh", ...ids, orderId: "e-1" }),
    )
    const whole = { account: "toko-1", channel: "NOBU" }
    expect(Result.getOrThrow(claimedRef("contoh", { ...ids, orderId: "o-1" }, nothing, whole))).toEqual(
      stored,
    )
  })

  it.each([
    ["payment", { ...ids, paymentId: "p-2" }, "toko-1"],
    ["attempt", { ...ids, externalId: "e-2" }, "toko-1"],
    ["order", { ...ids, orderId: "o-2" }, "toko-1"],
    ["account", ids, "toko-2"],
    ["account, or of none", ids, undefined],
  ])("is none where it is about another %s", (_, claimed, account) => {
    const ref = claimedRef("contoh", claimed, stored, { account })
    expect(Result.isFailure(ref) && ref.failure.reason).toMatchObject({
      _tag: "InvalidNotification",
      kind: "mismatch",
    })
  })

  it("is the stored one as JSON.parse gives it, also with fields of a later version", () => {
    const parsed = { ...JSON.parse(JSON.stringify(stored)), later: 1 }
    const ref = Result.getOrThrow(claimedRef("contoh", ids, parsed, { account: "toko-1" }))
    expect(ref).toBeInstanceOf(PaymentRef)
    expect(ref).toEqual(stored)
  })

  const whole = { provider: "contoh", ...ids, orderId: "o-1" }
  const { orderId: _, ...withoutOrder } = whole
  it.each<[string, unknown, string]>([
    ["no order", withoutOrder, "orderId is required"],
    ["an empty order", { ...whole, orderId: "" }, "orderId must not be empty"],
    ["a number for an order", { ...whole, orderId: 17 }, "orderId must be text"],
    ["no channel, told by null", { ...whole, channel: null }, "channel must be text"],
    ["no attributes, told by null", { ...whole, attributes: null }, "attributes must be an object"],
    ["an account that is none", { ...whole, account: "toko 17" }, "account must be 1 to 64"],
    ["text that was not parsed", JSON.stringify(whole), "must be an object"],
    ["a number", 5, "must be an object"],
  ])("is a mistake of ours where what was stored is none: %s", (_name, broken, issue) => {
    // What a caller without types hands over.
    const ref = claimedRef("contoh", ids, broken as PaymentRef)
    expect(Result.isFailure(ref) && ref.failure.reason).toMatchObject({
      _tag: "InvalidNotification",
      kind: "misuse",
      description: expect.stringContaining(issue),
    })
  })
})
