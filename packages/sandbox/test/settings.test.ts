import { expect, test } from "vitest"
import { type SandboxOptions, startSandbox } from "../src/index.js"

test.each<[string, unknown]>([
  ["seed", { seed: 1.5 }],
  ["seed", { seed: -1 }],
  ["clock", { clock: "sundial" }],
  ["port", { port: 65_536 }],
  ["host", { host: "" }],
  ["startAt", { clock: "manual", startAt: new Date(Number.NaN) }],
  ["startAt", { startAt: new Date() }],
  ["callbackTimeoutMs", { callbackTimeoutMs: 0 }],
  ["ifortepay.maxAmount.NOBU", { ifortepay: { maxAmount: { NOBU: 0, SHOPEEPAY: 1 } } }],
  ["ifortepay.envelope", { ifortepay: { envelope: "round" } }],
  ["ifortepay.callbackRetryDelaysMs.0", { ifortepay: { callbackRetryDelaysMs: [-1] } }],
  ["zipay.callbackUrl", { zipay: { callbackUrl: "not a URL" } }],
  ["zipay.merchantId", { zipay: { merchantId: "abc" } }],
  ["zipay.minAmount", { zipay: { minAmount: 2, maxAmount: 1 } }],
  ["zipay.colour", { zipay: { colour: "green" } }],
])("a wrong %s is named at start (%#)", async (field, options) => {
  const starting = startSandbox(options as SandboxOptions)
  await expect(starting).rejects.toMatchObject({ name: "SandboxError", code: "invalid_settings" })
  await expect(starting).rejects.toThrow(field)
})

test("a wrong secret is named, its value is not", async () => {
  const starting = startSandbox({ ifortepay: { hashKey: "s3cret".repeat(100) } })
  await expect(starting).rejects.toThrow("ifortepay.hashKey")
  await expect(starting).rejects.not.toThrow("s3cret")
})

test("a port in use is told in a sentence", async () => {
  await using first = await startSandbox()
  const port = Number(new URL(first.url).port)
  await expect(startSandbox({ port })).rejects.toMatchObject({
    code: "port_in_use",
    message: `Port ${port} on 127.0.0.1 is in use. Choose another, or 0 for any free one.`,
  })
})

test("a host that is not this machine's is told in a sentence", async () => {
  await expect(startSandbox({ host: "192.0.2.1" })).rejects.toMatchObject({ code: "invalid_settings" })
})
