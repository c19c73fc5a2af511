import { forAll } from "@qriskit/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { idempotencyKey, signatureKey } from "../src/index.js"
import { basicAuthorization } from "../src/signature.js"

const VECTORS = [
  [
    "V1",
    "ORDER-sandbox-0001",
    "200",
    "150000.00",
    "SB-Mid-server-test",
    "d65b4adf15335095fe1bfafe24964d48009dcc2989393e13570b0c9852ea60df0040b1a9646b9c9ef9433317f77acc8e387c59998dc20f5bd93fff93d23672e4",
  ],
  [
    "V2",
    "ORDER-sandbox-0002",
    "201",
    "75000.00",
    "SB-Mid-server-test",
    "db70270f6c27da2b564d4fffd9df3eeae578a7afba22bf5e6071711c7914d7a3d22ccaa533e864cf53742ca73c9e63016b0cbc1f97ee253a77b24b7a410d876a",
  ],
  [
    "V3",
    "ORDER-sandbox-0003",
    "202",
    "50000.00",
    "SB-Mid-server-test",
    "a51d1bd2aa8b1dca9228f3827cd641b6dadf52ebb9ed40fb45db6a06dbb33de7cde8e80caa93dfb5e6beeaaf44f698dc7f6f56edd46556eddaa2a774ff7692c6",
  ],
  [
    "V4",
    "INV-2026-0001",
    "200",
    "25000.00",
    "SB-Mid-server-qriskit-demo",
    "b55114157f1408513f575d4cd29f2498f1d4b255405dd3506b17dcd3fccd5c2eb22f1e442f1c08ec009480e94cff3d5d9eec2c75ff3ba481d690c3af203ef10f",
  ],
  [
    "N1",
    "INV-2026-0001",
    "200",
    "25000",
    "SB-Mid-server-qriskit-demo",
    "cbe206b401a91623c49457abf2f2058ed22a84c7a267e090b035da40f4bd40930e9d6da84e076ca28667299e0fefb2eaf066107c3dde41962d62e5b1714811d2",
  ],
] as const

describe("a notification's signature", () => {
  it.each(VECTORS)("is the published one: %s", (_, orderId, statusCode, grossAmount, key, expected) => {
    expect(signatureKey(key, { orderId, statusCode, grossAmount })).toBe(expected)
  })

  it("has no separator: what is one order's end may be another's beginning", () => {
    const one = { orderId: "A1", statusCode: "200", grossAmount: "1.00" }
    const other = { orderId: "A", statusCode: "1200", grossAmount: "1.00" }
    expect(signatureKey("k", one)).toBe(signatureKey("k", other))
  })
})

it("the key is the user of a Basic pair without a password", () => {
  expect(basicAuthorization("SB-Mid-server-test")).toBe("Basic U0ItTWlkLXNlcnZlci10ZXN0Og==")
})

it("an idempotency key is one for each external id, and short enough to count", () => {
  forAll(fc.string(), fc.string(), (one, other) => {
    expect(idempotencyKey("create", one).length).toBeLessThanOrEqual(46)
    expect(idempotencyKey("create", one) === idempotencyKey("create", other)).toBe(one === other)
  })
})
