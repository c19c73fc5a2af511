import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openShop, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const refusedFields = async (change: object): Promise<ReadonlyArray<string>> =>
  Object.keys(complaintsIn(await failureOf(shop.client.create({ ...shop.order(), ...change }))))

const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)
const item = { id: "1", name: "Kopi", unitPrice: 12_500, quantity: 2 }

describe("a request", () => {
  it.each(["a b", ".", "..", "a/b", "a#b", "a%b", "é", "x".repeat(51)])(
    "cannot have the id %j",
    async (externalId) => {
      expect(await refusedFields({ externalId })).toEqual(["externalId"])
    },
  )

  it.each(["...", "a.b~c_d-e", "x".repeat(50)])("can have the id %j", async (externalId) => {
    const { ref } = await shop.client.create(shop.order({ externalId }))
    expect((await shop.client.inquire(ref)).ref.externalId).toBe(externalId)
  })

  it("stays within the limits", async () => {
    expect(await refusedFields({ amount: 0 })).toEqual(["amount"])
    expect(await refusedFields({ amount: 10_000_001 })).toEqual(["amount"])
    expect((await shop.client.create(shop.order({ amount: 1 }))).amount).toBe(1)
    expect((await shop.client.create(shop.order({ amount: 10_000_000 }))).amount).toBe(10_000_000)
    expect(await refusedFields({ expiresAt: inMinutes(0.5) })).toEqual(["expiresAt"])
    expect(await refusedFields({ expiresAt: inMinutes(10_081) })).toEqual(["expiresAt"])
    await shop.client.create(shop.order({ expiresAt: inMinutes(2) }))
  })

  it("names an address that is one address", async () => {
    expect(await refusedFields({ notificationUrl: "ftp://toko.example.com/" })).toEqual(["notificationUrl"])
    expect(await refusedFields({ notificationUrl: "https://toko.example.com/a,b" })).toEqual([
      "notificationUrl",
    ])
    const { ref } = await shop.client.create(shop.order({ notificationUrl: "http://127.0.0.1:9/qris" }))
    expect((await shop.control.callbacks.build(ref.paymentId)).url).toBe("http://127.0.0.1:9/qris")
  })

  it("has items that add up to its amount", async () => {
    await shop.client.create(shop.order({ items: [item] }))
    expect(await refusedFields({ items: [item, item] })).toEqual(["items"])
    expect(await refusedFields({ amount: 0, items: [item] })).toEqual(["amount"])
  })
})
