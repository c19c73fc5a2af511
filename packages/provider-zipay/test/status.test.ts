import type { PaymentStatus } from "@qriskit/core"
import { statusOf } from "@qriskit/core/provider-kit"
import { forAll } from "@qriskit/testing"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { STATUS } from "../src/status.js"
import { openShop, type Shop } from "./support/shop.js"

/** Every word that is documented or can be expected (specification, section 8), read independently of the source. */
const WORDS: ReadonlyArray<readonly [word: string, status: PaymentStatus]> = [
  ["ACTIVE", "pending"],
  ["PAID", "paid"],
  ["EXPIRED", "expired"],
]

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const inquiredAs = async (word: string) => {
  const { ref } = await shop.zipay.create(shop.order())
  await shop.control.setProviderStatus(ref.paymentId, word)
  const payment = await shop.zipay.inquire(ref)
  const notification = await shop.zipay.notifications.read(
    await shop.control.callbacks.build(ref.paymentId),
    ref,
  )
  expect([payment.providerStatus, notification.providerStatus]).toEqual([word, word])
  expect(notification.claimedStatus).toBe(payment.status)
  return payment.status
}

describe("status", () => {
  it("has a row for each of these words and for no other", () => {
    expect(Object.keys(STATUS).sort()).toEqual(WORDS.map(([word]) => word).sort())
  })

  it.each(WORDS)("%s is %s in an inquiry and in a callback", async (word, status) => {
    expect(await inquiredAs(word)).toBe(status)
  })

  it.each([
    "FAILED",
    "CANCELED",
    "REFUNDED",
    "NON ACTIVE",
    "FREEZE",
    "PENDING",
    "SUCCESS",
    "__proto__",
    "constructor",
    "toString",
  ])("%s, which no page names for a payment, is pending", async (word) => {
    expect(await inquiredAs(word)).toBe("pending")
  })

  it("is never failed, paid or final for a word that nobody mapped", () => {
    const known = new Set<string>(WORDS.map(([word]) => word))
    forAll(
      fc.string({ unit: "binary" }).filter((word) => !known.has(word.trim().toUpperCase())),
      (word) => {
        expect(statusOf(STATUS, word)).toBe("pending")
      },
    )
  })
})
