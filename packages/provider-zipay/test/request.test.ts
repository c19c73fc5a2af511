import { Rupiah } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ZipayCreate } from "../src/index.js"
import type { ZipayCreateInput } from "../src/promise.js"
import { openShop, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { zipay: { maxAmount: 9_999_999_999_999 } } })
})
afterAll(() => shop[Symbol.asyncDispose]())

/** What the request is refused for before the network, or `accepted` when the sandbox made a QR. */
const verdictOn = async (request: unknown): Promise<Record<string, string> | "accepted"> => {
  const before = (await shop.wire("zipay.create")).length
  // Requests come from JSON, too: what the types forbid is tried here.
  const call = shop.zipay.create(request as ZipayCreateInput)
  const isMade = await call.then(
    () => true,
    () => false,
  )
  expect(await shop.wire("zipay.create")).toHaveLength(before + (isMade ? 1 : 0))
  if (isMade) return "accepted"
  const error = await failureOf(call)
  expect(error).toMatchObject({ operation: "create", outcome: "not_sent", isRetryable: false })
  return complaintsIn(error)
}

describe("a request", () => {
  it.each([1, 1_000, 9_999_999_999_999])(
    "over %i rupiah is accepted: no limit is documented",
    async (amount) => {
      expect(await verdictOn(shop.order({ amount }))).toBe("accepted")
    },
  )

  it.each([0, -1, 0.5, 1_000.5, 10_000_000_000_000, Number.NaN, Number.POSITIVE_INFINITY, "25000", null])(
    "over %s rupiah is refused",
    async (amount) => {
      expect(Object.keys(Object(await verdictOn({ ...shop.order(), amount })))).toEqual(["amount"])
    },
  )

  it.each(["1", "a b/c", "çà-va", "'\"\\"])("with the external id %j is accepted", async (externalId) => {
    expect(await verdictOn(shop.order({ externalId }))).toBe("accepted")
  })

  it("may hold what Zipay has no field for, which is not sent", async () => {
    const verdict = await verdictOn(
      shop.order({
        orderId: "ORDER-1",
        description: "Dua kopi",
        customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com", phone: "0812" },
        items: [{ id: "kopi", name: "Kopi", unitPrice: 12_500, quantity: 2 }],
      }),
    )
    expect(verdict).toBe("accepted")
    const body = (await shop.wire("zipay.create")).at(-1)?.body ?? ""
    expect(Object.keys(JSON.parse(body)).sort()).toEqual(["amount", "externalId", "merchantId", "signature"])
  })

  it("may not set an expiry or a callback address: who sets them relies on them", async () => {
    expect(
      await verdictOn({
        ...shop.order(),
        expiresAt: new Date(Date.now() + 1_800_000),
        notificationUrl: "https://toko.example/callback",
      }),
    ).toEqual({
      expiresAt: "cannot be set: Zipay's API has no field for an expiry",
      notificationUrl: "cannot be set: Zipay's API has no field for a callback address",
    })
    expect(await verdictOn({ ...shop.order(), notificationUrl: new URL("https://toko.example/") })).toEqual({
      notificationUrl: "cannot be set: Zipay's API has no field for a callback address",
    })
  })

  it("needs amount and external id", async () => {
    expect(await verdictOn({})).toEqual({ amount: "is required", externalId: "is required" })
    expect(await verdictOn({ amount: 25_000, externalId: "" })).toEqual({ externalId: "must not be empty" })
  })

  it("is refused once for everything that is wrong with it", async () => {
    expect(
      await verdictOn({
        amount: 0.5,
        externalId: 7,
        orderId: "",
        description: 1,
        expiresAt: new Date(0),
        notificationUrl: "nonsense",
        customer: { name: 1, email: 2, phone: 3 },
        items: [{ id: "", name: "", unitPrice: 0, quantity: 0 }],
      }),
    ).toEqual({
      amount: "must be whole rupiah",
      externalId: "must be text",
      orderId: "must not be empty",
      description: "must be text",
      expiresAt: "cannot be set: Zipay's API has no field for an expiry",
      notificationUrl: expect.any(String),
      "customer.name": "must be text",
      "customer.email": "must be text",
      "customer.phone": "must be text",
      "items.0.id": "must not be empty",
      "items.0.name": "must not be empty",
      "items.0.unitPrice": expect.stringContaining("whole rupiah"),
      "items.0.quantity": "must be at least 1",
    })
  })

  it.each([null, undefined, "order", 1, [], () => 1])("that is none (%s) is refused", async (input) => {
    expect(await verdictOn(input)).not.toBe("accepted")
  })

  it("of the request class is accepted as it is", async () => {
    const { externalId } = shop.order()
    expect(await verdictOn(new ZipayCreate({ amount: Rupiah.make(25_000), externalId }))).toBe("accepted")
  })
})
