import { Payment, QrisError } from "@qriskit/core"
import { failureOf } from "@qriskit/testing"
import { expect, it } from "vitest"
import { createZipay } from "../src/promise.js"
import { openShop } from "./support/shop.js"

it("plain values go in, the classes of core come out", async () => {
  await using shop = await openShop()
  const { zipay } = shop
  const payment = await zipay.create(shop.order())
  expect(payment).toBeInstanceOf(Payment)
  expect(await zipay.inquire(payment.ref)).toBeInstanceOf(Payment)
  expect(zipay.id).toBe("zipay")
})

it("input is checked by its type, too", async () => {
  await using shop = await openShop()
  // @ts-expect-error the external id is required
  await expect(shop.zipay.create({ amount: 25_000 })).rejects.toBeInstanceOf(QrisError)
  // @ts-expect-error amounts are numbers
  await expect(shop.zipay.create(shop.order({ amount: "25000" }))).rejects.toBeInstanceOf(QrisError)
})

it("a call that is aborted rejects with its reason, each verb alike", async () => {
  await using shop = await openShop()
  const { ref } = await shop.zipay.create(shop.order())
  const reason = new Error("the customer left")
  const signal = AbortSignal.abort(reason)
  await expect(shop.zipay.create(shop.order(), { signal })).rejects.toBe(reason)
  await expect(shop.zipay.inquire(ref, { signal })).rejects.toBe(reason)
})

it("a connection that is refused was not sent, with a token at hand or without", async () => {
  await using shop = await openShop()
  await shop.zipay.create(shop.order())
  await using fresh = await openShop({ config: shop.configuration })
  await shop.control.faults.refuse()
  for (const zipay of [shop.zipay, fresh.zipay]) {
    const error = await failureOf(zipay.create(shop.order()))
    expect(error).toMatchObject({
      outcome: "not_sent",
      isRetryable: true,
      reason: { _tag: "NetworkFailure" },
    })
  }
  await shop.control.faults.restore()
})

it("close ends a client, and may be called again", async () => {
  await using shop = await openShop()
  const client = createZipay(shop.configuration)
  await client.create(shop.order())
  await client.close()
  await client.close()
  expect(await failureOf(client.create(shop.order()))).toMatchObject({ outcome: "not_sent" })
})
