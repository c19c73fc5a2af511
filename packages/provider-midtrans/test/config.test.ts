import { layer as transport } from "@qriskit/core/transport-undici"
import { complaintsOf, describeConfiguration, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  capabilities,
  decodeConfig,
  layer,
  layerConfig,
  layerConfigVariables,
  Midtrans,
  make,
  STATUS,
} from "../src/index.js"
import { createMidtrans, fromEnv } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

const HOST_MISSING = 'is required: "sandbox" or "production" (or set baseUrl)'

describeConfiguration({
  id: "midtrans",
  title: "Midtrans",
  decode: decodeConfig,
  right: { serverKey: "a-key-of-this-shop", environment: "sandbox" },
  secrets: ["serverKey"],
  defaults: {
    acquirer: "gopay",
    maximumAmount: 10_000_000,
    sameAnswerMillis: 300_000,
    refundSettles: "answered",
    timeZone: "+07:00",
    qrCheck: "strict",
  },
  missing: { serverKey: "is required", environment: HOST_MISSING },
  refused: [
    ["serverKey", ""],
    ["serverKey", "Mid-client-hidden"],
    ["environment", "staging"],
    ["environment", undefined],
    ["acquirer", "dana"],
    ["maximumAmount", 0],
    ["sameAnswerMillis", 300_001],
    ["refundSettles", "maybe"],
    ["timeZone", "WIB"],
    ["qrCheck", "lax"],
    ["baseUrl", "http://api.midtrans.com"],
    ["emulatorUrl", "http://api.midtrans.com"],
  ],
  create: createMidtrans,
  order: { amount: 25_000, externalId: "order-1" },
  addresses: [
    [{}, "https://api.sandbox.midtrans.com/v2/charge"],
    [{ environment: "production" }, "https://api.midtrans.com/v2/charge"],
    [{ baseUrl: "https://gateway.example/midtrans/" }, "https://gateway.example/midtrans/v2/charge"],
  ],
  variables: layerConfigVariables,
  environments: [
    [{ MIDTRANS_ENVIRONMENT: "production" }, "https://api.midtrans.com/v2/p/status"],
    [
      {
        MIDTRANS_BASE_URL: "https://gateway.example",
        MIDTRANS_ACQUIRER: "airpay shopee",
        MIDTRANS_TIME_ZONE: "Asia/Makassar",
      },
      "https://gateway.example/v2/p/status",
    ],
  ],
  service: Midtrans,
  layer,
  layerConfig,
})

describe("Midtrans' configuration", () => {
  it("names every wrong field at once", () => {
    const wrong = { serverKey: "", environment: "staging", acquirer: "dana", maximumAmount: 0 }
    expect(Object.keys(complaintsOf(decodeConfig)(wrong)).sort()).toEqual(Object.keys(wrong).sort())
  })

  it("needs no environment beside a host", () => {
    expect(complaintsOf(decodeConfig)({ serverKey: "k", baseUrl: "https://api.example.com" })).toEqual({})
  })
})

describe("the capabilities", () => {
  it("are those of the configuration", async () => {
    const shop = await openTestShop({ config: { maximumAmount: 20_000_000 } })
    expect(shop.client.capabilities).toMatchObject({ amount: { minimum: 1, maximum: 20_000_000 } })
    expect((await openTestShop()).client.capabilities).toEqual(capabilities)
    for (const status of capabilities.notifications.statuses) expect(Object.values(STATUS)).toContain(status)
  })
})

describe("the server key", () => {
  const warningsOf = async (config: { serverKey: string; environment?: "sandbox" | "production" }) => {
    const told: Array<unknown> = []
    const logger = Logger.make(({ message }) => {
      told.push(message)
    })
    const decoded = Result.getOrThrow(decodeConfig({ baseUrl: "https://api.example.com", ...config }))
    const program = Effect.provide(make(decoded), [transport(), Logger.layer([logger])])
    expect((await Effect.runPromise(program)).id).toBe("midtrans")
    return told.join()
  }

  it.each(["Mid-client-hidden", "SB-Mid-client-hidden"])("is no client key: %s is refused", (serverKey) => {
    expect(() => createMidtrans({ serverKey, environment: "sandbox" })).toThrow(
      "serverKey must be the server key; this has the form of a client key",
    )
    expect(() => fromEnv({ MIDTRANS_SERVER_KEY: serverKey, MIDTRANS_ENVIRONMENT: "sandbox" })).toThrow(
      "MIDTRANS_SERVER_KEY must be the server key",
    )
    expect(visible(decodeConfig({ serverKey, environment: "sandbox" }))).not.toContain("hidden")
  })

  it("whose form is the other environment's is told of, once for each client, and not refused", async () => {
    const sandboxKey = await warningsOf({ serverKey: "SB-Mid-server-hidden", environment: "production" })
    expect(sandboxKey).toBe(
      "midtrans: serverKey has the form of one for sandbox, and environment is production; if calls are Unauthorized, this is why",
    )
    expect(await warningsOf({ serverKey: "Mid-server-hidden", environment: "sandbox" })).toContain(
      "the form of one for production",
    )
  })

  it("of the right form, of an unknown one, or for a host of one's own, is not talked about", async () => {
    for (const config of [
      { serverKey: "SB-Mid-server-hidden", environment: "sandbox" },
      { serverKey: "Mid-server-hidden", environment: "production" },
      { serverKey: "another-form", environment: "production" },
      { serverKey: "Mid-server-hidden" },
    ] as const)
      expect(await warningsOf(config)).toBe("")
  })
})
