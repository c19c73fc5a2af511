import type { PaymentStatus } from "@qriskit/core"
import { statusOf } from "@qriskit/core/provider-kit"
import { forAll } from "@qriskit/testing"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { STATUS } from "../src/status.js"
import { openShop, type Shop } from "./support/shop.js"

/** Every word of the appendix (specification, section 7.1), read independently of the source. */
const DOCUMENTED: ReadonlyArray<readonly [word: string, status: PaymentStatus]> = [
  ["PAID", "paid"],
  ["SUCCESS", "paid"],
  ["ACTIVE", "pending"],
  ["REQUEST", "pending"],
  ["REFUND_REQUESTED", "refund_pending"],
  ["PARTIAL_REFUND", "partially_refunded"],
  ["REFUND_FAILED", "paid"],
  ["REFUNDED", "refunded"],
  ["VOID", "under_review"],
  ["PROCESSING", "pending"],
  ["FAILED", "failed"],
  ["EXPIRED", "expired"],
  ["CANCELED", "canceled"],
  ["PAYMENT ERROR", "under_review"],
  ["REVERSED", "refunded"],
  ["UNKNOWN", "under_review"],
  ["NEED_REVIEW", "under_review"],
  ["BLOCKED", "under_review"],
  ["UNBLOCKED", "pending"],
]

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

describe("transaction_status", () => {
  it("has a row for every documented word and for no other", () => {
    expect(Object.keys(STATUS).sort()).toEqual(DOCUMENTED.map(([word]) => word).sort())
  })

  it.each(DOCUMENTED)("%s is %s in an inquiry and in a callback", async (word, status) => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.setProviderStatus(ref.paymentId, word)
    const payment = await shop.ifortepay.inquire(ref)
    expect(payment).toMatchObject({ status, providerStatus: word })
    const raw = await shop.control.callbacks.build(ref.paymentId)
    const notification = await shop.ifortepay.notifications.read(raw, ref)
    expect(notification).toMatchObject({ claimedStatus: status, providerStatus: word })
  })

  it.each(["SETTLED", "CANCELLED", "__proto__", "constructor", "toString", "PAID!", "0"])(
    "%s, which nobody mapped, is pending and keeps its word",
    async (word) => {
      const { ref } = await shop.ifortepay.create(shop.order())
      await shop.control.setProviderStatus(ref.paymentId, word)
      expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "pending", providerStatus: word })
    },
  )

  it("is never failed, paid or final for a word that nobody mapped", () => {
    const known = new Set<string>(DOCUMENTED.map(([word]) => word))
    forAll(
      fc.string({ unit: "binary" }).filter((word) => !known.has(word.trim().toUpperCase())),
      (word) => {
        expect(statusOf(STATUS, word)).toBe("pending")
      },
    )
  })

  it("is read whatever its case and the blanks around it", () => {
    for (const [word, status] of DOCUMENTED) expect(statusOf(STATUS, ` ${word.toLowerCase()}\n`)).toBe(status)
  })
})
