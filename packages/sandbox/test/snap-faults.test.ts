import { describe, expect, test } from "vitest"
import { badGatewayHtml, connectSandbox, type Fault, type Sandbox, SNAP_ACQUIRERS } from "../src/index.js"
import { snapListener } from "./snap-listener.js"
import { isSigned, sha256, snapMerchant } from "./snap-merchant.js"
import { useSandbox, withSettings } from "./snap-sandbox.js"

// The faults that SNAP's acquirers are known for, each by a setting or by a script.

let sandbox: Sandbox
let midtrans: ReturnType<typeof snapMerchant>

useSandbox((started) => {
  sandbox = started
  midtrans = snapMerchant(started, "midtrans")
})

const externalIds = async () => (await sandbox.control.payments()).map(({ externalId }) => externalId)

/** A refusal or an answer that the standard has, put on the wire by hand. */
const coded = (status: number, responseCode: string, acting = false): Fault => ({
  kind: "status",
  status,
  acting,
  contentType: "application/json",
  body: JSON.stringify({ responseCode, responseMessage: "by the script" }),
})

describe("a code", () => {
  test.each([
    ["number", 2_007_300, 2_004_700, 4_045_101],
    ["eight digits", "20073000", "20047000", "40451001"],
  ] as const)("as %s, in success and refusal", (codeAs, token, create, refusal) =>
    withSettings({ codeAs }, async (other) => {
      const merchant = snapMerchant(other, "midtrans")
      const codes = [
        await merchant.askToken(),
        await merchant.create("A-1"),
        await merchant.inquire({ reference: "B-1", referenceNo: "1" }),
      ].map(({ body }) => body.responseCode)
      expect(codes).toEqual([token, create, refusal])
    }),
  )

  test("that is missing, from a token's answer and a create's", async () => {
    const fault: Fault = { kind: "amend", remove: ["responseCode", "responseMessage"] }
    await sandbox.control.faults.script({ at: "snap-midtrans.token", fault })
    await sandbox.control.faults.script({ at: "snap-midtrans.create", fault })
    const { body: token } = await midtrans.askToken()
    expect(token).toHaveProperty("accessToken")
    const { status, body } = await midtrans.create("A-1")
    expect(status).toBe(200)
    expect(body).toHaveProperty("qrContent")
    for (const answer of [token, body]) expect(answer).not.toHaveProperty("responseCode")
    expect((await midtrans.create("A-2")).body.responseCode).toBe("2004700")
  })
})

test.each([
  ["number", { expiresIn: 900 }],
  ["text", { expiresIn: "900" }],
] as const)("a token's life as %s", (expiresInAs, said) =>
  withSettings({ expiresInAs }, async (other) => {
    expect((await snapMerchant(other, "midtrans").askToken()).body).toMatchObject(said)
  }),
)

test("a token's life that is not told", () =>
  withSettings({ expiresInAs: "absent" }, async (other) => {
    expect((await snapMerchant(other, "midtrans").askToken()).body).not.toHaveProperty("expiresIn")
  }))

describe("a token that is refused", () => {
  test("once, though it is good: the same call with it goes through then", async () => {
    await sandbox.control.faults.script({ at: "snap-midtrans.create", fault: coded(401, "4014701") })
    const { accessToken } = (await midtrans.askToken()).body
    const create = () => midtrans.call("/v1.0/qr/qr-mpm-generate", midtrans.order("A-1"), {}, accessToken)
    const refused = await create()
    expect([refused.status, refused.body.responseCode]).toEqual([401, "4014701"])
    expect(await externalIds()).toEqual([])
    expect((await create()).body.responseCode).toBe("2004700")
  })

  test.each(["in process", "over HTTP"])(
    "for good, since it was taken back %s: only a new one helps",
    async (how) => {
      const control = how === "in process" ? sandbox.control : connectSandbox(sandbox.url)
      const { accessToken } = (await midtrans.askToken()).body
      const other = (await snapMerchant(sandbox, "paydia").askToken()).body.accessToken
      await control.snap.revokeTokens("midtrans")
      const create = (token: string) =>
        midtrans.call("/v1.0/qr/qr-mpm-generate", midtrans.order("A-1"), {}, token)
      for (let time = 0; time < 2; time++)
        expect((await create(accessToken)).body.responseCode).toBe("4014701")
      expect((await create((await midtrans.askToken()).body.accessToken)).body.responseCode).toBe("2004700")
      // Another acquirer's tokens are not touched.
      const paydia = snapMerchant(sandbox, "paydia")
      const content = paydia.order("A-1")
      expect((await paydia.call("/snap/v1.0/qr/qr-mpm-generate", content, {}, other)).status).toBe(200)
    },
  )

  test("of an account, too", async () => {
    const account = snapMerchant(sandbox, "midtrans", (await sandbox.control.account("toko-1")).snap)
    const { accessToken } = (await account.askToken()).body
    await sandbox.control.snap.revokeTokens("midtrans")
    const { body } = await account.call("/v1.0/qr/qr-mpm-query", { serviceCode: "47" }, {}, accessToken)
    expect(body.responseCode).toBe("4015101")
  })
})

describe("an answer that says nothing of what was done", () => {
  test.each([
    ["after the work was done", true, ["A-1"]],
    ["and nothing was", false, []],
  ] as const)("202, %s", async (_, acting, made) => {
    await sandbox.control.faults.script({ at: "snap-midtrans.create", fault: coded(202, "2024700", acting) })
    const { status, body } = await midtrans.create("A-1")
    expect([status, body.responseCode]).toEqual([202, "2024700"])
    expect(body).not.toHaveProperty("qrContent")
    expect(await externalIds()).toEqual(made)
  })

  test.each(["token", "create", "inquire", "cancel", "refund"] as const)(
    "a page of HTML under 502, at %s",
    async (verb) => {
      const made = await midtrans.make("A-1")
      await sandbox.control.faults.script({ at: `snap-midtrans.${verb}`, fault: badGatewayHtml })
      const calls = {
        token: () => midtrans.askToken(),
        create: () => midtrans.create("A-2"),
        inquire: () => midtrans.inquire(made),
        cancel: () => midtrans.cancel(made),
        refund: () => midtrans.call("/v1.0/qr/qr-mpm-refund", {}),
      }
      const { status, text } = await calls[verb]()
      expect([status, text.slice(0, 6)]).toEqual([502, "<html>"])
      expect(await sandbox.control.faults.list()).toEqual([])
    },
  )

  test("at every acquirer's own place", async () => {
    for (const acquirer of SNAP_ACQUIRERS) {
      await sandbox.control.faults.script({ at: `snap-${acquirer}.create`, fault: badGatewayHtml })
      expect([acquirer, (await snapMerchant(sandbox, acquirer).create("ORDER1")).status]).toEqual([
        acquirer,
        502,
      ])
    }
  })
})

describe("a callback", () => {
  const told = async (on: Sandbox, acquirer: "midtrans" | "dana") => {
    await using listener = await snapListener()
    await on.control.snap.setCallbackUrl(acquirer, `${listener.url}/v1.0/notify`)
    await snapMerchant(on, acquirer).create("ORDER1")
    const [payment] = await on.control.payments()
    await on.control.pay(payment?.paymentId ?? "")
    const [first] = listener.told
    if (first === undefined) throw new Error("nothing came")
    const isRight = (hashed: string) =>
      isSigned(
        on.snap[acquirer].acquirerKeys,
        `POST:/v1.0/notify:${sha256(hashed)}:${first.headers["x-timestamp"]}`,
        String(first.headers["x-signature"]),
      )
    return { text: first.text, isRight }
  }

  test("with \\/ and \\u escapes is signed as it came: written anew by a parser it is another", () =>
    withSettings({ callbacksAs: "escaped" }, async (other) => {
      const { text, isRight } = await told(other, "midtrans")
      expect(text).toContain("https:\\/\\/toko.example\\/a")
      expect(text).toContain("\\u0054OKO CONTOH")
      expect(isRight(text)).toBe(true)
      expect(isRight(JSON.stringify(JSON.parse(text)))).toBe(false)
    }))

  test("that is indented is signed without the white space", () =>
    withSettings({ callbacksAs: "indented" }, async (other) => {
      const { text, isRight } = await told(other, "midtrans")
      expect(text).toContain('{\n  "original')
      expect(isRight(text)).toBe(false)
      expect(isRight(JSON.stringify(JSON.parse(text)))).toBe(true)
    }))

  test("of DANA with extendInfo unescaped is no JSON, and signed as if it were", () =>
    withSettings({ callbacksAs: "malformed extendInfo" }, async (other) => {
      const { text, isRight } = await told(other, "dana")
      expect(text).toContain('"extendInfo":"{"shop":"STORE-1","n":1}"')
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
      expect(isRight(text)).toBe(false)
      const mended = text.replace('{"shop":"STORE-1","n":1}', '{\\"shop\\":\\"STORE-1\\",\\"n\\":1}')
      expect(JSON.parse(mended)).toMatchObject({ originalPartnerReferenceNo: "ORDER1" })
      expect(isRight(mended)).toBe(true)
    }))

  test("with another body under the same signature proves as much as before at NICEPAY, and nothing at Midtrans", async () => {
    const forgery = { status: "00", amount: 1, set: { originalPartnerReferenceNo: "ORDER9" } } as const
    const nicepay = await snapMerchant(sandbox, "nicepay").make("ORDER1")
    const forged = await sandbox.control.callbacks.build(nicepay.referenceNo ?? "", forgery)
    expect(JSON.parse(forged.body)).toMatchObject({
      latestTransactionStatus: "00",
      amount: { value: "1.00" },
      originalPartnerReferenceNo: "ORDER9",
    })
    const { clientId, acquirerKeys } = sandbox.snap.nicepay
    const time = forged.headers["x-timestamp"]
    expect(isSigned(acquirerKeys, `${clientId}|${time}`, forged.headers["x-signature"])).toBe(true)

    const { referenceNo = "" } = await midtrans.make("ORDER1")
    const path = "/webhooks/qris/snap-midtrans/v1.0/qr/qr-mpm-notify"
    const isRight = ({ body, headers }: Awaited<ReturnType<typeof sandbox.control.callbacks.build>>) =>
      isSigned(acquirerKeys, `POST:${path}:${sha256(body)}:${headers["x-timestamp"]}`, headers["x-signature"])
    expect(isRight(await sandbox.control.callbacks.build(referenceNo, forgery))).toBe(false)
    expect(isRight(await sandbox.control.callbacks.build(referenceNo))).toBe(true)
    expect(isRight(await sandbox.control.callbacks.build(referenceNo, { wrongSignature: true }))).toBe(false)
    const unsigned = await sandbox.control.callbacks.build(referenceNo, { unsigned: true })
    expect(unsigned.headers).not.toHaveProperty("x-signature")
  })

  test("that comes a second time has its old time and signature, late or at once; one sent by hand has new ones", async () => {
    await using refusing = await snapListener({ status: 500 })
    await sandbox.control.snap.setCallbackUrl("midtrans", `${refusing.url}/v1.0/notify`)
    await sandbox.control.callbacks.script({ duplicate: 1 })
    const { referenceNo = "" } = await midtrans.make("ORDER1")
    await sandbox.control.pay(referenceNo)
    await sandbox.control.advance({ minutes: 1 })
    const [first, ...later] = refusing.told
    expect(later).toEqual([first, first])
    expect(first?.headers["x-timestamp"]).toBe("2026-11-28T10:00:00+07:00")
    await sandbox.control.callbacks.resend(referenceNo)
    const byHand = refusing.told.at(-1)
    expect(byHand?.headers["x-timestamp"]).toBe("2026-11-28T10:01:00+07:00")
    expect(byHand?.headers["x-signature"]).not.toBe(first?.headers["x-signature"])
    expect(byHand?.text).toBe(first?.text)
  })

  test("can be lost, late, and signed wrongly, as any acquirer's", async () => {
    await using listener = await snapListener()
    await sandbox.control.snap.setCallbackUrl("midtrans", `${listener.url}/v1.0/notify`)
    await sandbox.control.callbacks.script({ drop: true })
    await sandbox.control.callbacks.script({ wrongSignature: true, delayMs: 1_000 })
    for (const reference of ["ORDER1", "ORDER2"])
      await sandbox.control.pay((await midtrans.make(reference)).referenceNo ?? "")
    expect(listener.told).toEqual([])
    await sandbox.control.advance({ seconds: 1 })
    const [told] = listener.told
    expect(JSON.parse(told?.text ?? "")).toMatchObject({ originalPartnerReferenceNo: "ORDER2" })
    const signed = `POST:/v1.0/notify:${sha256(told?.text ?? "")}:${told?.headers["x-timestamp"]}`
    const signature = String(told?.headers["x-signature"])
    expect(isSigned(sandbox.snap.midtrans.acquirerKeys, signed, signature)).toBe(false)
  })
})
