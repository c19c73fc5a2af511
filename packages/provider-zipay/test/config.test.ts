import { QrisProvider, Transport, TransportFailure } from "@qriskit/core"
import { visible } from "@qriskit/testing"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decodeConfig, layer, layerConfig, layerConfigVariables, Zipay } from "../src/index.js"
import { createZipay } from "../src/promise.js"

const RIGHT = {
  userId: "partner-contoh",
  password: "a-password-of-the-partner",
  merchantId: "3",
  merchantKey: "a1398c51-ed9c-48f9-954c-80b8d93963c6",
} as const

const complaints = (input: unknown): Record<string, string> =>
  Result.match(decodeConfig(input), {
    onSuccess: () => ({}),
    onFailure: ({ issues }) => Object.fromEntries(issues.map(({ path, message }) => [path, message])),
  })

describe("configuration", () => {
  it("has the documented defaults", () => {
    const config = Result.getOrThrow(decodeConfig(RIGHT))
    expect(config).toMatchObject({
      tokenMargin: 60_000,
      timeZone: "+07:00",
      qrCheck: "strict",
      timeouts: { connect: 5_000, headers: 15_000, body: 10_000, deadline: 30_000 },
      retry: { times: 3, baseDelay: 200, maxDelay: 5_000 },
    })
    expect(config).not.toHaveProperty("callbackSecret")
    expect(config).not.toHaveProperty("allowCaller")
  })

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

  it("names every missing field", () => {
    expect(complaints({})).toEqual({
      userId: "is required",
      password: "is required",
      merchantId: "is required",
      merchantKey: "is required",
    })
  })

  it.each<[field: string, value: unknown, change?: object]>([
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
  ])("refuses %s %j, naming that field and nothing else", (field, value, change = { [field]: value }) => {
    expect(Object.keys(complaints({ ...RIGHT, ...change }))).toEqual([field])
  })

  it("says what an allow-list must be", () => {
    expect(complaints({ ...RIGHT, allowCaller: "127.0.0.1" })).toEqual({
      allowCaller: "must be a function, or a list of addresses and ranges such as 203.0.113.0/24",
    })
  })

  it.each([null, undefined, "x", 1, []])("refuses %j as a whole", (input) => {
    expect(Result.isFailure(decodeConfig(input))).toBe(true)
  })

  it.each(["http://127.0.0.1:8090", "http://localhost:1/zipay", "http://[::1]:8090"])(
    "allows http on loopback: %s",
    (baseUrl) => {
      expect(complaints({ ...RIGHT, baseUrl })).toEqual({})
    },
  )

  it("never shows a value, neither wrong nor right", () => {
    const wrong = { ...RIGHT, password: ["s3cret-1"], callbackSecret: "s3cret-2", qrCheck: "s3cret-3" }
    expect(visible(Result.getOrThrow(Result.flip(decodeConfig(wrong))))).not.toContain("s3cret")
    const shown = visible(
      Result.getOrThrow(decodeConfig({ ...RIGHT, callbackSecret: "a-secret-in-the-path" })),
    )
    for (const secret of [RIGHT.password, RIGHT.merchantKey, "a-secret-in-the-path"]) {
      expect(shown).not.toContain(secret)
    }
  })

  it("is wrong at once in the promise door", () => {
    expect(() => createZipay({ ...RIGHT, merchantKey: "" })).toThrow(
      "zipay is not configured correctly: merchantKey must not be empty.",
    )
  })
})

/** A port that notes where requests would go, and fails in a way that is not worth a repeat. */
const addresses = () => {
  const urls: Array<string> = []
  const transport = Transport.of({
    send: ({ url }) => {
      urls.push(url)
      return Effect.fail(
        new TransportFailure({ kind: "oversized", outcome: "not_sent", description: "nothing is sent here" }),
      )
    },
  })
  return { urls, transport }
}

describe("addresses", () => {
  it.each([
    [{}, "https://api.zipay.co.id/auth/login"],
    [{ baseUrl: "https://gateway.example/zipay/" }, "https://gateway.example/zipay/auth/login"],
  ])("%j calls %s first", async (change, url) => {
    const { urls, transport } = addresses()
    const zipay = createZipay({ ...RIGHT, ...change }, { transport })
    await expect(zipay.create({ amount: 25_000, externalId: "order-1" })).rejects.toMatchObject({
      outcome: "not_sent",
    })
    expect(urls).toEqual([url])
    await zipay.close()
  })
})

describe("layers", () => {
  const VARIABLES = {
    ZIPAY_USER_ID: RIGHT.userId,
    ZIPAY_PASSWORD: RIGHT.password,
    ZIPAY_MERCHANT_ID: RIGHT.merchantId,
    ZIPAY_MERCHANT_KEY: RIGHT.merchantKey,
  }

  const withEnvironment = (env: Record<string, string>) => {
    const { urls, transport } = addresses()
    const program = Effect.gen(function* () {
      const zipay = yield* Zipay
      const general = yield* QrisProvider
      yield* Effect.ignore(
        zipay.inquire({ provider: "zipay", paymentId: "p", externalId: "e", orderId: "o" }),
      )
      const callback = { headers: {}, body: '{"uuid":"u","externalId":"e","status":"PAID"}', path: "/" }
      const isLetIn = yield* Effect.isSuccess(zipay.notifications.read(callback))
      return { isSame: zipay === general, urls, isLetIn }
    })
    return program.pipe(
      Effect.provide(
        layerConfig.pipe(
          Layer.provide(Layer.succeed(Transport, transport)),
          Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))),
        ),
      ),
      Effect.result,
      Effect.runPromise,
    )
  }

  it("layerConfig reads the ZIPAY_* variables", async () => {
    expect(Result.getOrThrow(await withEnvironment(VARIABLES))).toEqual({
      isSame: true,
      urls: ["https://api.zipay.co.id/auth/login"],
      isLetIn: true,
    })
    const more = {
      ZIPAY_BASE_URL: "https://gateway.example",
      ZIPAY_CALLBACK_SECRET: "a-secret-in-the-path",
      ZIPAY_TIME_ZONE: "Asia/Makassar",
    }
    expect(Result.getOrThrow(await withEnvironment({ ...VARIABLES, ...more }))).toEqual({
      isSame: true,
      urls: ["https://gateway.example/auth/login"],
      isLetIn: false,
    })
  })

  it("layerConfig names the variables that are wrong, never their values", async () => {
    const { ZIPAY_PASSWORD: _, ...incomplete } = VARIABLES
    const error = Result.getOrThrow(
      Result.flip(await withEnvironment({ ...incomplete, ZIPAY_BASE_URL: "http://s3cret" })),
    )
    expect(error._tag).toBe("InvalidConfiguration")
    expect(error.message).toContain("ZIPAY_PASSWORD is required")
    expect(error.message).toContain("ZIPAY_BASE_URL must be https")
    expect(visible(error)).not.toContain("s3cret")
  })

  it("every variable belongs to a field", () => {
    for (const field of Object.keys(layerConfigVariables)) {
      expect(complaints({ ...RIGHT, [field]: 1 })[field]).not.toBe("is not a known field")
      expect(Object.keys(complaints({ ...RIGHT, [field]: 1 }))).toEqual([field])
    }
  })

  it("layer takes a decoded configuration", async () => {
    const { urls, transport } = addresses()
    const config = Result.getOrThrow(decodeConfig(RIGHT))
    const title = await Effect.map(Zipay, ({ capabilities }) => capabilities.title).pipe(
      Effect.provide(layer(config).pipe(Layer.provide(Layer.succeed(Transport, transport)))),
      Effect.runPromise,
    )
    expect(title).toBe("Zipay")
    expect(urls).toEqual([])
  })
})
