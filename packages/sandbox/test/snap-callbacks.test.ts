import { describe, expect, test } from "vitest"
import { type Sandbox, SNAP_ACQUIRERS, type SnapAcquirer, startSandbox } from "../src/index.js"
import { snapListener, type Told } from "./snap-listener.js"
import { amountOf } from "./snap-manners.js"
import { hmac, isSigned, sha256, snapMerchant } from "./snap-merchant.js"
import { NOW, useSandbox } from "./snap-sandbox.js"

let sandbox: Sandbox

useSandbox((started) => {
  sandbox = started
})

/** How each merchant's address ends, and how it is told. */
const TAILS: Readonly<Record<SnapAcquirer, string>> = {
  midtrans: "/v1.0/qr/qr-mpm-notify",
  nicepay: "/api/v1.0/qr/qr-mpm-notif",
  doku: "/callback",
  dana: "/v1.0/debit/notify",
  bri: "/snap/v1.1/qr/qr-mpm-notify",
  winpay: "/v1.0/qr/qr-mpm-notify",
  paydia: "/snap/v2.0/qr/qr-mpm-notify",
  shopeepay: "/v1.0/qr/qr-mpm-notify",
  ifortepay: "/callback",
}

type Listener = Awaited<ReturnType<typeof snapListener>>

/** A payment at an acquirer whose callbacks go to a listener. */
const payable = async (acquirer: SnapAcquirer, listener: Listener, on = sandbox, reference = "ORDER1") => {
  const url = `${listener.url}/hooks${TAILS[acquirer]}`
  await on.control.snap.setCallbackUrl(acquirer, url)
  // iFortepay tells where each create says; all others where the merchant registered.
  const additionalInfo = { callbackUrl: url }
  await snapMerchant(on, acquirer).create(reference, acquirer === "ifortepay" ? { additionalInfo } : {})
  const payment = (await on.control.payments()).at(-1)
  return { url, id: payment?.paymentId ?? "" }
}

const one = ({ told }: Listener): Told => {
  expect(told).toHaveLength(1)
  return told[0] as Told
}

const timeOf = ({ headers }: Told) => headers["x-timestamp"]

const signatureOf = ({ headers }: Told) => String(headers["x-signature"])

describe("what is signed", () => {
  test.each(["midtrans", "dana", "winpay", "paydia"] as const)(
    "by %s: method, path, body and time, with RSA (R1)",
    async (acquirer) => {
      await using listener = await snapListener()
      const { id } = await payable(acquirer, listener)
      await sandbox.control.pay(id)
      const told = one(listener)
      const { acquirerKeys } = sandbox.snap[acquirer]
      const over = (path: string, body: string) => `POST:${path}:${sha256(body)}:${timeOf(told)}`
      expect(told.path).toBe(`/hooks${TAILS[acquirer]}`)
      expect(isSigned(acquirerKeys, over(told.path, told.text), signatureOf(told))).toBe(true)
      expect(isSigned(acquirerKeys, over(TAILS[acquirer], told.text), signatureOf(told))).toBe(false)
      expect(isSigned(acquirerKeys, over(told.path, `${told.text} `), signatureOf(told))).toBe(false)
    },
  )

  test("with the query of the address, which is part of its path", async () => {
    await using listener = await snapListener()
    const { id, url } = await payable("midtrans", listener)
    await sandbox.control.snap.setCallbackUrl("midtrans", `${url}?toko=17`)
    await sandbox.control.pay(id)
    const told = one(listener)
    const signed = `POST:/hooks${TAILS.midtrans}?toko=17:${sha256(told.text)}:${timeOf(told)}`
    expect(isSigned(sandbox.snap.midtrans.acquirerKeys, signed, signatureOf(told))).toBe(true)
  })

  test("by ShopeePay: the whole address and the body as it is, with RSA (R2)", async () => {
    await using listener = await snapListener()
    const { url, id } = await payable("shopeepay", listener)
    await sandbox.control.pay(id)
    const told = one(listener)
    const signed = `POST:${url}:${sha256(told.text)}:${timeOf(told)}`
    expect(isSigned(sandbox.snap.shopeepay.acquirerKeys, signed, signatureOf(told))).toBe(true)
  })

  test.each([
    ["nicepay", (of: Sandbox) => of.snap.nicepay.clientId],
    ["bri", (of: Sandbox) => of.snap.bri.inbound.clientId],
  ] as const)("by %s: client id and time alone (R3)", async (acquirer, clientOf) => {
    await using listener = await snapListener({ token: "given" })
    const { id } = await payable(acquirer, listener)
    await sandbox.control.pay(id)
    const told = one(listener)
    const signed = `${clientOf(sandbox)}|${timeOf(told)}`
    expect(isSigned(sandbox.snap[acquirer].acquirerKeys, signed, signatureOf(told))).toBe(true)
  })

  test("by iFortepay: address, version, body and time, with the merchant's secret (R6)", async () => {
    await using listener = await snapListener()
    const { url, id } = await payable("ifortepay", listener)
    await sandbox.control.pay(id)
    const told = one(listener)
    expect(told.headers["x-version"]).toBe("v1")
    const signed = `${url}:v1:${sha256(told.text)}:${timeOf(told)}`
    expect(signatureOf(told)).toBe(hmac(sandbox.snap.ifortepay.clientSecret, signed))
  })

  test("by DOKU: nothing that could be checked; a form (R7)", async () => {
    await using listener = await snapListener()
    const { id } = await payable("doku", listener)
    await sandbox.control.pay(id, { issuer: "OVO", payerName: "Sri" })
    const told = one(listener)
    expect(told.headers["content-type"]).toBe("application/x-www-form-urlencoded")
    expect(told.headers).not.toHaveProperty("x-signature")
    expect(Object.fromEntries(new URLSearchParams(told.text))).toMatchObject({
      WORDS: expect.stringMatching(/^[0-9a-f]{40}$/),
      INVOICE: "ORDER1",
      TRANSACTIONID: id,
      AMOUNT: "25000.00",
      TXNDATE: "20261128100000",
      TXNSTATUS: "S",
      TERMINALID: "TERM01",
      CUSTOMERNAME: "Sri",
      ISSUERNAME: "OVO",
    })
  })

  test("by an account's acquirer: the account's own client id", async () => {
    await using listener = await snapListener()
    const { snap } = await sandbox.control.account("toko-1")
    await sandbox.control.snap.setCallbackUrl("nicepay", `${listener.url}/{account}${TAILS.nicepay}`)
    const made = await snapMerchant(sandbox, "nicepay", snap).make("ORDER1")
    await sandbox.control.pay(made.referenceNo ?? "")
    const told = one(listener)
    expect(told.path).toBe(`/toko-1${TAILS.nicepay}`)
    expect(told.headers["x-client-key"]).toBe(snap.clientId)
    expect(isSigned(snap.acquirerKeys, `${snap.clientId}|${timeOf(told)}`, signatureOf(told))).toBe(true)
  })
})

describe("what is said", () => {
  const BESIDES = {
    midtrans: { additionalInfo: { qris: { issuerName: "GOPAY" } } },
    nicepay: { externalStoreID: "STORE-1" },
    dana: {
      merchantId: "0000010190001",
      createdTime: "2026-11-28T10:00:00+07:00",
      finishedTime: "2026-11-28T10:01:00+07:00",
      additionalInfo: { extendInfo: '{"shop":"STORE-1","n":1}' },
    },
    bri: { customerNumber: expect.any(String), destinationAccountName: "TOKO CONTOH" },
    winpay: { additionalInfo: { contractId: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    paydia: {},
    shopeepay: { additionalInfo: { merchantId: "0000010190001" } },
    ifortepay: {
      additionalInfo: {
        merchantId: "0000010190001",
        paymentChannel: "NOBU",
        invoiceNo: "ORDER1",
        paymentDetail: { totalAmount: amountOf(25_000) },
      },
    },
  } as const

  test.each(Object.entries(BESIDES))(
    "by %s: ids, state, amount, and its own fields",
    async (name, besides) => {
      await using listener = await snapListener({ token: "given" })
      const acquirer = name as keyof typeof BESIDES
      const { id } = await payable(acquirer, listener)
      await sandbox.control.advance({ minutes: 1 })
      await sandbox.control.pay(id)
      const told = one(listener)
      expect(JSON.parse(told.text)).toMatchObject({
        originalPartnerReferenceNo: "ORDER1",
        latestTransactionStatus: "00",
        amount: amountOf(25_000),
        ...besides,
      })
      expect(timeOf(told)).toBe("2026-11-28T10:01:00+07:00")
      if (acquirer !== "winpay") expect(JSON.parse(told.text)).toHaveProperty("originalReferenceNo", id)
    },
  )

  test.each([
    ["midtrans", ["x-external-id", "x-partner-id"]],
    ["nicepay", ["x-client-key"]],
    ["dana", []],
    ["bri", ["authorization", "channel-id", "x-external-id", "x-partner-id"]],
    ["winpay", []],
    ["paydia", []],
    ["shopeepay", []],
    ["ifortepay", ["x-version"]],
  ] as const)("by %s in headers: time, signature, and %j", async (acquirer, besides) => {
    await using listener = await snapListener({ token: "given" })
    const { id } = await payable(acquirer, listener)
    await sandbox.control.pay(id)
    const names = Object.keys(one(listener).headers).filter((name) => /^(x-|channel|auth)/.test(name))
    expect(names.toSorted()).toEqual([...besides, "x-signature", "x-timestamp"].toSorted())
  })

  test.each([
    ["midtrans", ["00", "08", "05"]],
    ["nicepay", ["00", "05"]],
    ["bri", ["00"]],
    ["ifortepay", ["00"]],
  ] as const)("by %s of what is paid, expired and canceled: %j", async (acquirer, expected) => {
    await using listener = await snapListener({ token: "given" })
    for (const change of ["pay", "expire", "cancel"] as const) {
      const { id } = await payable(acquirer, listener, sandbox, `ORDER${change}`)
      await sandbox.control[change](id)
    }
    const states = listener.told.map(({ text }) => JSON.parse(text) as { latestTransactionStatus: string })
    expect(states.map(({ latestTransactionStatus }) => latestTransactionStatus)).toEqual(expected)
  })

  test("of a refund by Midtrans alone, which lists it", async () => {
    await using listener = await snapListener()
    for (const acquirer of ["midtrans", "paydia"] as const) {
      const { id } = await payable(acquirer, listener)
      await sandbox.control.pay(id)
      await sandbox.control.refund(id, { amount: 5_000 })
    }
    expect(listener.told.map(({ path }) => path.replace("/hooks", ""))).toEqual([
      TAILS.midtrans,
      TAILS.midtrans,
      TAILS.paydia,
    ])
    expect(JSON.parse(listener.told[1]?.text ?? "")).toMatchObject({
      latestTransactionStatus: "00",
      additionalInfo: { refundHistory: [{ refundAmount: amountOf(5_000) }] },
    })
  })
})

describe("where", () => {
  test("iFortepay and NICEPAY tell where the create says; others only where the merchant registered", async () => {
    await using own = await snapListener()
    await using registered = await snapListener()
    const places = {
      callbackUrl: `${own.url}/a`,
      dbProcessUrl: `${own.url}/b`,
    }
    for (const acquirer of ["ifortepay", "nicepay", "paydia"] as const) {
      await sandbox.control.snap.setCallbackUrl(acquirer, `${registered.url}/${acquirer}`)
      await snapMerchant(sandbox, acquirer).create("ORDER1", { additionalInfo: places })
      await sandbox.control.pay((await sandbox.control.payments()).at(-1)?.paymentId ?? "")
    }
    expect(own.told.map(({ path }) => path)).toEqual(["/a", "/b"])
    expect(registered.told.map(({ path }) => path)).toEqual(["/paydia"])
  })

  test("an address that is none is refused by that field's name", async () => {
    const additionalInfo = { callbackUrl: "callback" }
    const { body } = await snapMerchant(sandbox, "ifortepay").create("ORDER1", { additionalInfo })
    expect([body.responseCode, body.responseMessage]).toEqual([
      "4004701",
      "Invalid Field Format {additionalInfo.callbackUrl}",
    ])
  })

  test("nowhere, where none is known: the attempt is written down", async () => {
    const { referenceNo } = await snapMerchant(sandbox, "paydia").make("ORDER1")
    await sandbox.control.pay(referenceNo ?? "")
    expect(await sandbox.control.callbacks.attempts()).toMatchObject([{ outcome: "undeliverable" }])
  })
})

describe("how often, to a merchant who never takes it", () => {
  const MINUTE = 60_000
  const DAY = 86_400_000

  const waitsOf = async (acquirer: SnapAcquirer, on: Sandbox) => {
    await using listener = await snapListener({ status: 500, token: "given" })
    const { id } = await payable(acquirer, listener, on)
    await on.control.pay(id)
    await on.control.advance({ hours: 30 * 24 })
    const attempts = await on.control.callbacks.attempts()
    expect(listener.told).toHaveLength(attempts.length)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(attempts.map(() => "rejected"))
    return attempts.map(({ at }) => at.getTime() - NOW.getTime())
  }

  test.each<[SnapAcquirer, ReadonlyArray<number>]>([
    ["shopeepay", [0]],
    ["doku", [0, MINUTE, 6 * MINUTE]],
    ["ifortepay", [0, MINUTE, 6 * MINUTE]],
    ["midtrans", [0, MINUTE, 6 * MINUTE, 21 * MINUTE]],
    ["nicepay", [0, MINUTE, 6 * MINUTE, 21 * MINUTE]],
    ["bri", [0, MINUTE, 6 * MINUTE, 21 * MINUTE]],
    ["winpay", [0, MINUTE, 6 * MINUTE, 21 * MINUTE]],
    ["paydia", [0, MINUTE, 6 * MINUTE, 21 * MINUTE]],
  ])("%s: after %j milliseconds", async (acquirer, waits) => {
    expect(await waitsOf(acquirer, sandbox)).toEqual(waits)
  })

  test("DANA: for up to seven days", async () => {
    const waits = await waitsOf("dana", sandbox)
    expect(waits.at(-1)).toBeGreaterThan(6 * DAY)
    expect(waits.at(-1)).toBeLessThanOrEqual(7 * DAY)
  })

  test("those of whom no document tells: as is set, and the others as ever", async () => {
    await using other = await startSandbox({
      clock: "manual",
      startAt: NOW,
      snap: { callbackRetryDelaysMs: [5_000] },
    })
    expect(await waitsOf("midtrans", other)).toEqual([0, 5_000])
    await other.control.reset()
    expect(await waitsOf("shopeepay", other)).toEqual([0])
    await other.control.reset()
    expect(await waitsOf("doku", other)).toEqual([0, MINUTE, 6 * MINUTE])
  })

  test("and no more once it was taken", async () => {
    await using listener = await snapListener()
    const { id } = await payable("midtrans", listener)
    await sandbox.control.pay(id)
    await sandbox.control.advance({ hours: 24 })
    expect(listener.told).toHaveLength(1)
  })
})

describe("BRI, which asks for a token first", () => {
  test("asks at the merchant's own endpoint, signed by client id and time, and brings the token along", async () => {
    await using listener = await snapListener({ token: "given-by-toko" })
    const { id } = await payable("bri", listener)
    await sandbox.control.pay(id)
    const [asked, ...more] = listener.asked
    expect(more).toEqual([])
    expect(asked?.path).toBe("/hooks/snap/v1.0/access-token/b2b")
    expect(JSON.parse(asked?.text ?? "")).toEqual({ grantType: "client_credentials" })
    const { inbound, acquirerKeys } = sandbox.snap.bri
    expect(asked?.headers["x-client-key"]).toBe(inbound.clientId)
    const signed = `${inbound.clientId}|${asked?.headers["x-timestamp"]}`
    expect(isSigned(acquirerKeys, signed, String(asked?.headers["x-signature"]))).toBe(true)
    expect(one(listener).headers.authorization).toBe("Bearer given-by-toko")
  })

  test("calls nobody back who gives no token, and tries again", async () => {
    await using listener = await snapListener()
    const { id } = await payable("bri", listener)
    await sandbox.control.pay(id)
    expect([listener.asked.length, listener.told.length]).toEqual([1, 0])
    expect(await sandbox.control.callbacks.attempts()).toMatchObject([
      { outcome: "failed", reason: "the merchant gave no token" },
    ])
    await sandbox.control.advance({ minutes: 1 })
    expect(listener.asked.map(({ headers }) => headers["x-timestamp"])).toEqual([
      "2026-11-28T10:00:00+07:00",
      "2026-11-28T10:01:00+07:00",
    ])
  })

  test("is alone in this: no other acquirer asks", async () => {
    await using listener = await snapListener({ token: "given" })
    for (const acquirer of SNAP_ACQUIRERS.filter((name) => name !== "bri")) {
      const { id } = await payable(acquirer, listener)
      await sandbox.control.pay(id)
    }
    expect([listener.asked.length, listener.told.length]).toEqual([0, 8])
    expect(listener.told.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })
})
