import { complaintsIn, complaintsOf, describeConfiguration, failureOf, visible } from "@qriskit/testing"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  capabilities,
  decodeConfig,
  layer,
  layerConfig,
  layerConfigVariables,
  STATUS,
  Xendit,
} from "../src/index.js"
import { createXendit } from "../src/promise.js"
import { basicAuthorization } from "../src/signature.js"
import { openTestShop } from "./support/shop.js"

const complaints = (input: unknown) => Object.keys(complaintsOf(decodeConfig)(input))

describeConfiguration({
  id: "xendit",
  title: "Xendit",
  decode: decodeConfig,
  right: { secretKey: "xnd_development_hidden", callbackToken: "a-token-of-this-shop" },
  secrets: ["secretKey"],
  defaults: { maximumAmount: 10_000_000 },
  missing: { secretKey: "is required", callbackToken: "is required" },
  refused: [
    ["secretKey", ""],
    ["callbackToken", 7],
    ["baseUrl", "http://api.xendit.co"],
    ["emulatorUrl", "http://api.xendit.co"],
    [
      "emulatorUrl",
      "http://sandbox:8090",
      { secretKey: "xnd_production_k", emulatorUrl: "http://sandbox:8090" },
    ],
    ["forUserId", "a\nb"],
    ["splitRuleId", "a: b"],
    ["maximumAmount", 0],
    ["qrCheck", "lax"],
  ],
  create: createXendit,
  order: { amount: 25_000, externalId: "order-1" },
  addresses: [
    [{}, "https://api.xendit.co/v3/payment_requests"],
    [{ baseUrl: "https://gateway.example/xendit/" }, "https://gateway.example/xendit/v3/payment_requests"],
  ],
  variables: layerConfigVariables,
  environments: [
    [{}, "https://api.xendit.co/v3/payment_requests/p"],
    [
      { XENDIT_BASE_URL: "https://gateway.example", XENDIT_FOR_USER_ID: "a-sub-account" },
      "https://gateway.example/v3/payment_requests/p",
    ],
  ],
  service: Xendit,
  layer,
  layerConfig,
})

describe("Xendit's configuration", () => {
  it("needs one token or several", () => {
    expect(complaints({ secretKey: "k", callbackToken: ["t", "u"] })).toEqual([])
    for (const callbackToken of ["", [], [""]])
      expect(complaints({ secretKey: "k", callbackToken }).join()).toContain("callbackToken")
  })

  it("names every wrong field at once", () => {
    const wrong = { secretKey: "", forUserId: "a\nb", splitRuleId: "a: b", maximumAmount: 0 }
    expect(complaints({ callbackToken: "t", ...wrong }).sort()).toEqual(Object.keys(wrong).sort())
  })

  it("keeps its tokens out of sight, one or several", () => {
    for (const callbackToken of ["token-hidden", ["token-hidden"]])
      expect(visible(Result.getOrThrow(decodeConfig({ secretKey: "k", callbackToken })))).not.toContain(
        "hidden",
      )
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
      inquiries: { perSecond: 1, of: "account" },
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
