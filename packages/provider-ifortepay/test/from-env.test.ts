import { expect, it, onTestFinished, vi } from "vitest"
import { fromEnv } from "../src/promise.js"

const VARIABLES = {
  IFORTEPAY_MERCHANT_ID: "IFP0000000001",
  IFORTEPAY_SECRET_UNBOUND_ID: "a-secret",
  IFORTEPAY_HASH_KEY: "a-key",
  IFORTEPAY_CHANNEL: "NOBU",
  IFORTEPAY_ENVIRONMENT: "staging",
}

it("a client from the environment is what its variables say, those of process.env by default", async () => {
  expect(fromEnv(VARIABLES).id).toBe("ifortepay")
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  for (const [name, value] of Object.entries(VARIABLES)) vi.stubEnv(name, value)
  const client = fromEnv()
  await client.close()
})

it("it names the variables that are wrong, and shows none of their values", () => {
  expect(() => fromEnv({ ...VARIABLES, IFORTEPAY_HASH_KEY: '"rahasia"' })).toThrow(
    "ifortepay is not configured correctly: IFORTEPAY_HASH_KEY must not begin or end with quotes.",
  )
})
