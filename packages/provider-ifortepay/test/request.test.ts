import { it } from "@effect/vitest"
import { Rupiah } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { IfortepayCreate } from "../src/index.js"
import type { IfortepayCreateInput } from "../src/promise.js"
import { openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { clock: "manual", startAt: NOON } })
})
afterAll(() => shop[Symbol.asyncDispose]())

const requestWith = ({ expiresAt }: { readonly expiresAt?: Date }): IfortepayCreate =>
  new IfortepayCreate({
    amount: Rupiah.make(25_000),
    externalId: shop.order().externalId,
    description: "Dua kopi",
    customer,
    ...(expiresAt && { expiresAt }),
  })

/** What the request is refused for before the network, or `accepted` when the sandbox made a QR. */
const verdictOn = async (request: unknown): Promise<Record<string, string> | "accepted"> => {
  const before = (await shop.wire()).length
  // Requests come from JSON, too: what the types forbid is tried here.
  const call = shop.ifortepay.create(request as IfortepayCreateInput)
  const isMade = await call.then(
    () => true,
    () => false,
  )
  expect(await shop.wire()).toHaveLength(before + (isMade ? 1 : 0))
  if (isMade) return "accepted"
  const error = await failureOf(call)
  expect(error).toMatchObject({ operation: "create", outcome: "not_sent", isRetryable: false })
  return complaintsIn(error)
}

const text = (length: number) => "x".repeat(length)
const email = (length: number) => `${text(length - "@example.com".length)}@example.com`
const customer = { name: "Pelanggan Contoh", email: "pelanggan@example.com" }
const item = { id: "kopi", name: "Kopi", unitPrice: 12_500, quantity: 2 }

describe("a request is accepted at each limit and refused beyond it", () => {
  const LIMITS: ReadonlyArray<
    readonly [title: string, field: string, inside: Partial<IfortepayCreateInput>, outside: object]
  > = [
    ["the least amount", "amount", { amount: 1_000 }, { amount: 999 }],
    ["the most for NOBU", "amount", { amount: 10_000_000 }, { amount: 10_000_001 }],
    [
      "the most for SHOPEEPAY",
      "amount",
      { amount: 5_000_000, channel: "SHOPEEPAY" },
      { amount: 5_000_001, channel: "SHOPEEPAY" },
    ],
    ["whole rupiah", "amount", { amount: 1_500 }, { amount: 1_500.5 }],
    ["a length of external id", "externalId", { externalId: text(64) }, { externalId: text(65) }],
    ["an alphabet of external id", "externalId", { externalId: "aZ-09" }, { externalId: "a_b" }],
    ["an external id at all", "externalId", { externalId: "1" }, { externalId: "" }],
    ["a length of order id", "orderId", { orderId: text(255) }, { orderId: text(256) }],
    ["an alphabet of order id", "orderId", { orderId: "a-B-9" }, { orderId: "a b" }],
    ["an order id at all", "orderId", { orderId: "1" }, { orderId: "" }],
    ["a description", "description", { description: text(255) }, { description: text(256) }],
    ["a description at all", "description", { description: "." }, { description: "" }],
    [
      "a customer's name",
      "customer.name",
      { customer: { ...customer, name: text(100) } },
      { customer: { ...customer, name: text(101) } },
    ],
    [
      "a customer's name at all",
      "customer.name",
      { customer: { ...customer, name: "B" } },
      { customer: { ...customer, name: "" } },
    ],
    [
      "a customer's e-mail beside a phone",
      "customer.email",
      { customer: { ...customer, email: email(255), phone: "081234567890" } },
      { customer: { ...customer, email: email(256), phone: "081234567890" } },
    ],
    [
      "a customer's e-mail that becomes the wallet id",
      "customer.email",
      { customer: { ...customer, email: email(50) } },
      { customer: { ...customer, email: email(51) } },
    ],
    [
      "a customer's phone",
      "customer.phone",
      { customer: { ...customer, phone: "0".repeat(18) } },
      { customer: { ...customer, phone: "0".repeat(19) } },
    ],
    ["a channel", "channel", { channel: "SHOPEEPAY" }, { channel: "LINKAJA" }],
    [
      "an item's id",
      "items.0.id",
      { items: [{ ...item, id: text(25) }] },
      { items: [{ ...item, id: text(26) }] },
    ],
    [
      "an item's name",
      "items.0.name",
      { items: [{ ...item, name: text(50) }] },
      { items: [{ ...item, name: text(51) }] },
    ],
    [
      "an item's most pieces",
      "items.0.quantity",
      { items: [{ ...item, quantity: 99_999 }] },
      { items: [{ ...item, quantity: 100_000 }] },
    ],
    [
      "an item's least pieces",
      "items.0.quantity",
      { items: [{ ...item, quantity: 1 }] },
      { items: [{ ...item, quantity: 0 }] },
    ],
    [
      "an item's price",
      "items.0.unitPrice",
      { items: [{ ...item, unitPrice: 1 }] },
      { items: [{ ...item, unitPrice: 0 }] },
    ],
    [
      "an item's description",
      "items.1.description",
      { items: [item, { ...item, description: text(255) }] },
      { items: [item, { ...item, description: text(256) }] },
    ],
    [
      "a callback address",
      "notificationUrl",
      { notificationUrl: "https://toko.example/callback" },
      { notificationUrl: "ftp://toko.example/callback" },
    ],
    [
      "a callback address that is one",
      "notificationUrl",
      { notificationUrl: new URL("https://toko.example/") },
      { notificationUrl: "toko" },
    ],
    [
      "a callback address over plain http, for an emulator only",
      "notificationUrl",
      { notificationUrl: "http://shop:3000/callback" },
      { notificationUrl: "http://toko.example/callback" },
    ],
    [
      "a callback address without a password",
      "notificationUrl",
      { notificationUrl: "https://toko.example/callback?key=1" },
      { notificationUrl: "https://toko:hunter2@toko.example/callback" },
    ],
  ]

  it.each(LIMITS)("%s (%s)", async (_, field, inside, outside) => {
    expect(await verdictOn(shop.order(inside))).toBe("accepted")
    expect(Object.keys(Object(await verdictOn({ ...shop.order(), ...outside })))).toEqual([field])
  })
})

describe("an expiry is 15 to 60 minutes ahead", () => {
  const MINUTE = 60_000
  const aheadOfNoon = (millis: number) => new Date(NOON.getTime() + millis)

  const verdictAtNoon = (expiresAt: Date) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOON.getTime())
      const result = yield* Effect.result(shop.ifortepay.effect.create(requestWith({ expiresAt })))
      return result._tag === "Success" ? result.success.expiresAt : complaintsIn(result.failure)
    })

  const refused = { expiresAt: "must be 15 to 60 minutes ahead" }

  it.effect.each([15 * MINUTE, 15 * MINUTE + 1, 30 * MINUTE, 60 * MINUTE])(
    "%i ms ahead is accepted",
    (ahead) =>
      Effect.map(verdictAtNoon(aheadOfNoon(ahead)), (verdict) => {
        expect(verdict).toEqual(aheadOfNoon(ahead))
      }),
  )

  it.effect.each([15 * MINUTE - 1, 60 * MINUTE + 1, 0, -20 * MINUTE, 24 * 60 * MINUTE])(
    "%i ms ahead is refused",
    (ahead) =>
      Effect.map(verdictAtNoon(aheadOfNoon(ahead)), (verdict) => {
        expect(verdict).toEqual(refused)
      }),
  )

  it("a date that is none is refused", async () => {
    const verdict = await verdictOn(shop.order({ expiresAt: new Date(Number.NaN) }))
    expect(Object.keys(Object(verdict))).toEqual(["expiresAt"])
  })

  it("a time as text is refused rather than guessed", async () => {
    const verdict = await verdictOn({ ...shop.order(), expiresAt: "2026-11-20T12:30:00+07:00" })
    expect(Object.keys(Object(verdict))).toEqual(["expiresAt"])
  })
})

describe("one error names every bad field", () => {
  it("those that break the schema beside those that break a rule", async () => {
    const verdict = await verdictOn({
      amount: 12,
      externalId: "has blank",
      orderId: "",
      description: text(256),
      expiresAt: new Date(0),
      notificationUrl: "javascript:alert(1)",
      channel: "OVO",
      customer: { name: "", email: email(256), phone: text(19) },
      items: [{ id: text(26), name: "", unitPrice: 0.5, quantity: 0 }],
    })
    expect(verdict).toEqual({
      amount: "must be at least 1000 rupiah",
      externalId: "may hold only letters, digits and -",
      orderId: "must not be empty",
      description: "must be at most 255 characters",
      expiresAt: "must be 15 to 60 minutes ahead",
      notificationUrl: "must be https (http only within a private network, for an emulator)",
      channel: expect.stringContaining("NOBU"),
      "customer.name": "must not be empty",
      "customer.email": "must be at most 255 characters",
      "customer.phone": "must be at most 18 characters",
      "items.0.id": "must be at most 25 characters",
      "items.0.name": "must not be empty",
      "items.0.unitPrice": "must be whole rupiah",
      "items.0.quantity": "must be 1 to 99,999",
    })
  })

  it("every field that is missing", async () => {
    expect(await verdictOn({})).toEqual({
      amount: "is required",
      externalId: "is required",
      description: "is required",
      customer: "is required",
    })
    expect(await verdictOn({ ...shop.order(), customer: {} })).toEqual({
      "customer.name": "is required",
      "customer.email": "is required",
    })
  })

  it.each([null, undefined, "order", 1, [], () => 1])(
    "input that is no request at all (%s)",
    async (input) => {
      expect(await verdictOn(input)).not.toBe("accepted")
    },
  )

  it("and never a value", async () => {
    const secret = "s3cret value"
    const error = await failureOf(
      shop.ifortepay.create(shop.order({ externalId: secret, description: secret.repeat(99) })),
    )
    expect(error.message).not.toContain(secret)
  })
})

describe("limits that were granted", () => {
  it("replace the documented maximum of their channel and of no other", async () => {
    await using granted = await openShop({
      sandbox: { ifortepay: { maxAmount: { NOBU: 20_000_000, SHOPEEPAY: 5_000_000 } } },
      config: { maximumAmount: { NOBU: 20_000_000 } },
    })
    const { amount } = await granted.ifortepay.create(granted.order({ amount: 20_000_000 }))
    expect(amount).toBe(20_000_000)
    const beyond = granted.order({ amount: 20_000_001 })
    expect(complaintsIn(await failureOf(granted.ifortepay.create(beyond)))).toEqual({
      amount: "must be at most 20000000 rupiah for NOBU",
    })
    const elsewhere = granted.order({ amount: 5_000_001, channel: "SHOPEEPAY" })
    expect(complaintsIn(await failureOf(granted.ifortepay.create(elsewhere)))).toEqual({
      amount: "must be at most 5000000 rupiah for SHOPEEPAY",
    })
  })
})

it("a request class is accepted as it is", async () => {
  expect(await verdictOn(requestWith({}))).toBe("accepted")
})
