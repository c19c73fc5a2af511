import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { refundKey } from "../src/signature.js"
import { openTestShop as open, paid } from "./support/shop.js"

describe("a refund", () => {
  it("goes out as documented, under a key of its own", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const made = await shop.client.refund(ref, { externalId: "r-1", amount: 10_000 })
    expect(made).toMatchObject({
      externalId: "r-1",
      status: "succeeded",
      providerStatus: "SUCCEEDED",
      amount: 10_000,
    })
    expect(made.refundId).toMatch(/^rfd-/)
    expect(made.refundedAt).toBeInstanceOf(Date)
    const [sent] = await shop.wire("xendit.refund")
    expect(sent).toMatchObject({ path: "/refunds" })
    expect(sent?.headers["idempotency-key"]).toBe(refundKey(ref.paymentId, "r-1"))
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      payment_request_id: ref.paymentId,
      reference_id: "r-1",
      currency: "IDR",
      amount: 10_000,
      reason: "REQUESTED_BY_CUSTOMER",
    })
  })

  it("takes Xendit's words for a reason, and any other along as metadata", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.client.refund(ref, { externalId: "r-1", amount: 1_000, reason: "DUPLICATE" })
    await shop.client.refund(ref, { externalId: "r-2", amount: 1_000, reason: "salah pesan" })
    const bodies = (await shop.wire("xendit.refund")).map(({ body }) => JSON.parse(body))
    expect(bodies).toMatchObject([
      { reason: "DUPLICATE" },
      { reason: "OTHERS", metadata: { reason: "salah pesan" } },
    ])
  })

  it("stays pending until Xendit says what became of it", async () => {
    const shop = await open({ sandbox: { clock: "manual", xendit: { refundMs: 60_000 } } })
    const { ref } = await paid(shop)
    const [one, two] = [
      await shop.client.refund(ref, { externalId: "r-1", amount: 1_000 }),
      await shop.client.refund(ref, { externalId: "r-2", amount: 1_000 }),
    ]
    expect([one.status, two.status]).toEqual(["pending", "pending"])
    expect(one).not.toHaveProperty("refundedAt")
    await shop.control.settleRefund(ref.paymentId, "r-2", "failed")
    await shop.control.advance({ minutes: 1 })
    const statusOf = async ({ externalId, refundId = "" }: typeof one) =>
      (await shop.client.inquireRefund(ref, { externalId, refundId }))?.status
    expect([await statusOf(one), await statusOf(two)]).toEqual(["succeeded", "failed"])
    // The payment stays as it was.
    expect((await shop.client.inquire(ref)).status).toBe("paid")
  })

  it.each([
    ["CANCELLED", "failed"],
    ["SOMETHING_NEW", "pending"],
    ["constructor", "pending"],
  ])("with the word %s is %s, and the word is kept", async (word, status) => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.control.faults.script({ at: "xendit.refund", fault: { kind: "amend", set: { status: word } } })
    expect(await shop.client.refund(ref, { externalId: "r-1" })).toMatchObject({
      status,
      providerStatus: word,
    })
  })

  it("asked again with another amount is not trusted: the first stands", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    await shop.client.refund(ref, { externalId: "r-1", amount: 1_000 })
    const error = await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 2_000 }))
    expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
  })

  it.each([
    { amount: 10_000.5 },
    { amount: "10000.50" },
    { amount: {} },
    { currency: "PHP" },
    { currency: 7 },
    { reference_id: 7 },
    { reference_id: "r-\uFFFD" },
    { payment_request_id: {} },
    { id: "rfd-\uFFFD" },
    { id: 1e21 },
  ])("that answers %j is not the one that was asked", async (set) => {
    const shop = await open()
    const { ref } = await paid(shop)
    const fault = { kind: "amend", set } as const
    await shop.control.faults.script({ at: "xendit.refund", fault })
    expect((await failureOf(shop.client.refund(ref, { externalId: "r-1", amount: 10_000 }))).outcome).toBe(
      "unknown",
    )
    const made = await shop.client.refund(ref, { externalId: "r-1", amount: 10_000 })
    await shop.control.faults.script({ at: "xendit.inquireRefund", fault })
    const { reason } = await failureOf(
      shop.client.inquireRefund(ref, { externalId: "r-1", refundId: made.refundId ?? "" }),
    )
    expect(reason._tag).toMatch(/^(Malformed|Untrusted)Response$/)
  })

  it("may be answered without what is not known of it", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const set = { amount: null, currency: null, reference_id: null, payment_request_id: null }
    await shop.control.faults.script({ at: "xendit.refund", fault: { kind: "amend", set } })
    const made = await shop.client.refund(ref, { externalId: "r-1", amount: 10_000 })
    expect(made.status).toBe("succeeded")
    expect(made).not.toHaveProperty("amount")
  })

  it("is asked about by Xendit's id only, and another's is not trusted", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    const { refundId = "" } = await shop.client.refund(ref, { externalId: "r-1" })
    for (const asked of [{ externalId: "r-1" }, { externalId: "r-1", refundId: ".." }])
      expect((await failureOf(shop.client.inquireRefund(ref, asked))).reason).toMatchObject({
        _tag: "InvalidRequest",
        issues: [{ path: "refundId" }],
      })
    const other = await failureOf(shop.client.inquireRefund(ref, { externalId: "r-2", refundId }))
    expect(other.reason._tag).toBe("UntrustedResponse")
    await shop.control.faults.script({ at: "xendit.inquireRefund", fault: { kind: "cut" } })
    expect((await failureOf(shop.client.inquireRefund(ref, { externalId: "r-1", refundId }))).outcome).toBe(
      "unknown",
    )
  })

  it("with an id or a reason that is too long never leaves", async () => {
    const shop = await open()
    const { ref } = await paid(shop)
    for (const request of [{ externalId: "r".repeat(256) }, { externalId: "r-1", reason: "x".repeat(501) }])
      expect((await failureOf(shop.client.refund(ref, request))).outcome).toBe("not_sent")
    expect(await shop.wire("xendit.refund")).toEqual([])
  })
})

it("a refund's key is one for each refund of each payment, without a seam", () => {
  expect(refundKey("a", "bc")).not.toBe(refundKey("ab", "c"))
  expect(refundKey("a", "b")).toBe(refundKey("a", "b"))
})
