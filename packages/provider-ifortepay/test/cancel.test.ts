import { badGatewayHtml } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openShop, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const refusedWith = (code: string, message: string) => ({
  kind: "status" as const,
  status: 400,
  contentType: "application/json",
  body: JSON.stringify({ response_code: code, response_message: message }),
})

describe("cancel", () => {
  it("sends the documented body and answers what iFortepay answered, without an amount", async () => {
    const { ref } = await shop.ifortepay.create(shop.order({ channel: "SHOPEEPAY" }))
    const cancellation = await shop.ifortepay.cancel(ref)
    expect(cancellation).toMatchObject({ ref: { ...ref }, status: "canceled", providerStatus: "CANCELED" })
    expect(cancellation).not.toHaveProperty("amount")
    const request = (await shop.wire("ifortepay.cancel")).at(-1)
    expect(request).toMatchObject({ path: "/ewallet/v2/cancel-qr", headers: { "x-version": "v3" } })
    expect(JSON.parse(request?.body ?? "")).toStrictEqual({
      transaction_id: ref.paymentId,
      external_id: ref.externalId,
      order_id: ref.orderId,
      payment_channel: "SHOPEEPAY",
      payment_method: "wallet",
    })
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "canceled" })
  })

  it("is PaymentNotFound for a payment that nobody knows", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    const stranger = { ...ref, paymentId: "019d626c-a12f-7ce3-9695-b2a251cc0cef" }
    expect(await failureOf(shop.ifortepay.cancel(stranger))).toMatchObject({
      outcome: "refused",
      reason: { _tag: "PaymentNotFound" },
    })
  })

  it("leaves a word that nobody mapped pending: it is not taken for a cancellation", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.faults.script({
      at: "ifortepay.cancel",
      fault: { kind: "amend", set: { transaction_status: "CANCELLING" } },
    })
    expect(await shop.ifortepay.cancel(ref)).toMatchObject({
      status: "pending",
      providerStatus: "CANCELLING",
    })
  })

  it("is InvalidState where iFortepay answers that it is something else", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.faults.script({
      at: "ifortepay.cancel",
      fault: { kind: "amend", set: { transaction_status: "PAID" } },
    })
    const error = await failureOf(shop.ifortepay.cancel(ref))
    expect(error.reason).toMatchObject({ _tag: "InvalidState", status: "paid" })
    expect(await shop.wire("ifortepay.inquire")).toHaveLength(1)
  })

  it("does not believe an answer about another payment", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    await shop.control.faults.script({
      at: "ifortepay.cancel",
      fault: { kind: "amend", set: { transaction_id: "somebody-else" } },
    })
    const error = await failureOf(shop.ifortepay.cancel(ref))
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "UntrustedResponse" } })
  })
})

/** How such a cancel is refused is not documented: the sandbox refuses with either code. */
describe.each(["01", "03"] as const)("a cancel that is refused with code %s", (cancelRefusalCode) => {
  let strict: Shop
  beforeAll(async () => {
    strict = await openShop({ sandbox: { ifortepay: { cancelRefusalCode } } })
  })
  afterEach(() => strict.control.faults.clear())
  afterAll(() => strict[Symbol.asyncDispose]())

  it.each([
    ["paid", (id: string) => strict.control.pay(id)],
    ["expired", (id: string) => strict.control.expire(id)],
    ["canceled", (id: string) => strict.control.cancel(id)],
    ["refunded", (id: string) => strict.control.pay(id)],
  ] as const)("is InvalidState %s, and says what iFortepay said", async (status, happen) => {
    const { ref } = await strict.ifortepay.create(strict.order())
    await happen(ref.paymentId)
    if (status === "refunded") await strict.control.setProviderStatus(ref.paymentId, "REFUNDED")
    const error = await failureOf(strict.ifortepay.cancel(ref))
    expect(error).toMatchObject({ operation: "cancel", outcome: "refused", isRetryable: false })
    expect(error.reason).toMatchObject({
      _tag: "InvalidState",
      status,
      httpStatus: 400,
      providerCode: cancelRefusalCode,
      providerMessage: expect.stringContaining("not ACTIVE"),
    })
    expect(error.message).toContain(`already ${status}`)
  })

  it("does no harm the second time", async () => {
    const { ref } = await strict.ifortepay.create(strict.order())
    await strict.ifortepay.cancel(ref)
    const error = await failureOf(strict.ifortepay.cancel(ref))
    expect(error.reason).toMatchObject({ _tag: "InvalidState", status: "canceled" })
    expect(await strict.ifortepay.inquire(ref)).toMatchObject({ status: "canceled" })
  })

  const kept = cancelRefusalCode === "01" ? ["InvalidState", "refused"] : ["ProviderUnavailable", "unknown"]

  it("keeps its refusal where the payment is pending all the same", async () => {
    const { ref } = await strict.ifortepay.create(strict.order())
    await strict.control.faults.script({
      at: "ifortepay.cancel",
      fault: refusedWith(cancelRefusalCode, "try again"),
    })
    const error = await failureOf(strict.ifortepay.cancel(ref))
    expect([error.reason._tag, error.outcome]).toEqual(kept)
    expect(error.reason).toMatchObject({ providerMessage: "try again" })
    expect(error.reason).not.toHaveProperty("status")
  })

  it.each([
    badGatewayHtml,
    refusedWith("04", "not yours"),
    { kind: "cut" as const },
    { kind: "amend" as const, set: { order_id: "somebody-else" } },
  ])("keeps its refusal where the inquiry fails, too ($kind)", async (fault) => {
    const { ref } = await strict.ifortepay.create(strict.order())
    await strict.control.pay(ref.paymentId)
    await strict.control.faults.script({ at: "ifortepay.inquire", fault })
    const error = await failureOf(strict.ifortepay.cancel(ref))
    expect(error.operation).toBe("cancel")
    expect([error.reason._tag, error.outcome]).toEqual(kept)
    expect(error.reason).toMatchObject({ providerCode: cancelRefusalCode })
  })
})

describe("a cancel whose fate is unknown", () => {
  it("is sent once and asks nothing by itself", async () => {
    await using eager = await openShop({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    const { ref } = await eager.ifortepay.create(eager.order())
    await eager.control.faults.script({ at: "ifortepay.cancel", fault: { kind: "cut", acting: true } })
    const error = await failureOf(eager.ifortepay.cancel(ref))
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "NetworkFailure" } })
    expect(error.message).toContain("Treat it as payable until an inquiry says otherwise")
    expect((await eager.wire()).map(({ operation }) => operation)).toEqual([
      "ifortepay.create",
      "ifortepay.cancel",
    ])
    expect(await eager.ifortepay.inquire(ref)).toMatchObject({ status: "canceled" })
  })
})
