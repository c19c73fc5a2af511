import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { openTestShop as open, paid } from "./support/shop.js"

describe("a create", () => {
  it("goes out as documented: version, empty channel properties, no expiry", async () => {
    const shop = await open()
    await shop.client.create({
      amount: 25_000,
      externalId: "INV-2026-0001",
      orderId: "order-7",
      description: "Kopi susu",
      customer: { name: "Pelanggan Contoh" },
    })
    const [create] = await shop.wire("xendit.create")
    expect(create).toMatchObject({ method: "POST", path: "/v3/payment_requests" })
    expect(create?.headers).toMatchObject({ "api-version": "2024-11-11", "content-type": "application/json" })
    expect(create?.headers).not.toHaveProperty("idempotency-key")
    expect(create?.headers).not.toHaveProperty("for-user-id")
    expect(JSON.parse(create?.body ?? "")).toEqual({
      reference_id: "INV-2026-0001",
      type: "PAY",
      country: "ID",
      currency: "IDR",
      request_amount: 25_000,
      capture_method: "AUTOMATIC",
      channel_code: "QRIS",
      channel_properties: {},
      description: "Kopi susu",
    })
  })

  it("finds the QR by its name among the actions, not by its place", async () => {
    const shop = await open()
    const { qr } = await shop.client.create(shop.order())
    const actions = [
      { descriptor: "WEB_URL", value: "https://toko.example.com/" },
      "odd",
      { descriptor: "QR_STRING", value: qr?.payload },
    ]
    await shop.control.faults.script({ at: "xendit.create", fault: { kind: "amend", set: { actions } } })
    expect((await shop.client.create(shop.order())).qr?.payload).toBe(qr?.payload)
    for (const none of [[], "none", [{ descriptor: "QR_STRING" }]]) {
      await shop.control.faults.script({
        at: "xendit.create",
        fault: { kind: "amend", set: { actions: none } },
      })
      expect((await failureOf(shop.client.create(shop.order()))).reason._tag).toBe("MalformedResponse")
    }
  })

  it("with an id whose bytes are no UTF-8 is not believed, nor is a webhook about one", async () => {
    const shop = await open()
    const { ref } = await shop.client.create(shop.order())
    const set = { payment_request_id: "pr-\uFFFD" }
    await shop.control.faults.script({ at: "xendit.create", fault: { kind: "amend", set } })
    expect((await failureOf(shop.client.create(shop.order()))).reason._tag).toBe("MalformedResponse")
    const raw = await shop.control.callbacks.build(ref.paymentId)
    const body = String(raw.body).replaceAll(ref.paymentId, set.payment_request_id)
    expect((await failureOf(shop.client.notifications.peek({ ...raw, body }))).reason).toMatchObject({
      _tag: "InvalidNotification",
      kind: "malformed",
    })
  })

  it("is never repeated by itself: a second one would be a second QR", async () => {
    const shop = await open({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    await shop.control.faults.script({ at: "xendit.create", fault: { kind: "cut", acting: true } })
    expect((await failureOf(shop.client.create(shop.order()))).outcome).toBe("unknown")
    expect(await shop.wire("xendit.create")).toHaveLength(1)
  })

  it("with a fraction, another currency or another amount is not believed", async () => {
    const shop = await open()
    const reasonOf = async (set: Record<string, unknown>) => {
      await shop.control.faults.script({ at: "xendit.create", fault: { kind: "amend", set } })
      return (await failureOf(shop.client.create(shop.order()))).reason._tag
    }
    expect(await reasonOf({ request_amount: 10_000.01 })).toBe("MalformedResponse")
    expect(await reasonOf({ request_amount: 25_001 })).toBe("UntrustedResponse")
    expect(await reasonOf({ currency: "PHP" })).toBe("UntrustedResponse")
    expect(await reasonOf({ status: "SUCCEEDED" })).toBe("UntrustedResponse")
  })

  it("under a key for test mode takes a dummy text, under a live one it does not", async () => {
    const dummies = { sandbox: { xendit: { dummyQr: true } } }
    const { qrCheck: _, ...test } = (await open()).configuration
    const shop = await open(dummies)
    const error = await failureOf(shop.client.create(shop.order()))
    expect(error.reason._tag).toBe("UntrustedResponse")
    const { createXendit } = await import("../src/promise.js")
    const client = createXendit({ ...test, baseUrl: shop.sandbox.xendit.baseUrl })
    expect((await client.create(shop.order())).qr).toEqual({ payload: "some-random-qr-string" })
    await client.close()
  })
})

describe("a sub-account", () => {
  it("is named in every call, and its payments are not the account's", async () => {
    const shop = await open()
    const sub = await open({ config: { forUserId: shop.sandbox.subMerchants.xendit.userId } })
    const { ref } = await paid(sub)
    await sub.client.inquire(ref)
    const { refundId = "" } = await sub.client.refund(ref, { externalId: "r-1" })
    await sub.client.inquireRefund(ref, { externalId: "r-1", refundId })
    for (const { headers } of await sub.wire())
      expect(headers["for-user-id"]).toBe("650000000000000000000002")
  })
})

describe("a split rule", () => {
  it("goes along with each create, and with nothing else", async () => {
    const split = await open({ config: { splitRuleId: "splitru_d9e069f2-4da7-4562-93b7-ded87023d749" } })
    const { ref } = await paid(split)
    await split.client.inquire(ref)
    await split.client.refund(ref, { externalId: "r-1" })
    const sent = (await split.wire()).map(({ operation, headers }) => [operation, headers["with-split-rule"]])
    expect(sent).toEqual([
      ["xendit.create", "splitru_d9e069f2-4da7-4562-93b7-ded87023d749"],
      ["xendit.inquire", undefined],
      ["xendit.refund", undefined],
    ])
    const without = await open()
    await without.client.create(without.order())
    expect((await without.wire())[0]?.headers).not.toHaveProperty("with-split-rule")
  })
})

describe("a cancel", () => {
  it("of what is paid or over says what it is: the code alone does not", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    expect((await failureOf(shop.client.cancel(ref))).reason).toMatchObject({
      _tag: "InvalidState",
      status: "paid",
    })
    const over = await shop.client.create(shop.order())
    await shop.control.expire(over.ref.paymentId)
    expect((await failureOf(shop.client.cancel(over.ref))).reason).toMatchObject({ status: "expired" })
  })

  it("keeps the refusal where the inquiry fails, and where it says pending", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.control.faults.script({ at: "xendit.inquire", fault: { kind: "cut" } })
    expect((await failureOf(shop.client.cancel(ref))).reason).not.toHaveProperty("status")
    await shop.control.setProviderStatus(ref.paymentId, "PENDING")
    expect((await failureOf(shop.client.cancel(ref))).reason).not.toHaveProperty("status")
  })

  it("that answers with another word or about another payment is no cancel", async () => {
    const shop = await open()
    const cancelWith = async (set: Record<string, unknown>) => {
      const { ref } = await shop.client.create(shop.order())
      await shop.control.faults.script({ at: "xendit.cancel", fault: { kind: "amend", set } })
      return (await failureOf(shop.client.cancel(ref))).reason
    }
    expect(await cancelWith({ status: "SUCCEEDED" })).toMatchObject({ _tag: "InvalidState", status: "paid" })
    expect((await cancelWith({ reference_id: "somebody-else" }))._tag).toBe("UntrustedResponse")
  })
})

it("reach asks for nothing and needs no key", async () => {
  const shop = await open({ config: { secretKey: "wrong" } })
  expect(await shop.client.reach()).toMatchObject({ isReachable: true })
})
