import { createPrivateKey } from "node:crypto"
import { describe, expect, test } from "vitest"
import { type Sandbox, startSandbox } from "../src/index.js"
import { type Change, hmac, isSigned, rsa, sha256, snapMerchant } from "./snap-merchant.js"
import { useSandbox, withSettings } from "./snap-sandbox.js"

let sandbox: Sandbox
let midtrans: ReturnType<typeof snapMerchant>

useSandbox((started) => {
  sandbox = started
  midtrans = snapMerchant(started, "midtrans")
})

describe("the token endpoint", () => {
  test("gives a token to whoever signs client id and time", async () => {
    const { status, body, headers } = await midtrans.askToken()
    expect(status).toBe(200)
    expect(body).toEqual({
      responseCode: "2007300",
      responseMessage: "Successful",
      accessToken: expect.stringMatching(/^[0-9A-Z]{48}$/),
      tokenType: "Bearer",
      expiresIn: "900",
    })
    expect(headers.get("x-timestamp")).toBe("2026-11-28T10:00:00+07:00")
    expect((await midtrans.askToken()).body.accessToken).not.toBe(body.accessToken)
  })

  test("of BRI says no code, and BearerToken", async () => {
    const { body } = await snapMerchant(sandbox, "bri").askToken()
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: "BearerToken",
      expiresIn: "900",
    })
  })

  test.each<[string, Change, string, string]>([
    ["without X-TIMESTAMP", { without: ["X-TIMESTAMP"] }, "4007302", "X-TIMESTAMP"],
    ["without X-CLIENT-KEY", { without: ["X-CLIENT-KEY"] }, "4007302", "X-CLIENT-KEY"],
    ["without X-SIGNATURE", { without: ["X-SIGNATURE"] }, "4007302", "X-SIGNATURE"],
    ["with another time", { headers: { "x-timestamp": "28-11-2026 10:00" } }, "4007301", "X-TIMESTAMP"],
    [
      "with a time of no zone",
      { headers: { "x-timestamp": "2026-11-28T10:00:00" } },
      "4007301",
      "X-TIMESTAMP",
    ],
    ["without a grant type", { text: "{}" }, "4007302", "grantType"],
    ["with another grant type", { text: '{"grantType":"password"}' }, "4007301", "grantType"],
    ["that is no JSON", { text: "grantType" }, "4007300", "Bad Request"],
    ["that says it is no JSON", { headers: { "content-type": "text/plain" } }, "4007300", "Bad Request"],
    ["of an unknown client", { headers: { "x-client-key": "nobody" } }, "4017300", "Unauthorized"],
    ["signed over another time", { signedText: "a|b" }, "4017300", "Unauthorized"],
    ["with garbage for a signature", { headers: { "x-signature": "garbage" } }, "4017300", "Unauthorized"],
  ])("refuses a call %s", async (_, change, code, word) => {
    const { status, body } = await midtrans.askToken(change)
    expect([status, body.responseCode]).toEqual([Number(code.slice(0, 3)), code])
    expect(body.responseMessage).toContain(word)
    expect(body).not.toHaveProperty("accessToken")
  })

  test("wants the pipe, not a colon, and base64, not hex", async () => {
    const { clientId, privateKey } = sandbox.snap.midtrans
    const time = "2026-11-28T10:00:00+07:00"
    const colon = await midtrans.askToken({ signedText: `${clientId}:${time}` })
    expect(colon.body.responseCode).toBe("4017300")
    const right = Buffer.from(rsa(privateKey, `${clientId}|${time}`), "base64")
    const hex = await midtrans.askToken({ headers: { "x-signature": right.toString("hex") } })
    expect(hex.body.responseCode).toBe("4017300")
  })

  test("reads grant_type, which Midtrans' own library writes, at Midtrans alone", async () => {
    const text = '{"grant_type":"client_credentials"}'
    expect((await midtrans.askToken({ text })).status).toBe(200)
    const { body } = await snapMerchant(sandbox, "paydia").askToken({ text })
    expect(body.responseCode).toBe("4007302")
  })

  test("takes times with Z and with milliseconds", async () => {
    for (const time of ["2026-11-28T03:00:00Z", "2026-11-28T10:00:00.123+07:00"])
      expect((await midtrans.askToken({ headers: { "x-timestamp": time } })).status).toBe(200)
  })

  test("is not where calls need no token", async () => {
    const { baseUrl } = sandbox.snap.dana
    expect((await fetch(`${baseUrl}/v1.0/access-token/b2b`, { method: "POST" })).status).toBe(404)
  })
})

describe("a token", () => {
  let orders = 0
  const askWith = (token: string) => {
    orders += 1
    return midtrans.call("/v1.0/qr/qr-mpm-generate", midtrans.order(`A-${orders}`), {}, token)
  }

  test("ends after its time on the sandbox's clock, and is refused with 401 case 01", async () => {
    const { accessToken } = (await midtrans.askToken()).body
    await sandbox.control.advance({ seconds: 899 })
    expect((await askWith(accessToken)).body.responseCode).toBe("2004700")
    await sandbox.control.advance({ seconds: 1 })
    const { status, body } = await askWith(accessToken)
    expect([status, body.responseCode]).toEqual([401, "4014701"])
    expect((await askWith((await midtrans.askToken()).body.accessToken)).status).toBe(200)
  })

  test("lasts as long as is set", () =>
    withSettings({ tokenLifetimeSeconds: 60 }, async (other) => {
      const merchant = snapMerchant(other, "midtrans")
      const { body } = await merchant.askToken()
      expect(body).toHaveProperty("expiresIn", "60")
      await other.control.advance({ seconds: 60 })
      const late = await merchant.call("/v1.0/qr/qr-mpm-query", { serviceCode: "47" }, {}, body.accessToken)
      expect(late.body.responseCode).toBe("4015101")
    }))

  test("of another acquirer, and one made up, are refused alike", async () => {
    const { accessToken } = (await snapMerchant(sandbox, "paydia").askToken()).body
    for (const token of [accessToken, "made-up"])
      expect((await askWith(token)).body.responseCode).toBe("4014701")
  })

  test("that was taken back stays so: no later one is the same", async () => {
    const { accessToken } = (await midtrans.askToken()).body
    await sandbox.control.snap.revokeTokens("midtrans")
    expect((await askWith(accessToken)).body.responseCode).toBe("4014701")
    const later = (await midtrans.askToken()).body.accessToken
    expect(later).not.toBe(accessToken)
    expect((await askWith(accessToken)).body.responseCode).toBe("4014701")
    expect((await askWith(later)).body.responseCode).toBe("2004700")
  })

  test("of an account is refused once the account has new secrets", async () => {
    const before = snapMerchant(sandbox, "midtrans", (await sandbox.control.account("toko-1")).snap)
    const { accessToken } = (await before.askToken()).body
    const after = snapMerchant(sandbox, "midtrans", (await sandbox.control.renewAccount("toko-1")).snap)
    expect((await before.askToken()).body.responseCode).toBe("4017300")
    await after.askToken()
    const { body } = await after.call("/v1.0/qr/qr-mpm-generate", after.order("A-1"), {}, accessToken)
    expect(body.responseCode).toBe("4014701")
    expect((await after.create("A-1")).body.responseCode).toBe("2004700")
  })
})

describe("a call", () => {
  test.each<[string, Change, string]>([
    ["without X-TIMESTAMP", { without: ["X-TIMESTAMP"] }, "4004702"],
    ["without X-PARTNER-ID", { without: ["X-PARTNER-ID"] }, "4004702"],
    ["without X-EXTERNAL-ID", { without: ["X-EXTERNAL-ID"] }, "4004702"],
    ["without CHANNEL-ID", { without: ["CHANNEL-ID"] }, "4004702"],
    ["without X-SIGNATURE", { without: ["X-SIGNATURE"] }, "4004702"],
    ["with another time", { headers: { "x-timestamp": "now" } }, "4004701"],
    ["without a token", { without: ["AUTHORIZATION"] }, "4014703"],
    ["of another partner", { headers: { "x-partner-id": "somebody" } }, "4014700"],
    ["whose body is another than was signed", { signedText: "{}" }, "4014700"],
    ["whose path is another than was signed", { signedPath: "/qr/qr-mpm-generate" }, "4014700"],
    ["signed in hex", { encoding: "hex" }, "4014700"],
    ["that is no JSON", { text: "order" }, "4004700"],
    ["that is a list", { text: "[]" }, "4004700"],
  ])("%s is refused", async (_, change, code) => {
    const { status, body } = await midtrans.create("A-1", {}, change)
    expect([status, body.responseCode]).toEqual([Number(code.slice(0, 3)), code])
    for (const name of change.without ?? [])
      if (name !== "AUTHORIZATION") expect(body.responseMessage).toContain(`{${name}}`)
    expect(await sandbox.control.payments()).toEqual([])
  })

  test("is signed over its body without white space between tokens, and with what is inside of texts", async () => {
    const order = midtrans.order("A-1", { additionalInfo: { note: "dua  spasi / garis" } })
    const text = JSON.stringify(order, null, 2)
    expect((await midtrans.create("A-1", {}, { text, signedText: JSON.stringify(order) })).status).toBe(200)
    const tight = JSON.stringify(order).replace("dua  spasi", "duaspasi")
    const wrong = await midtrans.create("A-2", {}, { text, signedText: tight })
    expect(wrong.body.responseCode).toBe("4014700")
  })

  test("to another place is 404, by another method 405", async () => {
    const { baseUrl } = sandbox.snap.midtrans
    const other = await fetch(`${baseUrl}/v1.0/qr/qr-mpm-decode`, { method: "POST" })
    expect([other.status, (await other.json()) as unknown]).toMatchObject([404, { responseCode: "4040000" }])
    expect((await fetch(`${baseUrl}/v1.0/qr/qr-mpm-generate`)).status).toBe(405)
  })

  test("of an account finds no payment of another's", async () => {
    const mine = snapMerchant(sandbox, "midtrans", (await sandbox.control.account("toko-1")).snap)
    const theirs = snapMerchant(sandbox, "midtrans", (await sandbox.control.account("toko-2")).snap)
    const made = await mine.make("A-1")
    expect((await mine.inquire(made)).body.responseCode).toBe("2005100")
    for (const stranger of [theirs, midtrans])
      expect((await stranger.inquire(made)).body.responseCode).toBe("4045101")
  })
})

describe("keys", () => {
  const keysWith = async (seed: number) => {
    await using other = await startSandbox({ seed })
    const account = await other.control.account("toko-1")
    const { privateKey, acquirerKeys } = other.snap.bri
    return [privateKey, acquirerKeys, account.snap.privateKey]
  }

  test("follow from the seed, and are three pairs", async () => {
    const keys = await keysWith(41)
    expect(await keysWith(41)).toEqual(keys)
    for (const key of await keysWith(42)) expect(keys).not.toContain(key)
    expect(new Set(keys).size).toBe(3)
    // In this process they are kept: another makes them anew, and must make these.
    expect(keys.map((key = "") => sha256(key).slice(0, 16))).toEqual([
      "c9219361600f7fd2",
      "4ef82c52d5fbea18",
      "37505fcf72195823",
    ])
  })

  test("of the merchant of the settings stay, whoever is asked for first after a reset", async () => {
    const { privateKey } = sandbox.snap.midtrans
    await sandbox.control.account("toko-1")
    await sandbox.control.reset()
    const first = (await sandbox.control.account("toko-2")).snap
    expect(first.privateKey).not.toBe(privateKey)
    expect(sandbox.snap.midtrans.privateKey).toBe(privateKey)
    expect((await midtrans.askToken()).status).toBe(200)
  })

  test("of eight accounts are eight, and new ones come with new secrets", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `toko-${index}`)
    const keys = [sandbox.snap.midtrans.privateKey]
    for (const name of names) keys.push((await sandbox.control.account(name)).snap.privateKey)
    expect(new Set(keys).size).toBe(9)
    for (const key of keys) expect(createPrivateKey(key).asymmetricKeyDetails?.modulusLength).toBe(2_048)
    const renewed = (await sandbox.control.renewAccount("toko-0")).snap.privateKey
    expect(keys).not.toContain(renewed)
  })
})

test("the journal shows no token, and signatures as they came", async () => {
  const { accessToken } = (await midtrans.askToken()).body
  await midtrans.call("/v1.0/qr/qr-mpm-generate", midtrans.order("A-1"), {}, accessToken)
  const entries = await sandbox.control.journal()
  const text = JSON.stringify(entries)
  const { clientSecret, privateKey } = sandbox.snap.midtrans
  for (const secret of [accessToken, clientSecret, privateKey.slice(60, 120)])
    expect(text).not.toContain(secret)
  const [token, create] = entries
  expect(token).toMatchObject({ operation: "snap-midtrans.token", provider: "snap-midtrans" })
  expect(JSON.parse(token?.answer?.body ?? "")).toMatchObject({ accessToken: "***" })
  expect(create).toMatchObject({
    operation: "snap-midtrans.create",
    headers: { authorization: "Bearer ***" },
  })
  const hash = sha256(create?.body ?? "")
  const signed = `POST:/v1.0/qr/qr-mpm-generate:${accessToken}:${hash}:2026-11-28T10:00:00+07:00`
  expect(create?.headers["x-signature"]).toBe(hmac(clientSecret, signed))
})

test("the acquirers have one pair of keys, and its public half is what a merchant is given", async () => {
  const { acquirerKeys } = sandbox.snap.midtrans
  expect(sandbox.snap.bri.acquirerKeys).toBe(acquirerKeys)
  const { referenceNo = "" } = await midtrans.make("A-1")
  const { headers, body } = await sandbox.control.callbacks.build(referenceNo)
  const signed = `POST:/webhooks/qris/snap-midtrans/v1.0/qr/qr-mpm-notify:${sha256(body)}:${headers["x-timestamp"]}`
  expect(isSigned(acquirerKeys, signed, headers["x-signature"])).toBe(true)
  expect(isSigned(acquirerKeys, `${signed} `, headers["x-signature"])).toBe(false)
})
