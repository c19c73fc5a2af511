import { describe, expect, test } from "vitest"
import { type Sandbox, SNAP_ACQUIRERS, type SnapAcquirer } from "../src/index.js"
import { type Fields, MANNERS } from "./snap-manners.js"
import { snapMerchant } from "./snap-merchant.js"
import { NOW, useSandbox } from "./snap-sandbox.js"

// What differs from acquirer to acquirer, as snap-profiles.json has it.

let sandbox: Sandbox

useSandbox((started) => {
  sandbox = started
})

interface Expected {
  readonly services: { readonly inquire: string; readonly cancel?: string }
  /** Fields without which a create, and an inquiry, are refused. */
  readonly create: ReadonlyArray<string>
  readonly inquire: ReadonlyArray<string>
  /** Names an id of its own. */
  readonly reference: boolean
  /** Codes of a payment that waits, is paid, has expired. */
  readonly codes: readonly [pending: string, paid: string, expired: string]
  /** References that fit, and that do not. */
  readonly fits: string
  readonly misfit: string
}

const ids = ["originalReferenceNo", "originalPartnerReferenceNo", "serviceCode"]

const EXPECTED: Readonly<Record<SnapAcquirer, Expected>> = {
  midtrans: {
    services: { inquire: "51", cancel: "77" },
    create: ["partnerReferenceNo", "amount.value"],
    inquire: ["serviceCode"],
    reference: true,
    codes: ["03", "00", "08"],
    fits: "A-1_b~c.d",
    misfit: "A".repeat(37),
  },
  nicepay: {
    services: { inquire: "51" },
    create: ["partnerReferenceNo", "amount.value", "merchantId", "storeId"],
    inquire: [...ids, "merchantId", "externalStoreId"],
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(40),
    misfit: "A".repeat(41),
  },
  doku: {
    services: { inquire: "51" },
    create: ["partnerReferenceNo", "amount.value", "merchantId", "terminalId", "additionalInfo.postalCode"],
    inquire: [...ids, "merchantId"],
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(64),
    misfit: "A".repeat(65),
  },
  dana: {
    services: { inquire: "55" },
    create: [
      "merchantId",
      "storeId",
      "partnerReferenceNo",
      "additionalInfo.terminalSource",
      "additionalInfo.envInfo",
    ],
    inquire: ["originalPartnerReferenceNo", "serviceCode", "merchantId"],
    reference: false,
    codes: ["03", "00", "05"],
    fits: "A".repeat(25),
    misfit: "A".repeat(26),
  },
  bri: {
    services: { inquire: "51" },
    create: ["partnerReferenceNo", "amount.value", "merchantId", "terminalId"],
    inquire: ["originalReferenceNo", "serviceCode", "additionalInfo.terminalId"],
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(64),
    misfit: "A".repeat(65),
  },
  winpay: {
    services: { inquire: "51" },
    create: ["partnerReferenceNo", "terminalId", "validityPeriod", "additionalInfo.isStatic"],
    inquire: ["originalPartnerReferenceNo", "serviceCode", "additionalInfo.contractId"],
    reference: false,
    codes: ["07", "00", "07"],
    fits: "A-_12",
    misfit: "A-12",
  },
  paydia: {
    services: { inquire: "53" },
    create: ["merchantid", "partnerReferenceNo", "amount.value"],
    inquire: ["originalReferenceNo", "merchantid", "serviceCode"],
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(64),
    misfit: "A".repeat(65),
  },
  shopeepay: {
    services: { inquire: "51", cancel: "77" },
    create: ["partnerReferenceNo", "amount.value", "merchantId", "additionalInfo.externalStoreId"],
    inquire: ["serviceCode", "merchantId"],
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(64),
    misfit: "A".repeat(65),
  },
  ifortepay: {
    services: { inquire: "51", cancel: "77" },
    create: ["partnerReferenceNo", "additionalInfo.callbackUrl"],
    inquire: ids,
    reference: true,
    codes: ["03", "00", "07"],
    fits: "A".repeat(64),
    misfit: "A-1",
  },
}

/** A copy without what is at a dotted path. */
const without = (content: Fields, path: string): Fields => {
  const [first = "", ...rest] = path.split(".")
  const { [first]: inner, ...others } = content
  return rest.length === 0 ? others : { ...others, [first]: without(inner as Fields, rest.join(".")) }
}

describe.each(SNAP_ACQUIRERS)("%s", (acquirer) => {
  const expected = EXPECTED[acquirer]
  const manner = MANNERS[acquirer]
  const merchant = () => snapMerchant(sandbox, acquirer)

  test("creates and tells the state at its own places, under its own codes", async () => {
    const created = await merchant().create("ORDER1")
    expect(created.body).toMatchObject({ responseCode: "2004700", partnerReferenceNo: "ORDER1" })
    expect(created.body).toHaveProperty("qrContent")
    expect("referenceNo" in created.body).toBe(expected.reference)
    const states = []
    for (const [index, change] of (["", "pay", "expire"] as const).entries()) {
      const made = await merchant().make(`ORDER2${index}`)
      const payment = (await sandbox.control.payments()).at(-1)
      if (change !== "") await sandbox.control[change](payment?.paymentId ?? "")
      const { body } = await merchant().inquire(made)
      expect(body.responseCode).toBe(`200${expected.services.inquire}00`)
      expect(body).toMatchObject({ originalPartnerReferenceNo: `ORDER2${index}` })
      states.push(body.latestTransactionStatus)
    }
    expect(states).toEqual(expected.codes)
  })

  test.each(expected.create)("refuses a create without %s by that name", async (field) => {
    const { status, body } = await merchant().call(
      manner.create[0],
      without(merchant().order("ORDER1"), field),
    )
    expect([status, body.responseCode, body.responseMessage]).toEqual([
      400,
      "4004702",
      `Invalid Mandatory Field {${field}}`,
    ])
  })

  test.each(expected.inquire)("refuses an inquiry without %s by that name", async (field) => {
    const made = await merchant().make("ORDER1")
    const content = manner.inquire[1](sandbox.snap[acquirer], made)
    const { status, body } = await merchant().call(manner.inquire[0], without(content, field))
    expect([status, body.responseCode, body.responseMessage]).toEqual([
      400,
      `400${expected.services.inquire}02`,
      `Invalid Mandatory Field {${field}}`,
    ])
  })

  test("takes references of its form, and no others", async () => {
    expect((await merchant().create(expected.fits)).body.responseCode).toBe("2004700")
    const { body } = await merchant().create(expected.misfit)
    expect([body.responseCode, body.responseMessage]).toEqual([
      "4004701",
      "Invalid Field Format {partnerReferenceNo}",
    ])
  })

  test("refuses what is signed by another key, or spelled otherwise", async () => {
    const stranger = { ...sandbox.snap[acquirer] }
    const account = await sandbox.control.account("toko-1")
    Object.defineProperty(stranger, "privateKey", { value: account.snap.privateKey })
    Object.defineProperty(stranger, "clientSecret", { value: account.snap.clientSecret })
    const other = snapMerchant(sandbox, acquirer, stranger)
    const code = manner.tokenPath === undefined ? "4014700" : "4017300"
    const refused = manner.tokenPath === undefined ? await other.create("ORDER1") : await other.askToken()
    expect(refused.body.responseCode).toBe(code)
    const encoding = manner.encoding === "hex" ? "base64" : "hex"
    expect((await merchant().create("ORDER1", {}, { encoding })).body.responseCode).toBe("4014700")
  })

  test("cancels where it can, and has no such place where it cannot", async () => {
    const made = await merchant().make("ORDER1")
    if (expected.services.cancel === undefined) {
      const answer = await merchant().call("/v1.0/qr/qr-mpm-cancel", {})
      return expect(answer.status).toBe(404)
    }
    expect((await merchant().cancel(made)).body.responseCode).toBe("2007700")
    expect((await merchant().inquire(made)).body.latestTransactionStatus).toBe("05")
  })

  test("refunds at Midtrans alone", async () => {
    const { status, body } = await merchant().call("/v1.0/qr/qr-mpm-refund", {})
    expect(acquirer === "midtrans" ? body.responseCode : status).toBe(
      acquirer === "midtrans" ? "4007802" : 404,
    )
  })
})

test.each([
  ["nicepay", "/nicepay/api/v1.0/qr/qr-mpm-generate"],
  ["winpay", "/snap/v1.0/qr/qr-mpm-generate"],
] as const)("%s signs no mount: with it the signature is another", async (acquirer, signedPath) => {
  const { body } = await snapMerchant(sandbox, acquirer).create("ORDER1", {}, { signedPath })
  expect(body.responseCode).toBe("4014700")
})

test("DANA wants times of Jakarta", async () => {
  const merchant = snapMerchant(sandbox, "dana")
  const how = (time: string) => ({ headers: { "x-timestamp": time } })
  const zulu = await merchant.create("ORDER1", {}, how("2026-11-28T03:00:00Z"))
  expect([zulu.body.responseCode, zulu.body.responseMessage]).toEqual([
    "4004701",
    "Invalid Field Format {X-TIMESTAMP}",
  ])
  expect((await merchant.create("ORDER1", {}, how("2026-11-28T10:00:00+07:00"))).status).toBe(200)
})

test("BRI's inquiry names service 17, all others' 47", async () => {
  const bri = snapMerchant(sandbox, "bri")
  const { referenceNo } = await bri.make("ORDER1")
  const content = { originalReferenceNo: referenceNo, additionalInfo: { terminalId: "TERM01" } }
  const asked = (serviceCode: string) => bri.call(MANNERS.bri.inquire[0], { ...content, serviceCode })
  expect((await asked("47")).body.responseCode).toBe("4005101")
  expect((await asked("17")).body.responseCode).toBe("2005100")
})

test("Winpay finds by its contract alone", async () => {
  const winpay = snapMerchant(sandbox, "winpay")
  const made = await winpay.make("ORDER1")
  expect(made.contractId).toMatch(/^[0-9a-f-]{36}$/)
  expect((await winpay.inquire({ ...made, contractId: "another" })).body.responseCode).toBe("4045101")
  expect((await winpay.inquire(made)).body.responseCode).toBe("2005100")
})

test("ShopeePay is asked in vain for a payment on a QR that no call made", async () => {
  const { paymentId } = await sandbox.control.payStatic("snap-shopeepay", 5_000)
  const content = { originalReferenceNo: paymentId, serviceCode: "47", merchantId: "M" }
  const merchant = snapMerchant(sandbox, "shopeepay")
  expect((await merchant.call(MANNERS.shopeepay.inquire[0], content)).body.responseCode).toBe("4045101")
  const paid = await sandbox.control.payStatic("snap-paydia", 5_000)
  const found = await snapMerchant(sandbox, "paydia").inquire({
    reference: "",
    referenceNo: paid.paymentId,
  })
  expect(found.body.latestTransactionStatus).toBe("00")
})

test.each([
  ["midtrans", 20, 15_552_000],
  ["winpay", 61, 7_776_000],
  ["ifortepay", 900, 3_600],
] as const)("%s ends a QR after %i to %i seconds", async (acquirer, least, most) => {
  const codes = []
  // Six seconds off: what is asked for may have been on its way for five.
  for (const [index, seconds] of [least - 6, least, most, most + 6].entries()) {
    const at = new Date(NOW.getTime() + (seconds + 7 * 3_600) * 1_000)
    const validityPeriod = `${at.toISOString().slice(0, 19)}+07:00`
    const { body } = await snapMerchant(sandbox, acquirer).create(`ORDER${index}`, { validityPeriod })
    codes.push(body.responseCode)
  }
  expect(codes).toEqual(["4004701", "2004700", "2004700", "4004701"])
})

test.each([
  ["midtrans", "additionalInfo.qris", { issuerName: "OVO" }],
  ["doku", "additionalInfo", { issuerName: "OVO" }],
  ["bri", "additionalInfo", { issuerName: "OVO", customerName: "Sri", invoiceNumber: "ORDER1" }],
  ["winpay", "additionalInfo", { issuer: "OVO" }],
  ["ifortepay", "additionalInfo", { issuer: "OVO", customerName: "Sri" }],
] as const)("%s says in %s who paid", async (acquirer, place, said) => {
  const merchant = snapMerchant(sandbox, acquirer)
  const made = await merchant.make("ORDER1")
  const [payment] = await sandbox.control.payments()
  await sandbox.control.pay(payment?.paymentId ?? "", { issuer: "OVO", payerName: "Sri" })
  const { body } = await merchant.inquire(made)
  expect(place.split(".").reduce<unknown>((value, name) => (value as Fields)[name], body)).toMatchObject(said)
})
