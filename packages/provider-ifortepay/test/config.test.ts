import { QrisProvider, Transport, TransportFailure } from "@qriskit/core"
import { visible } from "@qriskit/testing"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decodeConfig, Ifortepay, layer, layerConfig, layerConfigVariables } from "../src/index.js"
import { createIfortepay } from "../src/promise.js"

const RIGHT = {
  merchantId: "IFP0000000001",
  secretUnboundId: "0x00112233445566778899",
  hashKey: "testHashKey0123456789abcdef/+=",
  channel: "NOBU",
  environment: "staging",
} as const

const complaints = (input: unknown): Record<string, string> =>
  Result.match(decodeConfig(input), {
    onSuccess: () => ({}),
    onFailure: ({ issues }) => Object.fromEntries(issues.map(({ path, message }) => [path, message])),
  })

describe("configuration", () => {
  it("has the documented defaults", () => {
    expect(Result.getOrThrow(decodeConfig(RIGHT))).toMatchObject({
      createPath: "/ewallet/v2/create-qr",
      maximumAmount: { NOBU: 10_000_000, SHOPEEPAY: 5_000_000 },
      qrStringFields: ["qr_response.qr_string", "qr_string", "qr_content"],
      timeZone: "+07:00",
      qrCheck: "strict",
      timeouts: { connect: 5_000, headers: 15_000, body: 10_000, deadline: 30_000 },
      retry: { times: 3, baseDelay: 200, maxDelay: 5_000 },
    })
  })

  it("takes every field", () => {
    const everything = {
      ...RIGHT,
      channel: "SHOPEEPAY",
      environment: "production",
      baseUrl: "https://api-live.mcpayment.id/prefix/",
      createPath: "/ewallet/v2/create-qris",
      subMerchantId: "Toko Contoh 01",
      maximumAmount: { NOBU: 20_000_000, SHOPEEPAY: 1_000 },
      qrStringFields: ["qr"],
      timeZone: "Asia/Makassar",
      qrCheck: "off",
      timeouts: { connect: 1, headers: 600_000, body: 2, deadline: 3 },
      retry: { times: 10, baseDelay: 1, maxDelay: 2 },
    }
    const { secretUnboundId, hashKey, ...rest } = Result.getOrThrow(decodeConfig(everything))
    expect([Redacted.value(secretUnboundId), Redacted.value(hashKey)]).toEqual([
      RIGHT.secretUnboundId,
      RIGHT.hashKey,
    ])
    const { secretUnboundId: _, hashKey: __, ...plain } = everything
    expect(rest).toEqual({ ...plain, baseUrl: "https://api-live.mcpayment.id/prefix" })
  })

  it("names every missing field, the host among them", () => {
    expect(complaints({})).toEqual({
      merchantId: "is required",
      secretUnboundId: "is required",
      hashKey: "is required",
      channel: "is required",
      environment: 'is required: "staging" or "production" (or set baseUrl)',
    })
    const { environment: _, ...hostless } = RIGHT
    expect(Object.keys(complaints(hostless))).toEqual(["environment"])
    expect(complaints({ ...hostless, baseUrl: "https://api.ifortepay.id" })).toEqual({})
    expect(Object.keys(complaints({ ...hostless, merchantId: "" }))).toEqual(["merchantId", "environment"])
  })

  it("says once that the host is missing", () => {
    const { environment: _, ...hostless } = RIGHT
    expect(() => createIfortepay(hostless)).toThrow(
      'ifortepay is not configured correctly: environment is required: "staging" or "production" (or set baseUrl).',
    )
  })

  it.each([
    ["merchantId", ""],
    ["merchantId", 1],
    ["merchantId", "IFP0000000001\n"],
    ["secretUnboundId", " a-secret"],
    ["hashKey", '"a-key"'],
    ["hashKey", "a-key\r\n"],
    ["emulatorUrl", "http://api.ifortepay.id"],
    ["emulatorUrl", "http://sandbox:8090", { emulatorUrl: "http://sandbox:8090", environment: "production" }],
    [
      "emulatorUrl",
      "http://sandbox:8090",
      { emulatorUrl: "http://sandbox:8090", baseUrl: "https://a.example" },
    ],
    ["secretUnboundId", ""],
    ["hashKey", ""],
    ["channel", "LINKAJA"],
    ["channel", "nobu"],
    ["environment", "sandbox"],
    ["baseUrl", "http://api.ifortepay.id"],
    ["baseUrl", "http://localhost.example.com"],
    ["baseUrl", "ftp://127.0.0.1"],
    ["baseUrl", "https://user:password@api.ifortepay.id"],
    ["baseUrl", "https://api.ifortepay.id/?a=b"],
    ["baseUrl", "api.ifortepay.id"],
    ["createPath", "ewallet/v2/create-qr"],
    ["createPath", "/create?x=1"],
    ["createPath", "//evil.example/create qr"],
    ["subMerchantId", ""],
    ["timeZone", "WIB"],
    ["subMerchantId", "SUB\r\nx-injected: 1"],
    ["subMerchantId", "SUB\n"],
    ["subMerchantId", "toko-é"],
    ["maximumAmount.NOBU", 999, { maximumAmount: { NOBU: 999 } }],
    ["maximumAmount.SHOPEEPAY", 1_000.5, { maximumAmount: { SHOPEEPAY: 1_000.5 } }],
    ["maximumAmount.OVO", 1_000, { maximumAmount: { OVO: 1_000 } }],
    ["qrStringFields.0", "", { qrStringFields: [""] }],
    ["qrCheck", "lenient"],
    ["timeouts.headers", 0, { timeouts: { headers: 0 } }],
    ["timeouts.headers", 600_001, { timeouts: { headers: 600_001 } }],
    ["timeouts.total", 1, { timeouts: { total: 1 } }],
    ["retry.times", 11, { retry: { times: 11 } }],
    ["hashkey", "x"],
    ["apiKey", "x"],
  ])(
    "refuses %s %j, naming that field and nothing else",
    (field, value, change: object = { [field]: value }) => {
      expect(Object.keys(complaints({ ...RIGHT, ...change }))).toEqual([field])
    },
  )

  it.each([null, undefined, "x", 1, []])("refuses %j as a whole", (input) => {
    expect(Result.isFailure(decodeConfig(input))).toBe(true)
  })

  it.each(["http://127.0.0.1:8090", "http://localhost:1/ifortepay", "http://[::1]:8090"])(
    "allows http on loopback: %s",
    (baseUrl) => {
      expect(complaints({ ...RIGHT, baseUrl })).toEqual({})
    },
  )

  it("never shows a value, neither wrong nor right", () => {
    const wrong = {
      ...RIGHT,
      hashKey: ["s3cret-1"],
      secretUnboundId: { a: "s3cret-2" },
      environment: "s3cret-3",
    }
    const error = Result.getOrThrow(Result.flip(decodeConfig(wrong)))
    expect(visible(error)).not.toContain("s3cret")
    const shown = visible(Result.getOrThrow(decodeConfig(RIGHT)))
    expect(shown).not.toContain(RIGHT.hashKey)
    expect(shown).not.toContain(RIGHT.secretUnboundId)
  })

  it("is wrong at once in the promise door", () => {
    expect(() => createIfortepay({ ...RIGHT, hashKey: "" })).toThrow(
      "ifortepay is not configured correctly: hashKey must not be empty.",
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

const ORDER = {
  amount: 25_000,
  externalId: "order-1",
  description: "Dua kopi",
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
}

describe("addresses", () => {
  it.each([
    [{ environment: "staging" }, "https://api-stage.ifortepay.id/ewallet/v2/create-qr"],
    [{ environment: "production" }, "https://api.ifortepay.id/ewallet/v2/create-qr"],
    [
      { environment: "production", baseUrl: "https://api-live.mcpayment.id/" },
      "https://api-live.mcpayment.id/ewallet/v2/create-qr",
    ],
    [
      { environment: "staging", emulatorUrl: "http://Sandbox:8090/" },
      "http://sandbox:8090/ewallet/v2/create-qr",
    ],
    [
      { environment: "staging", createPath: "/ewallet/v2/create-qris" },
      "https://api-stage.ifortepay.id/ewallet/v2/create-qris",
    ],
  ] as const)("%j calls %s", async (change, url) => {
    const { urls, transport } = addresses()
    const ifortepay = createIfortepay({ ...RIGHT, retry: { times: 0 }, ...change }, { transport })
    await expect(ifortepay.create(ORDER)).rejects.toMatchObject({ outcome: "not_sent" })
    expect(urls).toEqual([url])
  })
})

describe("layers", () => {
  const VARIABLES = {
    IFORTEPAY_MERCHANT_ID: RIGHT.merchantId,
    IFORTEPAY_SECRET_UNBOUND_ID: RIGHT.secretUnboundId,
    IFORTEPAY_HASH_KEY: RIGHT.hashKey,
    IFORTEPAY_CHANNEL: "SHOPEEPAY",
    IFORTEPAY_ENVIRONMENT: "production",
  }

  const withEnvironment = (env: Record<string, string>) => {
    const { urls, transport } = addresses()
    const program = Effect.gen(function* () {
      const ifortepay = yield* Ifortepay
      const general = yield* QrisProvider
      yield* Effect.ignore(
        ifortepay.inquire({ provider: "ifortepay", paymentId: "p", externalId: "e", orderId: "o" }),
      )
      return { isSame: ifortepay === general, urls }
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

  it("layerConfig reads the IFORTEPAY_* variables", async () => {
    const env = {
      ...VARIABLES,
      IFORTEPAY_BASE_URL: "https://gateway.example/ifp",
      IFORTEPAY_SUB_MERCHANT_ID: "SUB01",
      IFORTEPAY_CREATE_PATH: "/x",
      IFORTEPAY_TIME_ZONE: "+08:00",
    }
    const { isSame, urls } = Result.getOrThrow(await withEnvironment(env))
    expect(isSame).toBe(true)
    expect(new Set(urls)).toEqual(new Set(["https://gateway.example/ifp/ewallet/v2/inquiry"]))
  })

  it("layerConfig names the variables that are wrong, never their values", async () => {
    const { IFORTEPAY_HASH_KEY: _, ...incomplete } = VARIABLES
    const error = Result.getOrThrow(
      Result.flip(await withEnvironment({ ...incomplete, IFORTEPAY_ENVIRONMENT: "s3cret" })),
    )
    expect(error._tag).toBe("InvalidConfiguration")
    expect(error.message).toContain("IFORTEPAY_HASH_KEY is required")
    expect(error.message).toContain("IFORTEPAY_ENVIRONMENT must be")
    expect(visible(error)).not.toContain("s3cret")
  })

  it("every variable belongs to a field", () => {
    for (const field of Object.keys(layerConfigVariables)) {
      expect(Object.keys(complaints({ ...RIGHT, [field]: 1 }))).toEqual([field])
      expect(complaints({ ...RIGHT, [field]: 1 })[field]).not.toBe("is not a known field")
    }
  })

  it("layer takes a decoded configuration", async () => {
    const { urls, transport } = addresses()
    const config = Result.getOrThrow(decodeConfig({ ...RIGHT, retry: { times: 0 } }))
    const title = await Effect.map(Ifortepay, ({ capabilities }) => capabilities.title).pipe(
      Effect.provide(layer(config).pipe(Layer.provide(Layer.succeed(Transport, transport)))),
      Effect.runPromise,
    )
    expect(title).toBe("iFortepay")
    expect(urls).toEqual([])
  })
})
