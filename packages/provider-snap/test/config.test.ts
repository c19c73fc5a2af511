import { inspect } from "node:util"
import { InvalidConfiguration } from "@qriskit/core"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decodeConfig, type SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import { acquirerKeys, inputOf, merchantKeys } from "./support/merchant.js"

const complaintsOf = (input: unknown): Readonly<Record<string, string>> => {
  // As code without types would call it.
  const decoded = decodeConfig(input as Parameters<typeof decodeConfig>[0])
  if (Result.isSuccess(decoded)) return {}
  expect(decoded.failure).toBeInstanceOf(InvalidConfiguration)
  return Object.fromEntries(decoded.failure.issues.map(({ path, message }) => [path, message]))
}

describe("a configuration", () => {
  it.each(Object.values(presets))("of $title is taken, in every environment", (profile) => {
    for (const environment of Object.keys(profile.hosts)) {
      expect(complaintsOf(inputOf<SnapProfileInput>(profile, { environment }))).toEqual({})
    }
  })

  it.each(Object.values(presets))("of $title survives JSON: a profile is data", (profile) => {
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
    expect(complaintsOf(inputOf<SnapProfileInput>(JSON.parse(JSON.stringify(profile))))).toEqual({})
  })

  it("names everything that its profile needs and it does not have", () => {
    const { clientId, environment } = inputOf(presets.midtrans)
    expect(Object.keys(complaintsOf({ profile: presets.midtrans, clientId, environment })).sort()).toEqual([
      "acquirerKeys",
      "clientSecret",
      "merchantId",
      "privateKey",
      "settings.channelId",
    ])
    expect(Object.keys(complaintsOf({ profile: presets.bri, clientId, environment }))).toContain("inbound")
    expect(Object.keys(complaintsOf({ profile: presets.ifortepay, clientId, environment }))).toContain(
      "clientSecret",
    )
  })

  it("needs the acquirer's key where it asks for a token, whatever signs its callbacks", () => {
    const profile = {
      ...presets.bri,
      notification: { ...presets.bri.notification, recipe: "issued-token" },
    } as const satisfies SnapProfileInput
    expect(complaintsOf(inputOf(profile))).toEqual({})
    const { acquirerKeys: _, ...without } = inputOf(profile)
    expect(complaintsOf(without)).toEqual({
      acquirerKeys: "is required: BRI (SNAP)'s requests for a token are verified with its public key",
    })
  })

  it.each([
    ["environment", { environment: "moon" }, "sandbox, staging, production"],
    ["baseUrl", { baseUrl: "http://acquirer.example" }, "https"],
    ["privateKey", { privateKey: merchantKeys.publicKey }, "private key"],
    ["acquirerKeys.1", { acquirerKeys: [acquirerKeys.publicKey, "no key at all"] }, "public RSA key"],
    ["inbound.secret", { inbound: { clientId: "x", secret: "short" } }, "32 characters"],
    ["maximumAge", { maximumAge: 5 }, "milliseconds"],
    [
      "profile.verbs.create.body.a",
      {
        profile: {
          ...presets.midtrans,
          verbs: {
            ...presets.midtrans.verbs,
            create: { ...presets.midtrans.verbs.create, body: { a: "{nonsense}" } },
          },
        },
      },
      "unknown placeholder {nonsense}; known here are {amount}",
    ],
    [
      "profile.headers.channelId",
      { profile: { ...presets.midtrans, headers: { channelId: "{setings.channelId}" } } },
      "unknown placeholder {setings.channelId}; known here are {clientId}",
    ],
    [
      "profile.headers.more.ORIGIN",
      { profile: { ...presets.dana, headers: { ...presets.dana.headers, more: { ORIGIN: "{orign}" } } } },
      "{orign}",
    ],
    [
      "settings.region",
      { profile: { ...presets.midtrans, headers: { channelId: "{settings.region}" } } },
      "is required",
    ],
    ["settings.acquirer", { settings: { channelId: "12345", acquirer: "dana" } }, "gopay, airpay shopee"],
    [
      "profile.verbs.inquire.answer.refunds",
      {
        profile: {
          ...presets.midtrans,
          verbs: {
            ...presets.midtrans.verbs,
            inquire: {
              ...presets.midtrans.verbs.inquire,
              answer: {
                ...presets.midtrans.verbs.inquire.answer,
                refunds: { list: "refunds", status: "state", words: {} },
              },
            },
          },
        },
      },
      "refundId or externalId",
    ],
    [
      "profile.verbs.inquire.answer.refunds.words.done",
      {
        profile: {
          ...presets.midtrans,
          verbs: {
            ...presets.midtrans.verbs,
            inquire: {
              ...presets.midtrans.verbs.inquire,
              answer: {
                ...presets.midtrans.verbs.inquire.answer,
                refunds: { list: "refunds", refundId: "id", status: "state", words: { done: "finished" } },
              },
            },
          },
        },
      },
      "succeeded",
    ],
    ["profile.id", { profile: { ...presets.midtrans, id: "No Id" } }, "lower-case"],
    [
      "profile.hosts.sandbox",
      { profile: { ...presets.midtrans, hosts: { sandbox: "http://plain.example" } } },
      "https",
    ],
    [
      "profile.signing.stripPrefix",
      { profile: { ...presets.nicepay, signing: { ...presets.nicepay.signing, stripPrefix: "/nicepya" } } },
      "none begins with /nicepya/",
    ],
    [
      "profile.limits.expirySeconds.default",
      {
        profile: {
          ...presets.midtrans,
          limits: { externalId: {}, expirySeconds: { minimum: 60, default: 20 } },
        },
      },
      "within minimum and maximum",
    ],
    [
      "profile.limits.expirySeconds.default",
      { profile: { ...presets.paydia, limits: { externalId: {}, expirySeconds: { default: 1e15 } } } },
      "within minimum and maximum",
    ],
    [
      "profile.limits.expirySeconds.default",
      {
        profile: {
          ...presets.midtrans,
          verbs: {
            ...presets.midtrans.verbs,
            create: { ...presets.midtrans.verbs.create, body: { amount: "{amount}" } },
          },
          limits: { externalId: {}, expirySeconds: { default: 900 } },
        },
      },
      "neither {expiresAt} nor {expirySeconds}",
    ],
    ["clientId", { clientId: "CLIENT-1\n" }, "printable ASCII"],
    ["partnerId", { partnerId: " PARTNER-1" }, "printable ASCII"],
    ["merchantId", { merchantId: "MERCHANT-1\r\n" }, "white space"],
    ["settings.channelId", { settings: { channelId: "12345\n" } }, "white space"],
    ["settings.channelId", { settings: { channelId: "kanal\u00e9" } }, "printable ASCII"],
    ["inbound.clientId", { inbound: { ...inputOf(presets.bri).inbound, clientId: "BRI\n" } }, "ASCII"],
    [
      "profile.headers.channelId",
      { profile: { ...presets.midtrans, headers: { channelId: "12\n345" } } },
      "printable ASCII",
    ],
    ["acquirerKeys", { acquirerKeys: undefined }, "is required: Midtrans (SNAP)'s callbacks are verified"],
    ["settings.channelId", { settings: { channelId: undefined } }, "is required: Midtrans (SNAP) cannot be"],
    ["baseUrl", { baseUrl: undefined }, "must not be undefined"],
    ["unheardOf", { unheardOf: 1 }, "known field"],
  ])("is refused where %s is wrong, by name", (path, change, why) => {
    expect(complaintsOf({ ...inputOf(presets.midtrans), ...change })[path]).toContain(why)
  })

  it.each(["9-0", "A-Z\\", "A]B", "[:alpha:]"])(
    "is refused where an alphabet is none: %s, which would be found out with the first payment",
    (alphabet) => {
      const limits = { externalId: { alphabet }, refundExternalId: { alphabet: "A-Z\\]" } }
      expect(complaintsOf(inputOf<SnapProfileInput>({ ...presets.midtrans, limits }))).toEqual({
        "profile.limits.externalId.alphabet":
          "must be what can stand in the brackets of a regular expression",
      })
    },
  )

  it("takes in a body what no header could carry", () => {
    const settings = { ...inputOf(presets.midtrans).settings, storeId: "Kedai \u00e9" }
    expect(complaintsOf(inputOf(presets.midtrans, { merchantId: "TOKO \u00e9", settings }))).toEqual({})
  })

  it("whose callbacks sign a token of ours must say how that is asked for", () => {
    const notification = { ...presets.midtrans.notification, recipe: "issued-token" }
    const profile = { ...presets.midtrans, notification }
    expect(complaintsOf({ ...inputOf(presets.midtrans), profile })).toHaveProperty(["profile.inboundToken"])
  })

  it("whose callbacks sign their address must name it", () => {
    const { notificationUrl: _, ...input } = inputOf(presets.midtrans)
    const notification = { ...presets.midtrans.notification, recipe: "asymmetric-url" }
    const profile = { ...presets.midtrans, notification }
    expect(complaintsOf({ ...input, profile })).toHaveProperty(["notificationUrl"])
  })

  it("whose callbacks sign its path must name it where the profile knows no end of it, and only there", () => {
    const { notificationUrl: _, ...input } = inputOf(presets.midtrans)
    expect(complaintsOf(input)).toEqual({})
    const profile = { ...presets.midtrans, notification: { ...presets.midtrans.notification, tails: [] } }
    expect(complaintsOf({ ...input, profile })).toHaveProperty(["notificationUrl"])
  })

  it("shows no key and no secret, whatever is wrong with them", () => {
    const secret = "secret-that-nobody-may-see"
    const decoded = decodeConfig({
      ...inputOf(presets.bri),
      privateKey: secret,
      acquirerKeys: secret,
      inbound: { clientId: "x", secret },
    })
    expect(Result.isFailure(decoded)).toBe(true)
    expect(inspect(decoded, { depth: 12 })).not.toContain(secret)
    const taken = decodeConfig(inputOf(presets.bri))
    expect(inspect(taken, { depth: 12 })).not.toContain(inputOf(presets.bri).clientSecret)
    expect(inspect(taken, { depth: 12 })).not.toContain(merchantKeys.privateKey.slice(40, 90))
  })
})
