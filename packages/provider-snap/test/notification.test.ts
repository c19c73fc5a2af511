import { InvalidNotification, PaymentRef, type QrisError, type RawNotification } from "@qriskit/core"
import { timeIn } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { objectionTo } from "../src/authentic.js"
import { issueToken } from "../src/inbound-token.js"
import { decodeConfig, hashOf, type SnapConfigInput, type SnapProfileInput } from "../src/index.js"
import { makeNotifications } from "../src/notification.js"
import * as presets from "../src/presets.js"
import { AT, acquirer, BODY, shared, signedCallback } from "./support/callback.js"
import { configOf, inputOf } from "./support/merchant.js"

const NOW = Date.parse(AT) + 1_000

const callbacksOf = <P extends SnapProfileInput>(profile: P, changes?: Partial<SnapConfigInput<P>>) =>
  makeNotifications(configOf(profile, changes), { clock: () => NOW })

const read = <P extends SnapProfileInput>(
  profile: P,
  raw: RawNotification,
  changes?: Partial<SnapConfigInput<P>>,
  expected?: PaymentRef,
) => Effect.runSync(callbacksOf(profile, changes).read(raw, expected))

const refusalOf = <P extends SnapProfileInput>(
  profile: P,
  raw: RawNotification,
  changes?: Partial<SnapConfigInput<P>>,
  expected?: PaymentRef,
) => {
  const error: QrisError = Effect.runSync(Effect.flip(callbacksOf(profile, changes).read(raw, expected)))
  expect(error.reason).toBeInstanceOf(InvalidNotification)
  return error.reason as InvalidNotification
}

const json = JSON.stringify(BODY)
const over = (path: string, body: string, token?: string) =>
  ["POST", path, ...(token === undefined ? [] : [token]), hashOf(body), AT].join(":")

const inbound = inputOf(presets.bri).inbound ?? { clientId: "", secret: "" }
const tokenOf = (change = {}) =>
  issueToken(inbound.secret, {
    clientId: inbound.clientId,
    profile: "snap-bri",
    expiresAt: NOW + 1,
    ...change,
  })

/** BNI's recipe, as a profile of one's own. */
const issuing = {
  ...presets.bri,
  id: "snap-bni-own",
  notification: {
    ...presets.bri.notification,
    recipe: "issued-token",
    tails: ["/snap/v1.0/qr/qr-mpm-notify"],
  },
} as const satisfies SnapProfileInput
const symmetric = {
  ...presets.paydia,
  notification: { ...presets.paydia.notification, recipe: "symmetric" },
} as const

describe("a genuine callback", () => {
  const issued = issueToken(inbound.secret, {
    clientId: inbound.clientId,
    profile: "snap-bni-own",
    expiresAt: NOW + 1,
  })
  it.each<[string, SnapProfileInput, RawNotification, string]>([
    ["over the registered path", presets.midtrans, signedCallback(json, over("/hooks/qris", json)), "signed"],
    [
      "over the end that the profile names",
      presets.midtrans,
      signedCallback(json, over("/v1.0/qr/qr-mpm-notify", json)),
      "signed",
    ],
    [
      "that is indented, over its minified form",
      presets.paydia,
      signedCallback(JSON.stringify(BODY, null, 2), over("/hooks/qris", json)),
      "signed",
    ],
    [
      "over the whole address",
      presets.shopeepay,
      signedCallback(json, over("https://toko.example/hooks/qris", json)),
      "signed",
    ],
    ["over client id and time", presets.nicepay, signedCallback(json, `CLIENT-1|${AT}`), "none"],
    [
      "with our token, over client id and time",
      presets.bri,
      signedCallback(json, `${inbound.clientId}|${AT}`, {
        headers: { Authorization: `Bearer ${tokenOf()}` },
      }),
      "none",
    ],
    [
      "with our token in what is signed",
      issuing,
      signedCallback(json, over("/snap/v1.0/qr/qr-mpm-notify", json, issued), {
        key: shared,
        headers: { authorization: `Bearer ${issued}` },
      }),
      "signed",
    ],
    [
      "with the shared secret",
      symmetric,
      signedCallback(json, over("/snap/v2.0/qr/qr-mpm-notify", json), { key: shared }),
      "signed",
    ],
    [
      "with a version",
      presets.ifortepay,
      signedCallback(json, `https://toko.example/hooks/qris:v1:${hashOf(json)}:${AT}`, {
        key: shared,
        headers: { "X-VERSION": "v1" },
      }),
      "signed",
    ],
  ])("%s is read, and says how much is proven", (_, profile, raw, authenticity) => {
    expect(read(profile, raw)).toMatchObject({
      claimedStatus: "paid",
      providerStatus: "00",
      amount: 25_000,
      authenticity,
      ref: { provider: profile.id, externalId: "order-1" },
    })
  })

  it("over the end that the profile names is taken where no address was configured, too", () => {
    const { notificationUrl: _, ...input } = inputOf(presets.midtrans)
    const callbacks = makeNotifications(Result.getOrThrow(decodeConfig(input)), { clock: () => NOW })
    const raw = signedCallback(json, over("/v1.0/qr/qr-mpm-notify", json))
    expect(Effect.runSync(callbacks.read(raw)).authenticity).toBe("signed")
  })

  it.each([
    ["asymmetric", presets.midtrans, undefined],
    ["symmetric", symmetric, undefined],
    ["issued-token", issuing, issued],
  ] as const)(
    "over a registered path with a query is taken with it and without: %s",
    (recipe, profile, token) => {
      const changes = { notificationUrl: "https://toko.example/hooks/qris?toko=17&kota=%2F" }
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const key = recipe === "asymmetric" ? acquirer : shared
      const signedOver = (path: string) => signedCallback(json, over(path, json, token), { key, headers })
      for (const path of ["/hooks/qris?toko=17&kota=%2F", "/hooks/qris"])
        expect(read<SnapProfileInput>(profile, signedOver(path), changes).authenticity).toBe("signed")
      for (const path of ["/hooks/qris?toko=18&kota=%2F", "/hooks/qris?toko=17&kota=/", "/hooks/qris?"])
        expect(refusalOf<SnapProfileInput>(profile, signedOver(path), changes).kind).toBe("unauthentic")
    },
  )

  it("with escapes is taken as it stands: nothing is parsed and written anew before it is verified", () => {
    const escaped = json.replace('"A1"', '"A\\u0031"').replace('"IDR"', '"IDR","url":"https:\\/\\/x"')
    expect(read(presets.midtrans, signedCallback(escaped, over("/hooks/qris", escaped))).ref.paymentId).toBe(
      "A1",
    )
  })

  it("of DOKU's form proves nothing, and names what it names", () => {
    const body =
      "WORDS=0&INVOICE=INV0001&TRANSACTIONID=9001&AMOUNT=25000.00&TXNDATE=20260102101000&TXNSTATUS=S"
    expect(read(presets.doku, { headers: {}, body })).toMatchObject({
      authenticity: "none",
      claimedStatus: "paid",
      amount: 25_000,
      occurredAt: new Date("2026-01-02T10:10:00+07:00"),
      ref: { paymentId: "9001", externalId: "INV0001" },
    })
  })

  it("without a status claims nothing", () => {
    const bare = JSON.stringify({ originalReferenceNo: "A1" })
    const claim = read(presets.paydia, signedCallback(bare, over("/hooks/qris", bare)))
    expect(claim.claimedStatus).toBe("pending")
    expect(claim.ref).toMatchObject({ paymentId: "A1", externalId: "A1" })
  })

  it("is peeked into without any proof", () => {
    const subject = Effect.runSync(callbacksOf(presets.midtrans).peek({ headers: {}, body: json }))
    expect(subject).toMatchObject({ provider: "snap-midtrans", paymentId: "A1", externalId: "order-1" })
  })

  it("is taken twice: a replay is harmless", () => {
    const raw = signedCallback(json, over("/hooks/qris", json))
    expect(read(presets.midtrans, raw)).toEqual(read(presets.midtrans, raw))
  })
})

describe("a callback is refused as unauthentic", () => {
  const genuine = signedCallback(json, over("/hooks/qris", json))
  it.each<[string, RawNotification]>([
    ["without a signature", { ...genuine, headers: { "x-timestamp": AT } }],
    ["without a time", { ...genuine, headers: { "x-signature": "abc" } }],
    ["with a time that is none", { ...genuine, headers: { ...genuine.headers, "x-timestamp": "garbage" } }],
    [
      "with another time",
      { ...genuine, headers: { ...genuine.headers, "x-timestamp": "2026-01-02T10:05:01+07:00" } },
    ],
    ["with another body", { ...genuine, body: json.replace("25000.00", "99999.00") }],
    ["over another tenant's path", signedCallback(json, over("/hooks/other", json))],
    [
      "with white space taken out of its strings",
      signedCallback(json.replace("order-1", "order 1"), over("/hooks/qris", json)),
    ],
    [
      "with the shared secret in place of the key",
      signedCallback(json, over("/hooks/qris", json), { key: shared }),
    ],
    ["with nothing but client id and time", signedCallback(json, `CLIENT-1|${AT}`)],
  ])("%s", (_, raw) => {
    expect(refusalOf(presets.midtrans, raw).kind).toBe("unauthentic")
  })

  it("whose path a header names: only what was configured counts", () => {
    const raw = signedCallback(json, over("/elsewhere", json), {
      headers: { host: "elsewhere.example", "x-forwarded-uri": "/elsewhere", "x-original-url": "/elsewhere" },
    })
    expect(refusalOf(presets.midtrans, { ...raw, path: "/elsewhere" }).kind).toBe("unauthentic")
  })

  it("that is older than maximumAge, or from the future", () => {
    const raw = signedCallback(json, over("/hooks/qris", json))
    expect(read(presets.midtrans, raw, { maximumAge: 1_000 }).claimedStatus).toBe("paid")
    const late = makeNotifications(configOf(presets.midtrans, { maximumAge: 1_000 }), {
      clock: () => NOW + 1,
    })
    expect(Effect.runSync(Effect.flip(late.read(raw))).reason.message).toContain("maximumAge")
  })

  it.each([
    ["none", {}],
    ["that is no bearer token", { authorization: "Basic abc" }],
    [
      "of another secret",
      {
        authorization: `Bearer ${issueToken("another-secret-of-32-characters-xx", { clientId: inbound.clientId, profile: "snap-bri", expiresAt: NOW + 1 })}`,
      },
    ],
    ["for another client", { authorization: `Bearer ${tokenOf({ clientId: "another" })}` }],
    ["for another profile", { authorization: `Bearer ${tokenOf({ profile: "snap-bni" })}` }],
    ["that has ended", { authorization: `Bearer ${tokenOf({ expiresAt: NOW })}` }],
    ["with an end that is no number", { authorization: `Bearer ${tokenOf({ expiresAt: "soon" })}` }],
    ["with more behind it", { authorization: `Bearer ${tokenOf()}.x` }],
    ["without end", { authorization: `Bearer ${"x".repeat(2_000)}` }],
  ])("with a token of ours missing: %s", (_, headers) => {
    expect(refusalOf(presets.bri, signedCallback(json, `${inbound.clientId}|${AT}`, { headers })).kind).toBe(
      "unauthentic",
    )
  })

  it("with a token whose payload is none of ours, though its seal is right", async () => {
    const { createHmac } = await import("node:crypto")
    for (const payload of ["bm90IGpzb24", "bnVsbA"]) {
      const mac = createHmac("sha256", inbound.secret).update(payload).digest("base64url")
      const headers = { authorization: `Bearer ${payload}.${mac}` }
      expect(
        refusalOf(presets.bri, signedCallback(json, `${inbound.clientId}|${AT}`, { headers })).kind,
      ).toBe("unauthentic")
    }
  })

  it("over no address, where a profile of one's own signs one that is not known", () => {
    const recipe = "asymmetric-url"
    const verifier = { profile: "own", recipe, clientId: "C", paths: [], publicKeys: [], timeIn } as const
    const { headers } = signedCallback(json, over("", json))
    expect(objectionTo(verifier, { headers, body: Buffer.from(json), now: NOW })).toContain("notificationUrl")
  })

  it("with no version where one is signed", () => {
    const raw = signedCallback(json, `https://toko.example/hooks/qris:v1:${hashOf(json)}:${AT}`, {
      key: shared,
    })
    expect(refusalOf(presets.ifortepay, raw).kind).toBe("unauthentic")
  })
})

describe("a callback is refused as malformed", () => {
  it.each([
    [
      "a status twice",
      `{"originalReferenceNo":"A1","latestTransactionStatus":"00","latestTransactionStatus":"03"}`,
    ],
    ["an amount twice", `{"originalReferenceNo":"A1","amount":{"value":"1.00","value":"2.00"}}`],
    ["no JSON", "{"],
    ["no id", `{"latestTransactionStatus":"00"}`],
    ["a list", `[{"originalReferenceNo":"A1"}]`],
  ])("with %s, though its signature is right", (_, body) => {
    expect(refusalOf(presets.midtrans, signedCallback(body, over("/hooks/qris", body))).kind).toBe(
      "malformed",
    )
  })

  it("as a form with a field twice", () => {
    expect(refusalOf(presets.doku, { headers: {}, body: "INVOICE=1&TXNSTATUS=S&TXNSTATUS=F" }).kind).toBe(
      "malformed",
    )
  })
})

describe("a callback about another payment than the expected one", () => {
  const ref = (change = {}) =>
    new PaymentRef({
      provider: "snap-midtrans",
      paymentId: "A1",
      externalId: "order-1",
      orderId: "order-1",
      ...change,
    })
  const raw = signedCallback(json, over("/hooks/qris", json))

  it("is refused", () => {
    expect(read(presets.midtrans, raw, {}, ref()).ref).toEqual(ref())
    for (const change of [{ paymentId: "A2" }, { externalId: "order-2" }, { provider: "snap-nicepay" }]) {
      expect(refusalOf(presets.midtrans, raw, {}, ref(change)).kind).toBe("mismatch")
    }
  })

  it("is not one that leaves out an id which the reference has", () => {
    const bare = JSON.stringify({ originalReferenceNo: "A1", latestTransactionStatus: "00" })
    expect(read(presets.midtrans, signedCallback(bare, over("/hooks/qris", bare)), {}, ref()).ref).toEqual(
      ref(),
    )
  })
})

describe("a form", () => {
  const formOf = (body: string) => ({ headers: {}, body })

  it("of a hundred thousand fields is read in no time, and one that stands twice is found", () => {
    const fields = Array.from({ length: 100_000 }, (_, index) => `n${index}=`).join("&")
    const from = process.cpuUsage()
    expect(read(presets.doku, formOf(`${fields}&INVOICE=order-1&TXNSTATUS=S`)).ref.externalId).toBe("order-1")
    expect(refusalOf(presets.doku, formOf(`${fields}&n7=`)).description).toContain("n7 stands in it twice")
    const { user, system } = process.cpuUsage(from)
    // Looking each up among all others took minutes.
    expect(user + system).toBeLessThan(5_000_000)
  })

  it("of more than a megabyte is refused before it is read", () => {
    expect(refusalOf(presets.doku, formOf(`INVOICE=${"x".repeat(1024 * 1024)}`)).kind).toBe("oversized")
  })
})

describe("an answer to a callback", () => {
  it.each([
    ["accepted", 200, "2005200"],
    ["rejected", 401, "4015200"],
    ["failed", 500, "5005200"],
  ] as const)("%s is HTTP %d with %s", (outcome, status, responseCode) => {
    const reply = callbacksOf(presets.midtrans).reply(outcome)
    expect(reply.status).toBe(status)
    expect(JSON.parse(reply.body)).toMatchObject({ responseCode })
  })

  it("tells BRI that the token is none, so that it asks for a new one", () => {
    const { status, body } = callbacksOf(presets.bri).reply("rejected")
    expect(status).toBe(401)
    expect(JSON.parse(body)).toMatchObject({ responseCode: "4015201" })
  })

  it("is DANA's own for DANA", () => {
    expect(callbacksOf(presets.dana).reply("accepted").body).toContain("2005600")
    expect(callbacksOf(presets.dana).reply("failed").body).toContain("5005601")
  })
})
