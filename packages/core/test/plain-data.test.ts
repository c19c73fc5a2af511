import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { Notification } from "../src/notification.js"
import { Payment, PaymentRef } from "../src/payment.js"
import { Rupiah } from "../src/rupiah.js"

const ref = new PaymentRef({ provider: "contoh", paymentId: "p", externalId: "e", orderId: "o" })
const payment = new Payment({
  ref,
  status: "paid",
  providerStatus: "PAID",
  amount: Rupiah.make(25_000),
  raw: {},
})
const notification = new Notification({
  ref,
  claimedStatus: "paid",
  providerStatus: "PAID",
  authenticity: "none",
  raw: {},
})

describe("data that a web framework may be handed", () => {
  it.each([ref, payment, notification])("is no stream: it has no pipe", (data) => {
    expect(typeof Reflect.get(data, "pipe")).toBe("undefined")
    expect(JSON.parse(JSON.stringify(data))).toEqual(JSON.parse(JSON.stringify({ ...data })))
  })

  it("is decoded, encoded and compared as before", () => {
    const codec = Schema.toCodecJson(Payment)
    const restored = Schema.decodeSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(payment))))
    expect(restored).toBeInstanceOf(Payment)
    expect(restored).toEqual(payment)
  })
})
