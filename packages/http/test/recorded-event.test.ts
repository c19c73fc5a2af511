import { PaymentRef, Rupiah } from "@qriskit/core"
import { describe, expect, it } from "vitest"
import type { RecordedEvent, RecordedPayment } from "../src/events/payments-port.js"
import { announcedEvent } from "../src/events/recorded-event.js"

const ref = new PaymentRef({ provider: "zipay", paymentId: "p", externalId: "e", orderId: "o" })
const at = new Date("2026-01-02T03:04:05Z")

const record = (changes: Partial<RecordedPayment>): RecordedPayment => ({
  key: "order-1",
  status: "paid",
  ref,
  amount: Rupiah.make(25_000),
  openedAt: at,
  expiresAt: at,
  ...changes,
})

const event = (type: string): RecordedEvent => ({
  id: 7,
  seq: 2,
  type,
  key: "order-1",
  provider: "zipay",
  orderId: "o",
  externalId: "e",
  amount: Rupiah.make(25_000),
  status: "paid",
  occurredAt: at,
})

const announced = (type: string, changes: Partial<RecordedPayment> = {}) =>
  announcedEvent(event(type), async () => record(changes))

describe("a recorded event", () => {
  it("comes with the payment as it is recorded now, and no raw answer", async () => {
    const happened = await announced("paid", { status: "refunded", providerStatus: "REFUNDED", paidAt: at })
    expect(happened).toMatchObject({
      type: "paid",
      provider: "zipay",
      recorded: { id: 7 },
    })
    expect(happened?.payment).toMatchObject({
      ref,
      status: "refunded",
      providerStatus: "REFUNDED",
      paidAt: at,
    })
    expect(happened?.payment?.raw).toBeUndefined()
  })

  it.each(["abandoned", "unknown", "creating", "not_created"])(
    "of a payment that is %s shows it as pending: its QR may still be paid",
    async (status) => {
      expect((await announced("anomaly", { status }))?.payment).toMatchObject({
        status: "pending",
        providerStatus: status,
      })
    },
  )

  it.each(["opened", "not_created", "unknown", "abandoned", "refund_failed", "a_new_one"])(
    "of the type %s is for no handler",
    async (type) => {
      expect(await announced(type)).toBeUndefined()
    },
  )

  it("without a reference is an anomaly to look at, and else a failure that is tried again", async () => {
    const withoutRef = record({})
    const { ref: _, ...bare } = withoutRef
    const get = async () => bare
    expect((await announcedEvent(event("anomaly"), get))?.payment).toBeUndefined()
    await expect(announcedEvent(event("paid"), get)).rejects.toThrow(
      "paid of order-1: the record has no reference of the provider's",
    )
  })
})
