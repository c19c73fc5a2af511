import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CreatePayment, Payment, PaymentRef } from "../src/payment.js"
import { issuesOf } from "../src/provider-kit/schema-issues.js"
import { Rupiah } from "../src/rupiah.js"
import { forAll } from "./support/for-all.js"

const decodeCreate = Schema.decodeUnknownResult(CreatePayment, { errors: "all" })
const decodeRef = Schema.decodeUnknownResult(PaymentRef, { errors: "all" })

const complaints = (input: unknown): Record<string, string> => {
  const decoded = decodeCreate(input)
  return Result.isSuccess(decoded)
    ? {}
    : Object.fromEntries(issuesOf(decoded.failure).map(({ path, message }) => [path, message]))
}

const filled = fc.string({ minLength: 1, unit: "binary" })

describe("PaymentRef", () => {
  it("survives JSON, whatever its ids are made of", () => {
    forAll(
      fc.record(
        {
          provider: filled,
          paymentId: filled,
          externalId: filled,
          orderId: filled,
          channel: filled,
          account: fc.stringMatching(/^\w[\w\-.~:@]{0,63}$/),
          attributes: fc.dictionary(fc.stringMatching(/^[a-zA-Z]\w{0,39}$/), fc.string({ maxLength: 255 }), {
            maxKeys: 16,
          }),
        },
        { requiredKeys: ["provider", "paymentId", "externalId", "orderId"] },
      ),
      (fields) => {
        const ref = new PaymentRef(fields)
        const stored = JSON.stringify(ref)
        const restored = Result.getOrThrow(decodeRef(JSON.parse(stored)))
        expect(restored).toBeInstanceOf(PaymentRef)
        expect({ ...restored }).toEqual(fields)
        expect(JSON.stringify(restored)).toBe(stored)
      },
    )
  })

  it("is stored as its ids and nothing else", () => {
    const ref = new PaymentRef({ provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" })
    expect(JSON.stringify(ref)).toBe(
      '{"provider":"zipay","paymentId":"p-1","externalId":"e-1","orderId":"o-1"}',
    )
  })

  it.each(["provider", "paymentId", "externalId", "orderId"])("cannot do without %s", (field) => {
    const fields = { provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }
    expect(Result.isFailure(decodeRef({ ...fields, [field]: undefined }))).toBe(true)
    expect(Result.isFailure(decodeRef({ ...fields, [field]: "" }))).toBe(true)
    expect(Result.isFailure(decodeRef({ ...fields, [field]: 1 }))).toBe(true)
  })

  it.each([
    ["seventeen", Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`id${index}`, "1"]))],
    ["one with a name that is no name", { "contract id": "1" }],
    ["one whose name means something to JavaScript", JSON.parse('{"__proto__":"1"}')],
    ["one that is no text", { contractId: 1 }],
    ["a text without end", { contractId: "1".repeat(256) }],
  ])("refuses attributes: %s", (_, attributes) => {
    const fields = { provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }
    expect(Result.isFailure(decodeRef({ ...fields, attributes }))).toBe(true)
  })

  it.each(["", ".", "..", "toko/17", "toko 17", "toko\n17", "t".repeat(65), 17, null])(
    "refuses an account that could not stand in a path: %j",
    (account) => {
      const fields = { provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }
      expect(Result.isFailure(decodeRef({ ...fields, account }))).toBe(true)
    },
  )

  it("is accepted as an instance too", () => {
    const ref = new PaymentRef({ provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" })
    expect(Result.getOrThrow(decodeRef(ref))).toStrictEqual(ref)
  })
})

describe("CreatePayment", () => {
  const minimal = { amount: 25_000, externalId: "order-1001-1" }

  it("is read from plain values", () => {
    const request = Result.getOrThrow(
      decodeCreate({
        ...minimal,
        orderId: "order-1001",
        description: "Kopi susu",
        expiresAt: new Date("2026-04-07T11:44:28Z"),
        customer: { name: "Budi", email: "budi@example.co.id", phone: "081200000000" },
        notificationUrl: "https://toko-contoh.example/qris",
        items: [{ id: "kopi", name: "Kopi susu", unitPrice: 12_500, quantity: 2 }],
      }),
    )
    expect(request).toBeInstanceOf(CreatePayment)
    expect(request.amount).toBe(25_000)
    expect(request.notificationUrl?.href).toBe("https://toko-contoh.example/qris")
    expect(request.items?.[0]?.unitPrice).toBe(12_500)
  })

  it("takes an address as a URL too", () => {
    const url = new URL("https://toko-contoh.example/qris")
    expect(Result.getOrThrow(decodeCreate({ ...minimal, notificationUrl: url })).notificationUrl).toBe(url)
  })

  it("ends at a time that wires can write: its year has four digits", () => {
    const complaintAbout = (time: string) =>
      complaints({ ...minimal, expiresAt: new Date(time) })["expiresAt"]
    expect(complaintAbout("9999-12-30T23:59:59Z")).toBeUndefined()
    for (const time of ["9999-12-31T17:00:00Z", "+010000-01-01T00:00:00Z", "+275760-09-13T00:00:00Z"])
      expect(complaintAbout(time)).toBe("must be before the year 10000")
  })

  it("leaves absent what was not said", () => {
    expect({ ...Result.getOrThrow(decodeCreate(minimal)) }).toEqual(minimal)
  })

  it("names every bad field at once", () => {
    expect(
      complaints({
        amount: "25000",
        externalId: "",
        orderId: "",
        description: 5,
        expiresAt: new Date("tomorrow"),
        customer: { name: 1, email: 2, phone: 3 },
        notificationUrl: "not an address",
        items: [{}, { id: "", name: "", unitPrice: 0.5, quantity: 0, description: 1 }, 7],
      }),
    ).toEqual({
      amount: "must be a number",
      externalId: "must not be empty",
      orderId: "must not be empty",
      description: "must be text",
      expiresAt: "must be a valid Date",
      "customer.name": "must be text",
      "customer.email": "must be text",
      "customer.phone": "must be text",
      notificationUrl: "must be a URL",
      "items.0.id": "is required",
      "items.0.name": "is required",
      "items.0.unitPrice": "is required",
      "items.0.quantity": "is required",
      "items.1.id": "must not be empty",
      "items.1.name": "must not be empty",
      "items.1.unitPrice": "must be whole rupiah",
      "items.1.quantity": "must be at least 1",
      "items.1.description": "must be text",
      "items.2": "must be an object",
    })
  })

  it.each([undefined, null, [], "x", 7, () => minimal])("is an object: not %o", (input) => {
    expect(complaints(input)).toEqual({ "": "must be an object" })
  })

  it("requires an amount and an external id", () => {
    expect(complaints({})).toEqual({ amount: "is required", externalId: "is required" })
  })
})

describe("Payment", () => {
  it("is made with whole rupiah only", () => {
    const ref = new PaymentRef({ provider: "zipay", paymentId: "p-1", externalId: "e-1", orderId: "o-1" })
    const fields = { ref, status: "paid", providerStatus: "SUCCESS", raw: {} } as const
    expect(new Payment({ ...fields, amount: Rupiah.make(1_000) }).amount).toBe(1_000)
    // @ts-expect-error A plain number is no Rupiah.
    expect(() => new Payment({ ...fields, amount: 10.5 })).toThrow()
  })
})
