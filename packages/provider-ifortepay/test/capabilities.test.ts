import { canCancel, canRefund } from "@qriskit/core"
import { complaintsIn, failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { capabilities, IfortepayChannel, STATUS } from "../src/index.js"
import { openShop, type Shop } from "./support/shop.js"

const MINUTE = 60_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

const refusedFields = async (request: object): Promise<ReadonlyArray<string>> =>
  Object.keys(complaintsIn(await failureOf(shop.ifortepay.create({ ...shop.order(), ...request }))))

describe("what the capabilities say is what the rules do", () => {
  it("the amounts", async () => {
    const { amount, channels } = capabilities
    const { minimum = 0, maximum } = amount
    expect(await refusedFields({ amount: minimum - 1 })).toEqual(["amount"])
    expect(await shop.ifortepay.create(shop.order({ amount: minimum }))).toMatchObject({ amount: minimum })
    expect(maximum).toBe(Math.max(...channels.map(({ maximumAmount = 0 }) => maximumAmount)))
    expect(channels.map(({ id }) => id)).toEqual(IfortepayChannel.literals)
    for (const { id, maximumAmount = 0 } of channels) {
      expect(await refusedFields({ amount: maximumAmount + 1, channel: id })).toEqual(["amount"])
      const channel = IfortepayChannel.literals.find((literal) => literal === id) ?? "NOBU"
      const most = await shop.ifortepay.create(shop.order({ amount: maximumAmount, channel }))
      expect(most.amount).toBe(maximumAmount)
    }
  })

  it("the external id", async () => {
    const { maximumLength = 0, alphabet } = capabilities.externalId
    expect(await refusedFields({ externalId: "x".repeat(maximumLength + 1) })).toEqual(["externalId"])
    const longest = shop.order({ externalId: "x".repeat(maximumLength) })
    expect((await shop.ifortepay.create(longest)).ref.externalId).toHaveLength(maximumLength)
    expect(alphabet).toBe("letters, digits and -")
    expect(await refusedFields({ externalId: "a_1" })).toEqual(["externalId"])
  })

  it("the expiry", async () => {
    const { supported, minimumMinutes = 0, maximumMinutes = 0 } = capabilities.expiry
    expect(supported).toBe(true)
    const in_ = (minutes: number, slack: number) => new Date(Date.now() + minutes * MINUTE + slack)
    expect(await refusedFields({ expiresAt: in_(minimumMinutes, -MINUTE) })).toEqual(["expiresAt"])
    expect(await refusedFields({ expiresAt: in_(maximumMinutes, MINUTE) })).toEqual(["expiresAt"])
    await shop.ifortepay.create(shop.order({ expiresAt: in_(minimumMinutes, MINUTE) }))
    await shop.ifortepay.create(shop.order({ expiresAt: in_(maximumMinutes, -MINUTE) }))
  })

  it("the required fields: without each of them a request is refused, with them it is not", async () => {
    for (const path of capabilities.requiredFields) {
      const [field = "", inner] = path.split(".")
      const { customer, ...rest } = shop.order()
      const request =
        inner === undefined
          ? { ...shop.order(), [field]: undefined }
          : { ...rest, customer: { ...customer, [inner]: undefined } }
      expect(await refusedFields(request)).toEqual([path])
    }
    expect(Object.keys(shop.order()).sort()).toEqual(["amount", "customer", "description", "externalId"])
  })

  it("the callback address and its statuses", async () => {
    expect(capabilities.notificationUrl).toEqual({ supported: true })
    const { ref } = await shop.ifortepay.create(
      shop.order({ notificationUrl: "http://127.0.0.1:9/callback" }),
    )
    expect((await shop.control.callbacks.build(ref.paymentId)).url).toBe("http://127.0.0.1:9/callback")
    const { authenticity, statuses } = capabilities.notifications
    const raw = await shop.control.callbacks.build(ref.paymentId)
    expect((await shop.ifortepay.notifications.read(raw)).authenticity).toBe(authenticity)
    for (const status of statuses) expect(Object.values(STATUS)).toContain(status)
  })

  it("the verbs: it cancels, it does not refund and says why", () => {
    const { effect } = shop.ifortepay
    expect([capabilities.cancel.supported, canCancel(effect)]).toEqual([true, true])
    expect([capabilities.refund.supported, canRefund(effect)]).toEqual([false, false])
    expect(capabilities.refund).toHaveProperty("why", expect.stringContaining("no refund API"))
  })
})

it("a provider says what its own configuration allows", async () => {
  await using granted = await openShop({ config: { maximumAmount: { NOBU: 20_000_000 } } })
  expect(shop.ifortepay.capabilities).toEqual(capabilities)
  expect(granted.ifortepay.capabilities).toEqual({
    ...capabilities,
    amount: { minimum: 1_000, maximum: 20_000_000 },
    channels: [
      { id: "NOBU", maximumAmount: 20_000_000 },
      { id: "SHOPEEPAY", maximumAmount: 5_000_000 },
    ],
  })
})
