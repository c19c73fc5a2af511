import { complaintsOf, describeConfiguration } from "@qriskit/testing"
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

const complaints = complaintsOf(decodeConfig)

const HOST_MISSING = 'is required: "staging" or "production" (or set baseUrl)'

describeConfiguration({
  id: "ifortepay",
  title: "iFortepay",
  decode: decodeConfig,
  right: RIGHT,
  secrets: ["secretUnboundId", "hashKey"],
  defaults: {
    createPath: "/ewallet/v2/create-qr",
    maximumAmount: { NOBU: 10_000_000, SHOPEEPAY: 5_000_000 },
    qrStringFields: ["qr_response.qr_string", "qr_string", "qr_content"],
    timeZone: "+07:00",
    qrCheck: "strict",
    timeouts: { connect: 5_000, headers: 15_000, body: 10_000, deadline: 30_000 },
    retry: { times: 3, baseDelay: 200, maxDelay: 5_000 },
  },
  missing: {
    merchantId: "is required",
    secretUnboundId: "is required",
    hashKey: "is required",
    channel: "is required",
    environment: HOST_MISSING,
  },
  refused: [
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
  ],
  create: createIfortepay,
  order: {
    amount: 25_000,
    externalId: "order-1",
    description: "Dua kopi",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  },
  addresses: [
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
  ],
  variables: layerConfigVariables,
  environments: [
    [{}, "https://api-stage.ifortepay.id/ewallet/v2/inquiry"],
    [{ IFORTEPAY_ENVIRONMENT: "production" }, "https://api.ifortepay.id/ewallet/v2/inquiry"],
    [
      {
        IFORTEPAY_BASE_URL: "https://gateway.example/ifp",
        IFORTEPAY_SUB_MERCHANT_ID: "SUB01",
        IFORTEPAY_CREATE_PATH: "/x",
        IFORTEPAY_TIME_ZONE: "+08:00",
      },
      "https://gateway.example/ifp/ewallet/v2/inquiry",
    ],
  ],
  service: Ifortepay,
  layer,
  layerConfig,
})

describe("iFortepay's configuration", () => {
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

  it("wants a host, named or spelled out", () => {
    const { environment: _, ...hostless } = RIGHT
    expect(complaints(hostless)).toEqual({ environment: HOST_MISSING })
    expect(complaints({ ...hostless, baseUrl: "https://api.ifortepay.id" })).toEqual({})
    expect(Object.keys(complaints({ ...hostless, merchantId: "" }))).toEqual(["merchantId", "environment"])
  })

  it("says once that the host is missing", () => {
    const { environment: _, ...hostless } = RIGHT
    expect(() => createIfortepay(hostless)).toThrow(
      'ifortepay is not configured correctly: environment is required: "staging" or "production" (or set baseUrl).',
    )
  })
})
