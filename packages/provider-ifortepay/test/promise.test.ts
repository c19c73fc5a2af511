import { Cancellation, Payment, QrisError } from "@qriskit/core"
import { failureOf } from "@qriskit/testing"
import { expect, it } from "vitest"
import { createIfortepay } from "../src/promise.js"
import { openShop } from "./support/shop.js"

it("plain values go in, the classes of core come out", async () => {
  await using shop = await openShop()
  const { ifortepay } = shop
  const payment = await ifortepay.create(shop.order())
  expect(payment).toBeInstanceOf(Payment)
  expect(await ifortepay.inquire(payment.ref)).toBeInstanceOf(Payment)
  expect(await ifortepay.cancel(payment.ref)).toBeInstanceOf(Cancellation)
  expect(await failureOf(ifortepay.cancel(payment.ref))).toBeInstanceOf(QrisError)
  expect(ifortepay.id).toBe("ifortepay")
})

it("input is checked by its type, too", async () => {
  await using shop = await openShop()
  const { description: _, ...incomplete } = shop.order()
  // @ts-expect-error description is required by iFortepay
  await expect(shop.ifortepay.create(incomplete)).rejects.toBeInstanceOf(QrisError)
  // @ts-expect-error there is no such channel
  await expect(shop.ifortepay.create(shop.order({ channel: "OVO" }))).rejects.toBeInstanceOf(QrisError)
  // @ts-expect-error iFortepay refunds nothing by its API
  expect(shop.ifortepay.refund).toBeUndefined()
})

it("a call that is aborted rejects with its reason, each verb alike", async () => {
  await using shop = await openShop()
  const { ref } = await shop.ifortepay.create(shop.order())
  const reason = new Error("the customer left")
  const signal = AbortSignal.abort(reason)
  await expect(shop.ifortepay.create(shop.order(), { signal })).rejects.toBe(reason)
  await expect(shop.ifortepay.inquire(ref, { signal })).rejects.toBe(reason)
  await expect(shop.ifortepay.cancel(ref, { signal })).rejects.toBe(reason)
})

it("a connection that is refused was not sent", async () => {
  await using shop = await openShop()
  await shop.control.faults.refuse()
  const error = await failureOf(shop.ifortepay.create(shop.order()))
  expect(error).toMatchObject({ outcome: "not_sent", isRetryable: true, reason: { _tag: "NetworkFailure" } })
  await shop.control.faults.restore()
})

it("close ends a client, and may be called again", async () => {
  await using shop = await openShop()
  const client = createIfortepay(shop.configuration)
  await client.create(shop.order())
  await client.close()
  await client.close()
  expect(await failureOf(client.create(shop.order()))).toMatchObject({ outcome: "not_sent" })
})
