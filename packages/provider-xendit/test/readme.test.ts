import { readmeIn } from "@qriskit/testing"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { capabilities, decodeConfig, layerConfigVariables, STATUS } from "../src/index.js"
import { openTestShop as open } from "./support/shop.js"

const { text, examples, run } = readmeIn(new URL("../", import.meta.url))

// A process of its own takes a while to start on a busy machine.
it("ten lines make a payment that can be paid and asked about", async () => {
  const shop = await open()
  await using program = run(examples[0] ?? "", {
    XENDIT_SECRET_KEY: shop.sandbox.xendit.secretKey,
    XENDIT_CALLBACK_TOKEN: shop.sandbox.xendit.callbackToken,
    XENDIT_BASE_URL: shop.sandbox.xendit.baseUrl,
  })
  const payload = await program.nextLine()
  const ref = JSON.parse(await program.nextLine())
  expect(await program.ended).toBe(0)
  await shop.control.pay(payload)
  expect(await shop.client.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000 })
})

describe("the README's tables", () => {
  it("name every field of the configuration, and every variable beside its field", () => {
    const config = Result.getOrThrow(
      decodeConfig({ secretKey: "k", callbackToken: "t", forUserId: "u", qrCheck: "strict" }),
    )
    const fields = [...text.matchAll(/^\| `(\w+)` +\|/gm)].map(([, field]) => field)
    expect(fields).toEqual(expect.arrayContaining(Object.keys(config)))
    for (const [field, variable] of Object.entries(layerConfigVariables))
      expect(text).toMatch(new RegExp(`^\\| \`${field}\` +\\|.*\\| \`${variable}\` +\\|$`, "m"))
  })

  it("say what the capabilities say", () => {
    const { refund, externalId } = capabilities
    if (!refund.supported) throw new Error("Xendit refunds")
    for (const { days } of refund.terms) expect(text).toContain(`within ${days} days`)
    expect(text).toContain(`up to ${externalId.maximumLength} characters`)
    expect(Object.values(STATUS)).toEqual(expect.arrayContaining([...capabilities.notifications.statuses]))
  })
})
