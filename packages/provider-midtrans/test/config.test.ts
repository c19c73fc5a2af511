import { InvalidConfiguration } from "@qriskit/core"
import { layer as transport } from "@qriskit/core/transport-undici"
import { visible } from "@qriskit/testing"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { capabilities, decodeConfig, layerConfig, Midtrans, make, STATUS } from "../src/index.js"
import { createMidtrans, fromEnv } from "../src/promise.js"
import { openTestShop } from "./support/shop.js"

const complaints = (input: unknown): ReadonlyArray<string> => {
  const decoded = decodeConfig(input)
  if (Result.isSuccess(decoded)) return []
  expect(decoded.failure).toBeInstanceOf(InvalidConfiguration)
  return decoded.failure.issues.map(({ path }) => path)
}

describe("the configuration", () => {
  it("needs a key and a host", () => {
    expect(complaints({ serverKey: "k", environment: "sandbox" })).toEqual([])
    expect(complaints({ serverKey: "k", baseUrl: "https://api.example.com" })).toEqual([])
    expect(complaints({ serverKey: "k" })).toEqual(["environment"])
    expect(complaints({})).toEqual(["serverKey", "environment"])
    expect(complaints(null)).toEqual([""])
  })

  it("names every wrong field and shows no value", () => {
    const wrong = {
      serverKey: "",
      environment: "staging",
      acquirer: "dana",
      maximumAmount: 0,
      sameAnswerMillis: 300_001,
      timeZone: "WIB",
    }
    expect([...complaints(wrong)].sort()).toEqual(Object.keys(wrong).sort())
  })

  it("keeps its secret out of sight", () => {
    const config = Result.getOrThrow(
      decodeConfig({ serverKey: "SB-Mid-server-hidden", environment: "production" }),
    )
    expect(visible(config)).not.toContain("hidden")
    expect(() => createMidtrans({ serverKey: "", environment: "sandbox" })).toThrow(InvalidConfiguration)
  })

  it("comes from the environment", async () => {
    const env = {
      MIDTRANS_SERVER_KEY: "k",
      MIDTRANS_ENVIRONMENT: "production",
      MIDTRANS_ACQUIRER: "airpay shopee",
      MIDTRANS_TIME_ZONE: "Asia/Makassar",
    }
    const program = Effect.map(Midtrans, ({ capabilities: { title } }) => title).pipe(
      Effect.provide(layerConfig.pipe(Layer.provide(transport()))),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(env)),
    )
    expect(await Effect.runPromise(program)).toBe("Midtrans")
    const client = fromEnv(env)
    expect(client.id).toBe("midtrans")
    await client.close()
    expect(() => fromEnv({ MIDTRANS_SERVER_KEY: "" })).toThrow("MIDTRANS_SERVER_KEY")
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
