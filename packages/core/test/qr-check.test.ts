import { encode } from "@qriskit/payload"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkQr } from "../src/provider-kit/qr-check.js"
import { MAX_RUPIAH, Rupiah } from "../src/rupiah.js"
import { forAll } from "./support/for-all.js"

const ASKED = Rupiah.make(25_000)
const WITH_FEE = Rupiah.make(25_175)

/** A QR of Toko Contoh with these values in tags 53 and 54; `undefined` leaves the tag out. */
const qrOf = ({
  currency = "360",
  amount,
  tip = {},
}: {
  currency?: string | undefined
  amount?: string | undefined
  tip?: Readonly<Record<string, string>>
}): string =>
  encode([
    { tag: "00", value: "01" },
    { tag: "01", value: "12" },
    {
      tag: "26",
      children: [
        { tag: "00", value: "ID.CONTOH.WWW" },
        { tag: "01", value: "936009150000001234" },
      ],
    },
    { tag: "52", value: "5812" },
    ...(currency === "" ? [] : [{ tag: "53", value: currency }]),
    ...(amount === undefined ? [] : [{ tag: "54", value: amount }]),
    ...Object.entries(tip).map(([tag, value]) => ({ tag, value })),
    { tag: "58", value: "ID" },
    { tag: "59", value: "Toko Contoh" },
    { tag: "60", value: "Jakarta" },
  ])

const check = (text: string, ...accepted: ReadonlyArray<Rupiah>) =>
  checkQr(text, accepted.length === 0 ? [ASKED] : accepted, "strict")

describe("checkQr", () => {
  it("passes a QR that asks for what was asked", () => {
    const payload = qrOf({ amount: "25000" })
    expect(check(payload)).toEqual(Result.succeed({ payload, amount: 25_000 }))
  })

  it("passes a QR that asks for the total with the provider's fee", () => {
    const payload = qrOf({ amount: "25175.00" })
    expect(check(payload, ASKED, WITH_FEE)).toEqual(Result.succeed({ payload, amount: 25_175 }))
  })

  it("passes a QR without an amount, and invents none", () => {
    const payload = qrOf({})
    expect(check(payload)).toStrictEqual(Result.succeed({ payload }))
  })

  it("passes a QR that names neither currency nor amount", () => {
    const payload = qrOf({ currency: "" })
    expect(check(payload)).toStrictEqual(Result.succeed({ payload }))
  })

  it("withholds a QR that asks for another amount, and says which", () => {
    expect(check(qrOf({ amount: "250000" }))).toEqual(
      Result.fail("its QR asks for Rp 250.000, not Rp 25.000"),
    )
    expect(check(qrOf({ amount: "1" }), ASKED, WITH_FEE)).toEqual(
      Result.fail("its QR asks for Rp 1, not Rp 25.000 or Rp 25.175"),
    )
  })

  it("withholds every amount but the one that was asked", () => {
    forAll(fc.integer({ min: 1, max: MAX_RUPIAH }), (amount) => {
      expect(Result.isSuccess(check(qrOf({ amount: String(amount) })))).toBe(amount === 25_000)
    })
  })

  it.each(["25000.50", "25.000", "25,000", "0", "-25000", "25000x", "2.5e4"])(
    "withholds a QR whose amount is no whole rupiah: %s",
    (amount) => {
      expect(check(qrOf({ amount }))).toEqual(Result.fail("the amount in its QR is not whole rupiah"))
    },
  )

  it("withholds a QR in another currency, with or without an amount", () => {
    expect(check(qrOf({ currency: "840", amount: "25000" }))).toEqual(Result.fail("its QR is not in rupiah"))
    expect(check(qrOf({ currency: "840" }))).toEqual(Result.fail("its QR is not in rupiah"))
  })

  it("withholds a QR whose amount is in no currency", () => {
    expect(Result.isFailure(check(qrOf({ currency: "", amount: "25000" })))).toBe(true)
  })

  it("withholds a QR whose CRC is wrong or missing", () => {
    const payload = qrOf({ amount: "25000" })
    const altered = payload.replace("Toko Contoh", "Toko Contol")
    expect(check(altered)).toEqual(Result.fail("the CRC of its QR is wrong"))
    expect(check(payload.slice(0, -8))).toEqual(Result.fail("the CRC of its QR is wrong"))
  })

  it("passes a CRC in small letters, which is the same number (EMVCo 4.7.3.2), as it came", () => {
    const payloads = Array.from({ length: 50 }, (_, at) =>
      qrOf({ amount: "25000", tip: { "62": `07${10 + at}` } }),
    )
    const lowered = payloads.map((payload) => payload.slice(0, -4) + payload.slice(-4).toLowerCase())
    expect(lowered.filter((payload, at) => payload !== payloads[at]).length).toBeGreaterThan(10)
    for (const payload of lowered) {
      expect(check(payload)).toEqual(Result.succeed({ payload, amount: 25_000 }))
    }
  })

  it.each(["", "dummy-qr-string", "https://qr.example.co.id/1", `${qrOf({})}0000`, "0".repeat(100_000)])(
    "withholds what is no QR: %.20s",
    (text) => {
      expect(check(text)).toEqual(Result.fail("its QR is not a QRIS string"))
    },
  )

  it("reads any text without throwing, and passes none by chance", () => {
    forAll(fc.string({ unit: "binary" }), (text) => {
      expect(Result.isFailure(check(text))).toBe(true)
    })
  })

  it("passes anything when it is off, without an amount", () => {
    expect(checkQr("dummy-qr-string", [ASKED], "off")).toStrictEqual(
      Result.succeed({ payload: "dummy-qr-string" }),
    )
  })

  it("passes a QR that lets the customer add a tip", () => {
    const payload = qrOf({ amount: "25000", tip: { "55": "01" } })
    expect(check(payload)).toEqual(Result.succeed({ payload, amount: 25_000 }))
  })

  it("passes a fixed tip that is the provider's fee", () => {
    const payload = qrOf({ amount: "25000", tip: { "55": "02", "56": "175" } })
    expect(check(payload, ASKED, WITH_FEE)).toEqual(Result.succeed({ payload, amount: 25_000 }))
  })

  it("refuses a fixed tip that nobody asked for", () => {
    const payload = qrOf({ amount: "25000", tip: { "55": "02", "56": "500" } })
    expect(check(payload)).toEqual(Result.fail("its QR asks for Rp 25.500, not Rp 25.000"))
  })

  it.each([
    ["a percentage", { "55": "03", "57": "05.00" }],
    ["a fixed tip that is no amount", { "55": "02", "56": "abc" }],
    ["a fixed tip that is missing", { "55": "02" }],
    ["an indicator that does not exist", { "55": "09" }],
  ])("refuses %s", (_, tip) => {
    expect(check(qrOf({ amount: "25000", tip }))).toEqual(
      Result.fail("its QR adds a tip that nobody asked for"),
    )
  })

  it("refuses a fixed tip on an amount that the customer types", () => {
    expect(check(qrOf({ tip: { "55": "02", "56": "500" } }))).toEqual(
      Result.fail("its QR adds a tip that nobody asked for"),
    )
  })
})
