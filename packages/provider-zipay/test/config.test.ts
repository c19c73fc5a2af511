import { complaintsOf, describeConfiguration, visible } from "@qriskit/testing"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it, onTestFinished } from "vitest"
import { decodeConfig, layer, layerConfig, layerConfigVariables, Zipay } from "../src/index.js"
import { createZipay, fromEnv } from "../src/promise.js"

const RIGHT = {
  userId: "partner-contoh",
  password: "a-password-of-the-partner",
  merchantId: "3",
  merchantKey: "a1398c51-ed9c-48f9-954c-80b8d93963c6",
} as const

describeConfiguration({
  id: "zipay",
  title: "Zipay",
  decode: decodeConfig,
  right: RIGHT,
  secrets: ["password", "merchantKey"],
  defaults: {
    tokenMargin: 60_000,
    timeZone: "+07:00",
    qrCheck: "strict",
    timeouts: { connect: 5_000, headers: 15_000, body: 10_000, deadline: 30_000 },
    retry: { times: 3, baseDelay: 200, maxDelay: 5_000 },
  },
  missing: {
    userId: "is required",
    password: "is required",
    merchantId: "is required",
    merchantKey: "is required",
  },
  refused: [
    ["userId", ""],
    ["password", ""],
    ["password", 1],
    ["merchantId", ""],
    ["merchantId", 3],
    ["merchantId", " 3"],
    ["userId", "partner\n"],
    ["password", "'a-password'"],
    ["password", "a-password\n"],
    ["merchantKey", "a-key "],
    ["emulatorUrl", "http://api.zipay.co.id"],
    [
      "emulatorUrl",
      "http://sandbox:8090",
      { emulatorUrl: "http://sandbox:8090", baseUrl: "https://a.example" },
    ],
    ["merchantKey", ""],
    ["baseUrl", "http://api.zipay.co.id"],
    ["baseUrl", "http://127.0.0.1.example.com"],
    ["baseUrl", "https://user@api.zipay.co.id"],
    ["baseUrl", "zipay"],
    ["callbackSecret", ""],
    ["callbackSecret", "x".repeat(15)],
    ["callbackSecret", "a/b/c/d/e/f/g/h/i"],
    ["callbackSecret", "sixteen chars ok"],
    ["callbackSecret", "percent%20percent%20"],
    ["allowCaller", "127.0.0.1"],
    ["allowCaller", []],
    ["allowCaller", ["127.0.0.300"]],
    ["allowCaller", [7]],
    ["tokenMargin", -1],
    ["tokenMargin", 86_400_001],
    ["tokenMargin", 0.5],
    ["timeZone", "WIB"],
    ["timeZone", "+7"],
    ["qrCheck", "lenient"],
    ["timeouts.deadline", 0, { timeouts: { deadline: 0 } }],
    ["retry.times", 11, { retry: { times: 11 } }],
    ["retry.jitter", 1, { retry: { jitter: 1 } }],
    ["merchantkey", "x"],
    ["environment", "staging"],
  ],
  create: createZipay,
  order: { amount: 25_000, externalId: "order-1" },
  addresses: [
    [{}, "https://api.zipay.co.id/auth/login"],
    [{ baseUrl: "https://gateway.example/zipay/" }, "https://gateway.example/zipay/auth/login"],
  ],
  variables: layerConfigVariables,
  environments: [
    [{}, "https://api.zipay.co.id/auth/login"],
    [
      { ZIPAY_BASE_URL: "https://gateway.example", ZIPAY_TIME_ZONE: "Asia/Makassar" },
      "https://gateway.example/auth/login",
    ],
  ],
  service: Zipay,
  layer,
  layerConfig,
})

describe("Zipay's configuration", () => {
  it("takes every field", () => {
    const allowCaller = () => true
    const decoded = Result.getOrThrow(
      decodeConfig({
        ...RIGHT,
        baseUrl: "https://gateway.example/zipay/",
        callbackSecret: "abcdefgh-1234_.~",
        allowCaller,
        tokenMargin: 86_400_000,
        qrCheck: "off",
        timeouts: { connect: 1, headers: 600_000, body: 2, deadline: 3 },
        retry: { times: 0, baseDelay: 1, maxDelay: 2 },
      }),
    )
    expect(decoded).toMatchObject({
      userId: "partner-contoh",
      merchantId: "3",
      baseUrl: "https://gateway.example/zipay",
      allowCaller,
      tokenMargin: 86_400_000,
      qrCheck: "off",
    })
    const { password, merchantKey, callbackSecret } = decoded
    expect([password, merchantKey, callbackSecret].map((secret) => secret && Redacted.value(secret))).toEqual(
      [RIGHT.password, RIGHT.merchantKey, "abcdefgh-1234_.~"],
    )
  })

  it("lets everybody call back unless it says otherwise", () => {
    const config = Result.getOrThrow(decodeConfig(RIGHT))
    expect(config).not.toHaveProperty("callbackSecret")
    expect(config).not.toHaveProperty("allowCaller")
  })

  it("says what an allow-list must be", () => {
    expect(complaintsOf(decodeConfig)({ ...RIGHT, allowCaller: "127.0.0.1" })).toEqual({
      allowCaller: "must be a function, or a list of addresses and ranges such as 203.0.113.0/24",
    })
  })

  it("shows the secret of its callback address no more than the others", () => {
    const callbackSecret = "a-secret-in-the-path"
    expect(visible(Result.getOrThrow(decodeConfig({ ...RIGHT, callbackSecret })))).not.toContain(
      callbackSecret,
    )
  })

  it("reads that secret from the environment: only its address is let in", async () => {
    const callback = { headers: {}, body: '{"uuid":"u","externalId":"e","status":"PAID"}', path: "/" }
    const isLetIn = async (more: Readonly<Record<string, string>>): Promise<boolean> => {
      const client = fromEnv({
        ZIPAY_USER_ID: RIGHT.userId,
        ZIPAY_PASSWORD: RIGHT.password,
        ZIPAY_MERCHANT_ID: RIGHT.merchantId,
        ZIPAY_MERCHANT_KEY: RIGHT.merchantKey,
        ...more,
      })
      onTestFinished(client.close)
      return client.notifications.read(callback).then(
        () => true,
        () => false,
      )
    }
    expect(await isLetIn({})).toBe(true)
    expect(await isLetIn({ ZIPAY_CALLBACK_SECRET: "a-secret-in-the-path" })).toBe(false)
  })
})
