import { failureOf } from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { openTestShop as open } from "./support/shop.js"

describe("what create does not believe", () => {
  const untrusted = async (set: Record<string, unknown>, change: object = {}) => {
    const shop = await open()
    const another = await shop.ifortepay.create(shop.order({ amount: 1_000 }))
    await shop.control.faults.script({
      at: "ifortepay.create",
      fault: { kind: "amend", set: { "qr_response.qr_string": another.qr?.payload, ...set } },
    })
    return failureOf(shop.ifortepay.create(shop.order(change)))
  }
  const rightQr = { "qr_response.qr_string": undefined }

  it.each([
    ["another external id", { external_id: "somebody-else" }, "external_id"],
    ["another order id", { order_id: "somebody-else" }, "order_id"],
    ["another channel", { payment_channel: "SHOPEEPAY" }, "payment_channel"],
    ["another amount", { "payment_details.amount": 2_500 }, "Rp 2.500, not Rp 25.000"],
    ["a total below the amount", { "payment_details.total_amount": 24_999 }, "total"],
    ["a payment that is paid already", { transaction_status: "PAID" }, "already paid"],
    ["a payment that is canceled already", { transaction_status: "CANCELED" }, "already canceled"],
    ["a QR over another amount", {}, "Rp 1.000, not Rp 25.000"],
    ["a QR that is none", { "qr_response.qr_string": "dummy" }, "not a QRIS string"],
  ])("%s", async (_, set, told) => {
    const error = await untrusted(set)
    expect(error).toMatchObject({ outcome: "unknown", reason: { _tag: "UntrustedResponse" } })
    expect(error.message).toContain(told)
  })

  it("a QR with a broken checksum", async () => {
    const shop = await open()
    const { qr } = await shop.ifortepay.create(shop.order())
    const payload = qr?.payload ?? ""
    const broken = payload.replace(/.$/, (last) => (last === "0" ? "1" : "0"))
    const error = await untrusted({ "qr_response.qr_string": broken })
    expect(error.message).toContain("CRC")
  })

  it("an answer without any QR is unreadable", async () => {
    const error = await untrusted({ ...rightQr, qr_response: {} })
    expect(error.reason).toMatchObject({ _tag: "MalformedResponse", outcome: "unknown" })
    expect(error.message).toContain("qr_response.qr_string, qr_string, qr_content")
  })

  it.each([
    { "payment_details.amount": 25_000.5 },
    { "payment_details.amount": "25.000" },
    { transaction_id: "" },
  ])("an answer like %j is unreadable rather than rounded", async (set) => {
    expect((await untrusted(set)).reason).toMatchObject({ _tag: "MalformedResponse", outcome: "unknown" })
  })

  it("a payment that failed at once is refused", async () => {
    const error = await untrusted({ transaction_status: "FAILED" })
    expect(error.reason).toMatchObject({ _tag: "Rejected", outcome: "refused", providerMessage: "FAILED" })
  })
})
