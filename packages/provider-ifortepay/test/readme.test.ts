import { readmeIn } from "@qriskit/testing"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { capabilities, decodeConfig, layerConfigVariables } from "../src/index.js"
import { openShop, type Shop } from "./support/shop.js"

const { text: readme, examples, run: runProgram } = readmeIn(new URL("../", import.meta.url))
const [tenLines = "", , webhook = ""] = examples

const onSandbox = (code: string, shop: Shop): string =>
  code.replace('environment: "staging"', `baseUrl: ${JSON.stringify(shop.sandbox.ifortepay.baseUrl)}`)

const environmentOf = (shop: Shop) => ({
  IFORTEPAY_SECRET_UNBOUND_ID: shop.sandbox.ifortepay.secretUnboundId,
  IFORTEPAY_HASH_KEY: shop.sandbox.ifortepay.hashKey,
  PORT: "0",
})

// Each is a process of its own, which takes a while to start on a busy machine.
describe("the README's programs", () => {
  it("ten lines make a payment that can be paid and asked about", async () => {
    await using shop = await openShop()
    await using program = runProgram(onSandbox(tenLines, shop), environmentOf(shop))
    const payload = await program.nextLine()
    const ref = JSON.parse(await program.nextLine())
    expect(await program.ended).toBe(0)
    await shop.control.pay(payload)
    expect(await shop.ifortepay.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000 })
  })

  it("the webhook fulfils once, and only what iFortepay says is paid", async () => {
    await using shop = await openShop()
    await using program = runProgram(onSandbox(webhook, shop), environmentOf(shop))
    const payload = await program.nextLine()
    const port = /port: (\d+)/.exec(await program.nextLine())?.[1]

    const { paymentId } = await shop.control.payment(payload)
    const deliver = async (overrides = {}) => {
      const { headers, body } = await shop.control.callbacks.build(paymentId, overrides)
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        headers: { ...headers },
        body,
      })
      return [response.status, await response.text()]
    }
    const ACCEPTED = [200, '{"message":"SUCCESS"}']

    // Signed like a genuine one, but not true: taken note of, and nothing else.
    expect(await deliver({ status: "PAID" })).toEqual(ACCEPTED)
    expect(await deliver({ wrongSignature: true })).toEqual([401, '{"message":"REJECTED"}'])
    expect(await deliver({ set: { external_id: "somebody-else" } })).toEqual([401, '{"message":"REJECTED"}'])
    await shop.control.pay(payload)
    expect(await deliver()).toEqual(ACCEPTED)
    expect(await deliver()).toEqual(ACCEPTED)
    await shop.control.faults.script({ at: "ifortepay.inquire", times: 9, fault: { kind: "cut" } })
    expect(await deliver()).toEqual([500, '{"message":"FAILED"}'])

    expect(await program.nextLine()).toBe("fulfilled order-1001")
  })
})

describe("the README's tables", () => {
  it("name every field of the configuration, and every variable beside its field", () => {
    const config = Result.getOrThrow(
      decodeConfig({
        merchantId: "m",
        secretUnboundId: "secret",
        hashKey: "secret",
        channel: "NOBU",
        environment: "staging",
        baseUrl: "https://example.com",
        subMerchantId: "s",
      }),
    )
    const fields = [...readme.matchAll(/^\| `(\w+)` +\|/gm)].map(([, field]) => field)
    expect(fields).toEqual(expect.arrayContaining(Object.keys(config)))
    for (const [field, variable] of Object.entries(layerConfigVariables)) {
      expect(readme).toMatch(new RegExp(`^\\| \`${field}\` +\\|.*\\| \`${variable}\` +\\|$`, "m"))
    }
  })

  it("say why there is no refund in the words of the capabilities", () => {
    const { refund } = capabilities
    expect(refund.supported).toBe(false)
    expect(readme).toContain(refund.supported ? "" : refund.why)
  })
})
