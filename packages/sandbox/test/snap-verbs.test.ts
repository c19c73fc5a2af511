import { parse, readAmount } from "@qriskit/payload"
import { describe, expect, test } from "vitest"
import type { Sandbox } from "../src/index.js"
import { amountOf, type Fields } from "./snap-manners.js"
import { snapMerchant } from "./snap-merchant.js"
import { useSandbox, withSettings } from "./snap-sandbox.js"

let sandbox: Sandbox
let midtrans: ReturnType<typeof snapMerchant>
let paydia: ReturnType<typeof snapMerchant>

useSandbox((started) => {
  sandbox = started
  midtrans = snapMerchant(started, "midtrans")
  paydia = snapMerchant(started, "paydia")
})

const id = (text: string) => ({ headers: { "x-external-id": text } })

describe("create", () => {
  test("answers with the text of a QR that asks for the amount", async () => {
    const { status, body } = await midtrans.create("INV-1")
    expect(status).toBe(200)
    expect(body).toMatchObject({
      responseCode: "2004700",
      responseMessage: "Successful",
      referenceNo: expect.stringMatching(/^\d{24}$/),
      partnerReferenceNo: "INV-1",
      qrUrl: expect.stringContaining("https://"),
    })
    const parsed = parse(body.qrContent)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    expect(parsed.payload.crc?.isValid).toBe(true)
    expect(readAmount(parsed.payload)).toEqual({ kind: "rupiah", rupiah: 25_000 })
    expect(parsed.payload.value("59")).toBe("TOKO CONTOH")
  })

  test("answers with the address of a picture alone where that is set", () =>
    withSettings({ qrContent: false }, async (other) => {
      const { body } = await snapMerchant(other, "midtrans").create("A-1")
      expect(body).not.toHaveProperty("qrContent")
      expect(body).toHaveProperty("qrUrl")
    }))

  test.each<[string, Fields, string, string]>([
    ["no reference", { partnerReferenceNo: "" }, "4004702", "{partnerReferenceNo}"],
    ["a reference that is a number", { partnerReferenceNo: 17 }, "4004701", "{partnerReferenceNo}"],
    ["a reference with a blank", { partnerReferenceNo: "A 1" }, "4004701", "{partnerReferenceNo}"],
    [
      "a reference of 37 characters",
      { partnerReferenceNo: "A".repeat(37) },
      "4004701",
      "{partnerReferenceNo}",
    ],
    ["no amount", { amount: undefined }, "4004702", "{amount.value}"],
    ["an amount that is a number", { amount: { value: 25_000, currency: "IDR" } }, "4004701", "{amount}"],
    ["one decimal", { amount: { value: "25000.0", currency: "IDR" } }, "4004701", "{amount}"],
    ["no decimals", { amount: { value: "25000", currency: "IDR" } }, "4004701", "{amount}"],
    ["another currency", { amount: { value: "25000.00", currency: "USD" } }, "4004701", "{amount}"],
    [
      "a fraction of a rupiah",
      { amount: { value: "25000.50", currency: "IDR" } },
      "4044713",
      "Invalid Amount",
    ],
    ["nothing to pay", { amount: amountOf(0) }, "4044713", "Invalid Amount"],
    ["more than the most", { amount: amountOf(10_000_001) }, "4044713", "Invalid Amount"],
    ["an expiry in words", { validityPeriod: "tomorrow" }, "4004701", "{validityPeriod}"],
    ["an expiry in seconds", { validityPeriod: 900 }, "4004701", "{validityPeriod}"],
    ["an expiry of no zone", { validityPeriod: "2026-11-28T10:15:00" }, "4004701", "{validityPeriod}"],
    ["an expiry on no day", { validityPeriod: "2026-13-28T10:15:00+07:00" }, "4004701", "{validityPeriod}"],
    [
      "an expiry that is over",
      { validityPeriod: "2026-11-28T09:59:00+07:00" },
      "4004701",
      "{validityPeriod}",
    ],
    ["an expiry in a year", { validityPeriod: "2027-11-28T10:00:00+07:00" }, "4004701", "{validityPeriod}"],
  ])("with %s is refused, and nothing is made", async (_, change, code, word) => {
    const { status, body } = await midtrans.create("A-1", change)
    expect([status, body.responseCode]).toEqual([Number(code.slice(0, 3)), code])
    expect(body.responseMessage).toContain(word)
    expect(await sandbox.control.payments()).toEqual([])
  })

  test("takes what lies between the least and the most that are set", () =>
    withSettings({ minAmount: 1_000, maxAmount: 2_000 }, async (other) => {
      const merchant = snapMerchant(other, "midtrans")
      const codes = []
      for (const [index, rupiah] of [999, 1_000, 2_000, 2_001].entries())
        codes.push((await merchant.create(`A-${index}`, { amount: amountOf(rupiah) })).body.responseCode)
      expect(codes).toEqual(["4044713", "2004700", "2004700", "4044713"])
    }))

  test("ends the QR when asked, or after a quarter of an hour", async () => {
    await midtrans.create("A-1", { validityPeriod: "2026-11-28T10:01:00+07:00" })
    await midtrans.create("A-2")
    const ends = (await sandbox.control.payments()).map(({ expiresAt }) => expiresAt?.toISOString())
    expect(ends).toEqual(["2026-11-28T03:01:00.000Z", "2026-11-28T03:15:00.000Z"])
  })

  test("is refused under a reference that was used, on another day, too", async () => {
    await paydia.create("A-1")
    expect((await paydia.create("A-1")).body.responseCode).toBe("4094701")
    await sandbox.control.advance({ hours: 24 })
    const { status, body } = await paydia.create("A-1")
    expect([status, body.responseCode]).toEqual([409, "4094701"])
    expect(body.responseMessage).toContain("partnerReferenceNo")
  })
})

describe("an X-EXTERNAL-ID", () => {
  test("is good once a day of Jakarta, whichever verb it was for", async () => {
    // Two hours before midnight in Jakarta.
    await sandbox.control.setTime(new Date("2026-11-28T15:00:00.000Z"))
    expect((await paydia.create("A-1", {}, id("100"))).body.responseCode).toBe("2004700")
    const again = await paydia.create("A-2", {}, id("100"))
    expect([again.status, again.body.responseCode]).toEqual([409, "4094700"])
    expect((await paydia.inquire({ reference: "A-1" }, id("100"))).body.responseCode).toBe("4095300")
    await sandbox.control.setTime(new Date("2026-11-28T16:59:59.999Z"))
    expect((await paydia.create("A-2", {}, id("100"))).body.responseCode).toBe("4094700")
    await sandbox.control.setTime(new Date("2026-11-28T17:00:00.000Z"))
    expect((await paydia.create("A-2", {}, id("100"))).body.responseCode).toBe("2004700")
    expect((await sandbox.control.payments()).map(({ externalId }) => externalId)).toEqual(["A-1", "A-2"])
  })

  test("counts when the work was done, though the answer was lost, and not when the call was refused", async () => {
    expect((await paydia.create("A-1", { amount: amountOf(0) }, id("100"))).status).toBe(404)
    await sandbox.control.faults.script({ at: "snap-paydia.create", fault: { kind: "cut", acting: true } })
    await expect(paydia.create("A-1", {}, id("100"))).rejects.toThrow("fetch failed")
    expect((await paydia.create("A-1", {}, id("100"))).body.responseCode).toBe("4094700")
    expect((await paydia.create("A-1", {}, id("101"))).body.responseCode).toBe("4094701")
  })

  test("belongs to one merchant", async () => {
    const account = snapMerchant(sandbox, "paydia", (await sandbox.control.account("toko-1")).snap)
    await paydia.create("A-1", {}, id("100"))
    expect((await account.create("A-1", {}, id("100"))).body.responseCode).toBe("2004700")
  })

  test("with the same body is answered as before at Midtrans, with another refused", async () => {
    const first = await midtrans.create("A-1", {}, id("A-1"))
    const second = await midtrans.create("A-1", {}, id("A-1"))
    expect([second.status, second.text]).toEqual([200, first.text])
    const other = await midtrans.create("A-1", { amount: amountOf(30_000) }, id("A-1"))
    expect(other.body.responseCode).toBe("4094700")
    expect(await sandbox.control.payments()).toHaveLength(1)
    // A refund may be called as the order is.
    const made = { reference: "A-1", referenceNo: first.body.referenceNo }
    expect((await midtrans.cancel(made, id("A-1"))).body.responseCode).toBe("2007700")
  })
})

describe("inquire", () => {
  const query = (content: Fields) => midtrans.call("/v1.0/qr/qr-mpm-query", { serviceCode: "47", ...content })

  test("tells the state in two digits, once paid with time and amount", async () => {
    const made = await midtrans.make("A-1")
    expect((await midtrans.inquire(made)).body).toMatchObject({
      responseCode: "2005100",
      originalReferenceNo: made.referenceNo,
      originalPartnerReferenceNo: "A-1",
      latestTransactionStatus: "03",
      amount: amountOf(25_000),
    })
    await sandbox.control.advance({ minutes: 1 })
    await sandbox.control.pay(made.referenceNo ?? "")
    expect((await midtrans.inquire(made)).body).toMatchObject({
      latestTransactionStatus: "00",
      paidTime: "2026-11-28T10:01:00+07:00",
    })
    await sandbox.control.setProviderStatus(made.referenceNo ?? "", "constructor")
    expect((await midtrans.inquire(made)).body.latestTransactionStatus).toBe("constructor")
  })

  test("tells the amount that arrived, where it is another than was asked", async () => {
    const made = await midtrans.make("A-1")
    await sandbox.control.pay(made.referenceNo ?? "", { amount: 24_000, force: true })
    expect((await midtrans.inquire(made)).body).toMatchObject({ amount: amountOf(24_000) })
  })

  test("finds by any of Midtrans' three ids, and by no two that differ", async () => {
    const { referenceNo } = await midtrans.make("A-1")
    await midtrans.make("A-2")
    const byOne = [
      { originalReferenceNo: referenceNo },
      { originalPartnerReferenceNo: "A-1" },
      { originalExternalId: "A-1" },
    ]
    for (const content of byOne)
      expect((await query(content)).body).toMatchObject({ originalReferenceNo: referenceNo })
    const mixed = await query({ originalReferenceNo: referenceNo, originalPartnerReferenceNo: "A-2" })
    expect(mixed.body.responseCode).toBe("4045101")
  })

  test.each<[string, Fields, string]>([
    ["an id that nobody has", { originalReferenceNo: "1".repeat(24) }, "4045101"],
    ["a reference that nobody has", { originalPartnerReferenceNo: "B-1" }, "4045101"],
    ["no id", {}, "4005102"],
    ["an id that is a number", { originalReferenceNo: 17 }, "4005101"],
    ["no service code", { serviceCode: undefined, originalReferenceNo: "1" }, "4005102"],
    ["the service code of another call", { serviceCode: "51", originalReferenceNo: "1" }, "4005101"],
  ])("with %s is refused", async (_, content, code) => {
    const { status, body } = await query(content)
    expect([status, body.responseCode]).toEqual([Number(code.slice(0, 3)), code])
  })

  test("finds no payment of another acquirer", async () => {
    const { referenceNo } = await paydia.make("A-1")
    expect((await query({ originalReferenceNo: referenceNo })).body.responseCode).toBe("4045101")
  })
})

describe("cancel", () => {
  test("ends a pending payment, once", async () => {
    const made = await midtrans.make("A-1")
    const { status, body } = await midtrans.cancel(made)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      responseCode: "2007700",
      originalPartnerReferenceNo: "A-1",
      cancelTime: "2026-11-28T10:00:00+07:00",
    })
    expect((await midtrans.inquire(made)).body.latestTransactionStatus).toBe("05")
    await expect(sandbox.control.pay(made.referenceNo ?? "")).rejects.toMatchObject({ code: "refused" })
    const again = await midtrans.cancel(made)
    expect([again.status, again.body.responseCode]).toEqual([404, "4047700"])
  })

  test("of what is paid or expired is refused with 404 case 00, of what nobody knows with 01", async () => {
    const paid = await midtrans.make("A-1")
    await sandbox.control.pay(paid.referenceNo ?? "")
    const expired = await midtrans.make("A-2")
    await sandbox.control.expire(expired.referenceNo ?? "")
    for (const made of [paid, expired])
      expect((await midtrans.cancel(made)).body.responseCode).toBe("4047700")
    const unknown = await midtrans.cancel({ reference: "B-1", referenceNo: "1".repeat(24) })
    expect(unknown.body.responseCode).toBe("4047701")
    expect((await midtrans.inquire(paid)).body.latestTransactionStatus).toBe("00")
  })

  test("without a reason is refused by that field's name", async () => {
    const { referenceNo } = await midtrans.make("A-1")
    const content = { originalReferenceNo: referenceNo, merchantId: "M", reason: "" }
    const { body } = await midtrans.call("/v1.0/qr/qr-mpm-cancel", content)
    expect([body.responseCode, body.responseMessage]).toEqual(["4007702", "Invalid Mandatory Field {reason}"])
  })
})

describe("refund", () => {
  const refund = (key: string, rupiah?: number, content: Fields = {}) =>
    midtrans.call("/v1.0/qr/qr-mpm-refund", {
      merchantId: sandbox.snap.midtrans.merchantId,
      originalPartnerReferenceNo: "A-1",
      partnerRefundNo: key,
      ...(rupiah !== undefined && { refundAmount: amountOf(rupiah) }),
      ...content,
    })

  const paid = async () => {
    const made = await midtrans.make("A-1")
    await sandbox.control.pay(made.referenceNo ?? "")
    return made
  }

  test("is refused under an id of other characters, or a longer one", async () => {
    await paid()
    for (const key of ["R 1", "R.1", "R~1", "R".repeat(65)]) {
      const { body } = await refund(key, 1_000)
      expect([body.responseCode, body.responseMessage]).toEqual([
        "4007801",
        "Invalid Field Format {partnerRefundNo}",
      ])
    }
    expect((await refund("R_1-a".padEnd(64, "x"), 1_000)).body.responseCode).toBe("2007800")
  })

  test("gives back in parts, until nothing is left", async () => {
    const made = await paid()
    const first = await refund("R-1", 10_000, { reason: "salah pesan" })
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({
      responseCode: "2007800",
      referenceNo: expect.stringMatching(/^\d{20}$/),
      partnerRefundNo: "R-1",
      refundAmount: amountOf(10_000),
      refundTime: "2026-11-28T10:00:00+07:00",
    })
    expect((await midtrans.inquire(made)).body).toMatchObject({
      latestTransactionStatus: "00",
      additionalInfo: {
        refundHistory: [
          {
            refundNo: first.body.referenceNo,
            partnerReferenceNo: "R-1",
            refundAmount: amountOf(10_000),
            refundStatus: "00",
            reason: "salah pesan",
          },
        ],
      },
    })
    const above = await refund("R-2", 15_001)
    expect([above.status, above.body.responseCode]).toEqual([404, "4047813"])
    expect((await refund("R-2")).body).toMatchObject({ refundAmount: amountOf(15_000) })
    expect((await midtrans.inquire(made)).body.latestTransactionStatus).toBe("04")
    expect((await refund("R-3")).body.responseCode).toBe("4047813")
    expect((await refund("R-3", 1)).body.responseCode).toBe("4047813")
  })

  test("is refused under a number that was used", async () => {
    await paid()
    await refund("R-1", 1_000)
    const again = await refund("R-1", 2_000)
    expect([again.status, again.body.responseCode]).toEqual([409, "4097801"])
  })

  test("is refused of what is unpaid, of what nobody knows, without a number, of nothing", async () => {
    const made = await midtrans.make("A-1")
    expect((await refund("R-1")).body.responseCode).toBe("4047800")
    expect((await refund("R-1", 1, { originalPartnerReferenceNo: "B-1" })).body.responseCode).toBe("4047801")
    expect((await refund("")).body).toMatchObject({
      responseCode: "4007802",
      responseMessage: expect.stringContaining("{partnerRefundNo}"),
    })
    await sandbox.control.pay(made.referenceNo ?? "")
    expect((await refund("R-1", 0)).body.responseCode).toBe("4047813")
    expect((await refund("R-1", 1, { refundAmount: { value: "1", currency: "IDR" } })).body).toMatchObject({
      responseCode: "4007801",
      responseMessage: expect.stringContaining("{refundAmount}"),
    })
  })

  test("is refused when the days for it are over, by the clock or by hand", async () => {
    await paid()
    await sandbox.control.advance({ hours: 45 * 24 })
    expect((await refund("R-1", 1_000)).body.responseCode).toBe("2007800")
    await sandbox.control.advance({ ms: 1 })
    const late = await refund("R-2", 1_000)
    expect([late.status, late.body.responseCode]).toEqual([405, "4057801"])
    await sandbox.control.reset()
    const { referenceNo } = await paid()
    await sandbox.control.endRefunds(referenceNo ?? "")
    expect((await refund("R-1", 1_000)).body.responseCode).toBe("4057801")
  })

  test("is refused after as many days as are set, and leaves the money where it was", () =>
    withSettings({ refundDays: 0 }, async (other) => {
      const merchant = snapMerchant(other, "midtrans")
      const { referenceNo = "" } = await merchant.make("A-1")
      await other.control.pay(referenceNo)
      await other.control.advance({ seconds: 1 })
      const content = { merchantId: "M", originalPartnerReferenceNo: "A-1", partnerRefundNo: "R-1" }
      const late = await merchant.call("/v1.0/qr/qr-mpm-refund", content)
      expect(late.body.responseCode).toBe("4057801")
      const shown = await other.control.payment(referenceNo)
      expect([shown.status, shown.refunds]).toEqual(["paid", []])
    }))

  test("at the acquirer's dashboard is told in the inquiry", async () => {
    const made = await paid()
    await sandbox.control.refund(made.referenceNo ?? "", { amount: 5_000 })
    const { body } = await midtrans.inquire(made)
    expect(body.additionalInfo.refundHistory).toMatchObject([{ refundAmount: amountOf(5_000) }])
    expect(body.additionalInfo.refundHistory[0]).not.toHaveProperty("partnerReferenceNo")
    expect((await refund("R-1", 20_001)).body.responseCode).toBe("4047813")
  })
})
