import { QrisError } from "@qriskit/core"
import { describe, expect, it } from "vitest"
import type { SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import { shopsAt } from "./support/shop.js"

const QUICK = { retry: { times: 1, baseDelay: 1, maxDelay: 1 } }

const failureOf = async (promise: Promise<unknown>): Promise<QrisError> => {
  const error = await promise.then(
    () => undefined,
    (rejected: unknown) => rejected,
  )
  if (!(error instanceof QrisError)) throw new Error("expected a QrisError")
  return error
}

const cut = (acting: boolean) => ({ kind: "cut", acting }) as const

describe("a create whose answer was lost", () => {
  const midtrans = shopsAt(presets.midtrans)
  const shopeepay = shopsAt(presets.shopeepay)
  const dana = shopsAt(presets.dana)
  const bri = shopsAt(presets.bri)

  it("is found at Midtrans, and its QR comes with the same call again", async () => {
    const shop = await midtrans.openTestShop({ config: QUICK })
    await shop.control.faults.script({ at: "snap-midtrans.create", fault: cut(true) })
    const payment = await shop.client.create(shop.order())
    const [first, second] = await shop.wire("snap-midtrans.create")
    expect(second?.headers["x-external-id"]).toBe(first?.headers["x-external-id"])
    expect(second?.body).toBe(first?.body)
    expect(payment.qr?.payload).toMatch(/^0002/)
    expect(await shop.control.payments()).toMatchObject([{ paymentId: payment.ref.paymentId }])
    expect((await shop.client.inquire(payment.ref)).status).toBe("pending")
  })

  it("fails as it did, with what it made, where the same call is refused", async () => {
    const shop = await midtrans.openTestShop({ config: QUICK })
    await shop.control.faults.script({ at: "snap-midtrans.create", fault: cut(true) })
    await shop.control.faults.script({
      at: "snap-midtrans.create",
      fault: {
        kind: "status",
        status: 409,
        contentType: "application/json",
        body: '{"responseCode":"4094700"}',
      },
    })
    const error = await failureOf(shop.client.create(shop.order()))
    expect([error.reason._tag, error.outcome]).toEqual(["NetworkFailure", "unknown"])
    expect(error.message).toContain("The payment was made, but nobody was shown its QR")
    expect(error.found && (await shop.client.cancel(error.found))).toMatchObject({ status: "canceled" })
  })

  it("is found at ShopeePay and DANA without its QR: the failure names it, and it can be asked about", async () => {
    const shops = [
      { shop: await shopeepay.openTestShop({ config: QUICK }), at: "snap-shopeepay.create" },
      { shop: await dana.openTestShop({ config: QUICK }), at: "snap-dana.create" },
    ] as const
    for (const { shop, at } of shops) {
      await shop.control.faults.script({ at, fault: cut(true) })
      const order = shop.order()
      const { found, outcome } = await failureOf(shop.client.create(order))
      expect(outcome).toBe("unknown")
      expect(found?.externalId).toBe(order.externalId)
      expect(found && (await shop.client.inquire(found))).toMatchObject({ status: "pending", amount: 25_000 })
      expect(await shop.wire(at)).toHaveLength(1)
    }
  })

  it("stays lost where it made nothing, where another amount is found, and where the asking fails", async () => {
    const shop = await midtrans.openTestShop({ config: QUICK })
    const { faults } = shop.control
    await faults.script({ at: "snap-midtrans.create", fault: cut(false) })
    expect(await failureOf(shop.client.create(shop.order()))).not.toHaveProperty("found")
    await faults.script({ at: "snap-midtrans.create", fault: cut(true) })
    const set = { "amount.value": "24000.00" }
    await faults.script({ at: "snap-midtrans.inquire", fault: { kind: "amend", set } })
    expect(await failureOf(shop.client.create(shop.order()))).not.toHaveProperty("found")
    await faults.script({ at: "snap-midtrans.create", fault: cut(true) })
    await faults.script({ at: "snap-midtrans.inquire", fault: cut(false), times: 2 })
    const error = await failureOf(shop.client.create(shop.order()))
    expect([error.operation, error.outcome]).toEqual(["create", "unknown"])
    expect(error).not.toHaveProperty("found")
  })

  it("is not looked for where the acquirer wants an id that only its answer names", async () => {
    const shop = await bri.openTestShop({ config: QUICK })
    await shop.control.faults.script({ at: "snap-bri.create", fault: cut(true) })
    expect((await failureOf(shop.client.create(shop.order()))).found).toBeUndefined()
    expect(await shop.wire("snap-bri.inquire")).toEqual([])
    expect(shop.client.capabilities.lostCreates).toBeUndefined()
  })
})

describe("a profile of one's own", () => {
  const { verbs } = presets.shopeepay
  const answer = {
    ids: { externalId: "originalPartnerReferenceNo", paymentId: "originalReferenceNo" },
    qr: "qrContent",
  }
  const profile = {
    ...presets.shopeepay,
    verbs: { ...verbs, create: { ...verbs.create, lost: { ...verbs.create.lost, answer } } },
  } as const satisfies SnapProfileInput
  const shops = shopsAt(profile)

  it("finds the QR in the inquiry's answer, where that holds it", async () => {
    const shop = await shops.openTestShop({ config: QUICK })
    const order = shop.order()
    const other = await shop.client.create(shop.order())
    await shop.control.faults.script({ at: "snap-shopeepay.create", fault: cut(true) })
    // A QR of the same amount will do for this.
    const set = { qrContent: other.qr?.payload }
    await shop.control.faults.script({ at: "snap-shopeepay.inquire", fault: { kind: "amend", set } })
    const made = await shop.client.create(order)
    expect(made.qr?.payload).toBe(other.qr?.payload)
    expect(made.ref.externalId).toBe(order.externalId)
    expect(shop.client.capabilities.lostCreates).toEqual({ withQr: true })
  })
})
