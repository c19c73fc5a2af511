import { createHmac } from "node:crypto"
import { PaymentRef } from "@qriskit/core"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type SandboxAcquirer, sandboxAcquirer } from "../src/index.js"

describe("an acquirer of the sandbox", () => {
  let acquirer: SandboxAcquirer<"zipay">

  beforeEach(async () => {
    acquirer = await sandboxAcquirer("zipay")()
  })
  afterEach(() => acquirer.close())

  const post = async (path: string, body: object, token = "") => {
    const response = await fetch(acquirer.credentials.baseUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    // Login answers access_token, create answers uuid: texts.
    const { data } = (await response.json()) as { data: { access_token: string; uuid: string } }
    return data
  }

  const sign = (text: string): string =>
    createHmac("sha256", acquirer.credentials.merchantKey).update(text).digest("hex")

  const create = async (externalId: string): Promise<PaymentRef> => {
    const { userId, password, merchantId } = acquirer.credentials
    const { access_token: token } = await post("/auth/login", { userId, password })
    const signature = sign(merchantId + externalId)
    const { uuid } = await post(
      "/payment/qr/create",
      { amount: 25_000, externalId, merchantId, signature },
      token,
    )
    return new PaymentRef({ provider: "zipay", paymentId: uuid, externalId, orderId: externalId })
  }

  const claimOf = async (ref: PaymentRef): Promise<string> =>
    JSON.parse(String((await acquirer.notification(ref)).body)).status

  it("counts the requests of each verb", async () => {
    await create("one")
    await create("two")
    expect(await acquirer.requests("create")).toBe(2)
    expect(await acquirer.requests("inquire")).toBe(0)
  })

  it("pays, expires and words payments as it is told, and tells the merchant", async () => {
    const [paid, expired, worded] = [await create("paid"), await create("expired"), await create("worded")]
    await acquirer.pay(paid)
    await acquirer.expire(expired)
    await acquirer.setStatus(worded, "SOMETHING_NEW")
    expect([await claimOf(paid), await claimOf(expired), await claimOf(worded)]).toEqual([
      "PAID",
      "EXPIRED",
      "SOMETHING_NEW",
    ])
  })

  it("forges callbacks", async () => {
    const ref = await create("forged")
    const { body } = await acquirer.notification(ref, { status: "PAID", amount: 1 })
    expect(JSON.parse(String(body))).toMatchObject({ status: "PAID", amount: "1" })
  })

  it("refuses connections and accepts them again", async () => {
    await acquirer.refuse()
    await expect(create("refused")).rejects.toThrow("fetch failed")
    await acquirer.restore()
    expect((await create("accepted")).externalId).toBe("accepted")
  })

  it("meets every request with a fault until they are cleared", async () => {
    await acquirer.fault("create", { kind: "cut" })
    await expect(create("one")).rejects.toThrow("fetch failed")
    await expect(create("two")).rejects.toThrow("fetch failed")
    await acquirer.clearFaults()
    expect((await create("three")).externalId).toBe("three")
  })

  it("says so when a verb does not exist at this provider", async () => {
    await expect(acquirer.fault("refund", { kind: "cut" })).rejects.toThrow("zipay has no refund")
  })
})

it("starts every acquirer without payments, on a port of its own", async () => {
  const open = sandboxAcquirer("ifortepay", { seed: 7 })
  const [one, other] = await Promise.all([open(), open()])
  expect(one.credentials.baseUrl).not.toBe(other.credentials.baseUrl)
  expect(await one.requests("create")).toBe(0)
  await Promise.all([one.close(), other.close()])
})
