import { describeFromEnv } from "@qriskit/testing"
import * as Result from "effect/Result"
import { expect, it } from "vitest"
import { readPrivateKey } from "../src/index.js"
import * as presets from "../src/presets.js"
import { fromEnv } from "../src/promise.js"
import { acquirerKeys, merchantKeys } from "./support/merchant.js"

const variables = {
  SNAP_SHOPEEPAY_ENVIRONMENT: "sandbox",
  SNAP_SHOPEEPAY_CLIENT_ID: "CLIENT-1",
  SNAP_SHOPEEPAY_MERCHANT_ID: "MERCHANT-1",
  SNAP_SHOPEEPAY_CLIENT_SECRET: "secret-of-toko-contoh",
  SNAP_SHOPEEPAY_PRIVATE_KEY: merchantKeys.privateKey,
  SNAP_SHOPEEPAY_ACQUIRER_KEYS: acquirerKeys.publicKey,
  SNAP_SHOPEEPAY_EXTERNAL_STORE_ID: "STORE-1",
  SNAP_SHOPEEPAY_NOTIFICATION_URL: "https://toko.example/webhooks/qris/snap-shopeepay",
}

describeFromEnv({
  id: "snap-shopeepay",
  variables,
  secret: "SNAP_SHOPEEPAY_CLIENT_SECRET",
  fromEnv: (environment, options) => fromEnv(presets.shopeepay, environment, options),
})

it("a key may stand in one line, with a backslash and an n for every line end", () => {
  const line = merchantKeys.privateKey.replaceAll("\n", "\\n")
  expect(line).not.toContain("\n")
  expect(fromEnv(presets.shopeepay, { ...variables, SNAP_SHOPEEPAY_PRIVATE_KEY: line }).id).toBe(
    "snap-shopeepay",
  )
  expect(Result.getOrThrow(readPrivateKey(line)).export({ type: "pkcs8", format: "pem" })).toBe(
    merchantKeys.privateKey,
  )
})
