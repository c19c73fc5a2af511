import { canCancel, canRefund, type QrisProvider } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { capabilities, STATUS } from "../src/index.js"
import { openShop, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

describe("what the capabilities say is what the rules do", () => {
  it("no cancel and no refund: neither in the type nor at run time, and why", async () => {
    const { zipay } = shop
    const { ref } = await zipay.create(shop.order())
    // @ts-expect-error Zipay cancels nothing
    expect(() => zipay.cancel(ref)).toThrow(TypeError)
    // @ts-expect-error Zipay cancels nothing by the Effect door, either
    expect(() => zipay.effect.cancel(ref)).toThrow(TypeError)
    // @ts-expect-error Zipay refunds nothing
    expect(zipay.refund).toBeUndefined()
    // Code that meets providers at run time asks.
    const met: QrisProvider = zipay.effect as unknown as QrisProvider
    expect([canCancel(met), canRefund(met)]).toEqual([false, false])
    expect(capabilities.cancel).toEqual({
      supported: false,
      why: expect.stringContaining("no way to cancel"),
    })
    expect(capabilities.refund).toEqual({ supported: false, why: expect.stringContaining("no refund") })
  })

  it("no expiry and no callback address for a payment", async () => {
    expect([capabilities.expiry.supported, capabilities.notificationUrl.supported]).toEqual([false, false])
    const error = await failureOf(
      shop.zipay.create({
        ...shop.order(),
        // @ts-expect-error not even the type takes it
        expiresAt: "soon",
        notificationUrl: "https://toko.example/",
      }),
    )
    expect(Object.keys(complaintsIn(error)).sort()).toEqual(["expiresAt", "notificationUrl"])
  })

  it("no limits, no channels and nothing required beyond amount and external id", async () => {
    expect(capabilities).toMatchObject({ amount: {}, externalId: {}, channels: [], requiredFields: [] })
    expect(Object.keys(shop.order()).sort()).toEqual(["amount", "externalId"])
    expect(await shop.zipay.create(shop.order({ amount: 1 }))).toMatchObject({ amount: 1 })
  })

  it("callbacks that prove nothing, about payments that were paid", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    const raw = await shop.control.callbacks.build(ref.paymentId)
    const { authenticity, statuses } = capabilities.notifications
    expect((await shop.zipay.notifications.read(raw)).authenticity).toBe(authenticity)
    expect(statuses).toEqual(["paid"])
    for (const status of statuses) expect(Object.values(STATUS)).toContain(status)
  })

  it("and the client carries them", () => {
    expect(shop.zipay.capabilities).toBe(capabilities)
  })
})
