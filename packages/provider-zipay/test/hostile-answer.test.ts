import {
  answering,
  complaintsIn,
  failureOf,
  failuresOf,
  MEANS,
  openGateway,
  sharedShop,
  told,
  visible,
} from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { openShop } from "./support/shop.js"

const shop = sharedShop(openShop)
const { failureAfter } = failuresOf(shop, ["create", "inquire"])

describe("hostile answers", () => {
  it("secrets that are echoed come out of no error and of no raw body", async () => {
    const { ref } = await shop().zipay.create(shop().order())
    const { password, merchantKey } = shop().sandbox.zipay
    const secrets = [password, merchantKey]
    const words = `you sent ${secrets.join(" and ")}`
    for (const [status, body] of [
      [400, { message: words }],
      [422, { message: words, errors: { [merchantKey]: [password] } }],
      [200, { success: false, data: { message: words } }],
    ] as const) {
      const shown = visible(await failureAfter("inquire", answering(status, body)))
      for (const secret of secrets) expect(shown).not.toContain(secret)
    }
    await shop().control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "amend", set: { "data.echo": secrets, "data.merchantName": words } },
    })
    const { raw } = await shop().zipay.inquire(ref)
    for (const secret of secrets) expect(visible(raw)).not.toContain(secret)
  })

  it("control characters and line breaks do not reach a message", async () => {
    const message = "broken\r\n2026-01-01 FATAL forged log line\u001b[31m\u202e\u0000"
    const error = await failureAfter(
      "create",
      answering(422, { message, errors: { "amount\n": ["a\u2028b"] } }),
    )
    expect(error.message).toContain("broken")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/)
  })

  it("messages of almost one MiB are cut", async () => {
    const long = "x".repeat(300_000)
    const error = await failureAfter("create", answering(422, { message: long, errors: { [long]: [long] } }))
    expect(error.message.length).toBeLessThan(2_000)
  })

  it("an answer of more than one MiB is refused", async () => {
    const error = await failureAfter("create", { kind: "oversized" })
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it("prototype keys are data like any other", async () => {
    const body =
      '{"success":false,"__proto__":{"isPolluted":true},"errors":{"__proto__":["no"],"constructor":["no"]}}'
    const error = await failureAfter("create", answering(422, body))
    expect(Object.keys(complaintsIn(error)).sort()).toEqual(["__proto__", "constructor"])
    expect("isPolluted" in {}).toBe(false)
  })

  it("nesting without end is a typed failure", async () => {
    for (const body of ["[".repeat(200_000), `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`]) {
      const error = await failureAfter("inquire", answering(200, body))
      expect(told(error)).toEqual(MEANS.UNREADABLE)
    }
  })

  it("bytes that are no UTF-8 are a typed failure", async () => {
    await using gateway = await openGateway(200, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const error = await failureOf(strange.zipay.create(strange.order()))
    expect(error).toMatchObject({ outcome: "not_sent", reason: { _tag: "MalformedResponse" } })
  })
})
