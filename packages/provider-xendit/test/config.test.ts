import { InvalidConfiguration } from "@qriskit/core"
import { layer as transport } from "@qriskit/core/transport-undici"
import { complaintsIn, failureOf, visible } from "@qriskit/testing"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { capabilities, decodeConfig, layerConfig, STATUS, Xendit } from "../src/index.js"
import { createXendit, fromEnv } from "../src/promise.js"
import { basicAuthorization } from "../src/signature.js"
import { openTestShop } from "./support/shop.js"

const complaints = (input: unknown): ReadonlyArray<string> => {
  const decoded = decodeConfig(input)
  return Result.isSuccess(decoded) ? [] : decoded.failure.issues.map(({ path }) => path)
}

describe("the configuration", () => {
  it("needs a key and a token, or several", () => {
    expect(complaints({ secretKey: "k", callbackToken: "t" })).toEqual([])
    expect(complaints({ secretKey: "k", callbackToken: ["t", "u"] })).toEqual([])
    expect(complaints({})).toEqual(["secretKey", "callbackToken"])
    for (const callbackToken of ["", [], [""], 7])
      expect(complaints({ secretKey: "k", callbackToken }).join()).toContain("callbackToken")
  })

  it("names every wrong field", () => {
    const wrong = {
      secretKey: "",
      baseUrl: "http://api.xendit.co",
      forUserId: "a\nb",
      splitRuleId: "a: b",
      maximumAmount: 0,
      qrCheck: "lax",
    }
    expect([...complaints({ callbackToken: "t", ...wrong })].sort()).toEqual(Object.keys(wrong).sort())
  })

  it("keeps its secrets out of sight", () => {
    const secrets = { secretKey: "xnd_development_hidden", callbackToken: ["token-hidden"] }
    expect(visible(Result.getOrThrow(decodeConfig(secrets)))).not.toContain("hidden")
    expect(() => createXendit({ secretKey: "", callbackToken: "t" })).toThrow(InvalidConfiguration)
  })

  it("comes from the environment", async () => {
    const env = { XENDIT_SECRET_KEY: "xnd_production_k", XENDIT_CALLBACK_TOKEN: "t" }
    const program = Effect.map(Xendit, (xendit) => xendit.capabilities).pipe(
      Effect.provide(layerConfig.pipe(Layer.provide(transport()))),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(env)),
    )
    expect(await Effect.runPromise(program)).toEqual(capabilities)
    const client = fromEnv(env)
    expect(client.capabilities).toEqual(capabilities)
    await client.close()
    expect(() => fromEnv({ XENDIT_SECRET_KEY: "" })).toThrow("XENDIT_CALLBACK_TOKEN")
  })

  it("makes the header of the published example", () => {
    expect(basicAuthorization("xnd_development_qriskit_demo")).toBe(
      "Basic eG5kX2RldmVsb3BtZW50X3FyaXNraXRfZGVtbzo=",
    )
  })
})

describe("the capabilities", () => {
  it("are those of the configuration: a key for test mode may ask less often", async () => {
    const shop = await openTestShop({ config: { maximumAmount: 20_000_000 } })
    expect(shop.client.capabilities).toEqual({
      ...capabilities,
      amount: { minimum: 1, maximum: 20_000_000 },
      inquiries: { perSecond: 1 },
    })
    for (const status of capabilities.notifications.statuses) expect(Object.values(STATUS)).toContain(status)
  })

  it("are what the rules do", async () => {
    const shop = await openTestShop()
    const refusedFields = async (change: object) =>
      Object.keys(complaintsIn(await failureOf(shop.client.create({ ...shop.order(), ...change }))))
    expect(await refusedFields({ amount: 10_000_001 })).toEqual(["amount"])
    expect(await refusedFields({ amount: "1" })).toEqual(["amount"])
    expect(await refusedFields({ externalId: "x".repeat(256) })).toEqual(["externalId"])
    expect(await refusedFields({ description: "x".repeat(1_001) })).toEqual(["description"])
    expect(await refusedFields({ expiresAt: new Date() })).toEqual(["expiresAt"])
    expect(await refusedFields({ notificationUrl: "https://toko.example.com/" })).toEqual(["notificationUrl"])
    expect((await shop.client.create(shop.order({ amount: 10_000_000 }))).amount).toBe(10_000_000)
  })
})
