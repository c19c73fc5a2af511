import { describeNetwork } from "@qriskit/testing"
import { expect, it } from "vitest"
import * as presets from "../src/presets.js"
import { createSnap } from "../src/promise.js"
import { shopsAt } from "./support/shop.js"

const { openTestShop } = shopsAt(presets.midtrans)

describeNetwork({
  openTestShop,
  create: (config, options) => createSnap(config, options),
  production: { environment: "production" },
})

it("an emulator gives tokens, too, whatever host the profile has for them", async () => {
  const { token } = presets.midtrans
  const profile = {
    ...presets.midtrans,
    token: { ...token, hosts: { sandbox: "https://tokens.example.co.id" } },
  }
  const shop = await openTestShop()
  const { baseUrl, ...config } = shop.configuration
  const client = createSnap({ ...config, profile, ...(baseUrl && { emulatorUrl: baseUrl }) })
  expect(await client.create(shop.order())).toMatchObject({ status: "pending" })
  await client.close()
  const both = { ...config, emulatorUrl: "http://sandbox:8090", tokenUrl: "http://127.0.0.1:1" }
  expect(() => createSnap(both)).toThrow("tokenUrl must not be set together with emulatorUrl")
})
