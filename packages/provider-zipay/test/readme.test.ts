import { readmeIn } from "@qriskit/testing"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { capabilities, decodeConfig, layerConfigVariables } from "../src/index.js"
import { openShop, type Shop } from "./support/shop.js"

const { text: readme, examples, run: runProgram } = readmeIn(new URL("../", import.meta.url))
const tenLines = examples.at(0) ?? ""
const webhook = examples.find((code) => code.includes("createServer")) ?? ""

const SECRET = "k7fQ2v9ZpL0xW3nB"

const environmentOf = ({ sandbox: { zipay } }: Shop) => ({
  ZIPAY_USER_ID: zipay.userId,
  ZIPAY_PASSWORD: zipay.password,
  ZIPAY_MERCHANT_KEY: zipay.merchantKey,
  ZIPAY_BASE_URL: zipay.baseUrl,
  ZIPAY_CALLBACK_SECRET: SECRET,
  PORT: "0",
})

// Each is a process of its own, which takes a while to start on a busy machine.
describe("the README's programs", () => {
  it("ten lines make a payment that can be paid and asked about", async () => {
    await using shop = await openShop()
    await using program = runProgram(tenLines, environmentOf(shop))
    const payload = await program.nextLine()
    const ref = JSON.parse(await program.nextLine())
    expect(await program.ended).toBe(0)
    await shop.control.pay(payload)
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000 })
  })

  it("the webhook fulfils once, and only what Zipay says is paid", async () => {
    await using shop = await openShop()
    await using program = runProgram(webhook, environmentOf(shop))
    const payload = await program.nextLine()
    const port = /port: (\d+)/.exec(await program.nextLine())?.[1]

    const { paymentId } = await shop.control.payment(payload)
    const deliver = async (path: string, overrides = {}) => {
      const { headers, body } = await shop.control.callbacks.build(paymentId, overrides)
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        headers: { ...headers },
        body,
      })
      return response.status
    }
    const callbacks = `/callbacks/zipay/${SECRET}`

    // Let in, but not true: taken note of, and nothing else.
    expect(await deliver(callbacks, { status: "PAID" })).toBe(200)
    expect(await deliver("/callbacks/zipay/guessed", { status: "PAID" })).toBe(401)
    expect(await deliver(callbacks, { set: { externalId: "somebody-else" } })).toBe(401)
    await shop.control.pay(payload)
    expect(await deliver(callbacks)).toBe(200)
    expect(await deliver(callbacks)).toBe(200)
    await shop.control.faults.script({ at: "zipay.inquire", times: 9, fault: { kind: "cut" } })
    expect(await deliver(callbacks)).toBe(500)

    expect(await program.nextLine()).toBe("fulfilled order-1001")
  })
})

describe("the README's tables", () => {
  it("name every field of the configuration, and every variable beside its field", () => {
    const config = Result.getOrThrow(
      decodeConfig({
        userId: "u",
        password: "secret",
        merchantId: "m",
        merchantKey: "secret",
        callbackSecret: SECRET,
        allowCaller: () => true,
      }),
    )
    const fields = [...readme.matchAll(/^\| `(\w+)` +\|/gm)].map(([, field]) => field)
    expect(fields).toEqual(expect.arrayContaining(Object.keys(config)))
    for (const [field, variable] of Object.entries(layerConfigVariables)) {
      expect(readme).toMatch(new RegExp(`^\\| \`${field}\` +\\|.*\\| \`${variable}\` +\\|$`, "m"))
    }
  })

  it("say why something is not there in the words of the capabilities", () => {
    const { cancel, refund, expiry, notificationUrl } = capabilities
    for (const support of [cancel, refund, expiry, notificationUrl]) {
      expect(support.supported).toBe(false)
      expect(readme).toContain(support.supported ? "" : `no: ${support.why}`)
    }
  })
})
