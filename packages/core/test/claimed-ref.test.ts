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
})
