import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { CreatePayment, Payment, PaymentRef, Rupiah } from "../src/index.js"
import { decodeRef, decodeRequest, trusted } from "../src/provider-kit.js"

const ids = { provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "e-1" }

describe("an instance of fields that were checked", () => {
  it("is what the constructor makes of them", () => {
    const fields = {
      ref: new PaymentRef(ids),
      status: "pending",
      providerStatus: "OPEN",
      amount: Rupiah.make(25_000),
      raw: { a: 1 },
    } as const
    const made = trusted(Payment, fields)
    expect(made).toBeInstanceOf(Payment)
    expect(made).toStrictEqual(new Payment(fields))
    expect(JSON.stringify(made)).toBe(JSON.stringify(new Payment(fields)))
    expect(Schema.is(Payment)(made)).toBe(true)
  })
})

describe("what is read of a class", () => {
  it("is an instance of it, as its own decoding gives", () => {
    const input = { amount: 25_000, externalId: "e-1", expiresAt: new Date(1) }
    const request = Effect.runSync(decodeRequest("contoh", "create", CreatePayment)(input))
    expect(request).toStrictEqual(Schema.decodeUnknownSync(CreatePayment)(input))
    expect(Effect.runSync(decodeRef("contoh", "inquire")(ids))).toStrictEqual(new PaymentRef(ids))
  })

  it("keeps the rules about several of its fields, and the methods of its own", () => {
    class Pair extends Schema.Class<Pair>("test/Pair")(
      Schema.Struct({ least: Schema.Int, most: Schema.Int }).check(
        Schema.makeFilter(({ least, most }) => least <= most || "must be in order"),
      ),
    ) {
      get width(): number {
        return this.most - this.least
      }
    }
    const decode = decodeRequest("contoh", "create", Pair)
    expect(Effect.runSync(decode({ least: 1, most: 3 })).width).toBe(2)
    expect(() => Effect.runSync(decode({ least: 3, most: 1 }))).toThrow("must be in order")
    expect(() => Effect.runSync(decode({ least: 1, most: 3, more: 4 }))).toThrow("more is not a known field")
  })
})
