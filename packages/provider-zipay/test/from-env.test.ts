import { InvalidConfiguration } from "@qriskit/core"
import { expect, it, onTestFinished, vi } from "vitest"
import { fromEnv } from "../src/promise.js"

const VARIABLES = {
  ZIPAY_USER_ID: "partner-contoh",
  ZIPAY_PASSWORD: "a-password",
  ZIPAY_MERCHANT_ID: "3",
  ZIPAY_MERCHANT_KEY: "a-key",
}

it("a client from the environment is what its variables say, those of process.env by default", async () => {
  expect(fromEnv(VARIABLES).id).toBe("zipay")
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  for (const [name, value] of Object.entries(VARIABLES)) vi.stubEnv(name, value)
  const client = fromEnv()
  await client.close()
})

it("it names the variables that are wrong, and shows none of their values", () => {
  expect(() => fromEnv({ ...VARIABLES, ZIPAY_MERCHANT_KEY: '"rahasia"' })).toThrow(
    "zipay is not configured correctly: ZIPAY_MERCHANT_KEY must not begin or end with quotes.",
  )
})

it("has a network that is checked when it is made", () => {
  expect(() => fromEnv(VARIABLES, { network: { proxy: "ftp://proxy.test" } })).toThrow(InvalidConfiguration)
})
