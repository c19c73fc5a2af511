import { gzipSync } from "node:zlib"
import type { PaymentRef } from "@qriskit/core"
import {
  answering,
  failureOf,
  failuresOf,
  MEANS,
  openGateway,
  sharedShop,
  told,
  visible,
} from "@qriskit/testing"
import { describe, expect, it } from "vitest"
import { basicAuthorization, requestSignature } from "../src/signature.js"
import { refusing } from "./support/faults.js"
import { openShop } from "./support/shop.js"

const shop = sharedShop(openShop)
const { failureAfter } = failuresOf(shop, ["create", "inquire"])

describe("hostile answers", () => {
  const secretsOf = ({ externalId, orderId }: PaymentRef): ReadonlyArray<string> => {
    const { merchantId, secretUnboundId, hashKey } = shop().sandbox.ifortepay
    return [
      secretUnboundId,
      hashKey,
      basicAuthorization(merchantId, secretUnboundId).slice("Basic ".length),
      requestSignature(hashKey, { externalId, orderId }),
    ]
  }

  it("secrets that are echoed do not come out of an error", async () => {
    const { ref } = await shop().ifortepay.create(shop().order())
    const secrets = secretsOf(ref)
    for (const [status, code] of [
      [200, "01"],
      [401, "04"],
      [500, secrets[0] ?? ""],
      [404, undefined],
    ] as const) {
      await shop().control.faults.script({
        at: "ifortepay.inquire",
        fault: answering(status, {
          response_code: code,
          response_message: `you sent ${secrets.join(" and ")}`,
        }),
      })
      const shown = visible(await failureOf(shop().ifortepay.inquire(ref)))
      for (const secret of secrets) expect(shown).not.toContain(secret)
    }
  })

  it("secrets that are echoed do not come out of a payment's raw body", async () => {
    const { ref } = await shop().ifortepay.create(shop().order())
    const secrets = secretsOf(ref)
    const [secretUnboundId = "", hashKey = ""] = secrets
    await shop().control.faults.script({
      at: "ifortepay.inquire",
      fault: {
        kind: "amend",
        set: {
          echo: secrets,
          issuer: `Bank ${secretUnboundId}`,
          [`key-${hashKey}`.replaceAll(/[./]/g, "-")]: 1,
        },
      },
    })
    const { raw } = await shop().ifortepay.inquire(ref)
    for (const secret of secrets) expect(visible(raw)).not.toContain(secret)
  })

  it("control characters and line breaks do not reach a message", async () => {
    const message = "broken\r\n2026-01-01 FATAL forged log line\u001b[31m\u202e\u0000"
    const error = await failureAfter("create", refusing(400, "01", message))
    expect(error.message).toContain("broken")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/)
  })

  it("a message of almost one MiB is cut", async () => {
    const error = await failureAfter("create", refusing(400, "01", "x".repeat(1_000_000)))
    expect(error.reason._tag).toBe("InvalidRequest")
    expect(error.message.length).toBeLessThan(1_000)
  })

  it("a message made to slow the reading down is read at once", async () => {
    // Read again from each of its words, it would outlast the test.
    const error = await failureAfter("create", refusing(400, "01", "external_id already ".repeat(50_000)))
    expect(error.message.length).toBeLessThan(1_000)
  }, 20_000)

  it("an answer of more than one MiB is refused", async () => {
    const error = await failureAfter("create", { kind: "oversized" })
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it("prototype keys are data like any other", async () => {
    const body =
      '{"response_code":"01","__proto__":{"isPolluted":true},"data":{"__proto__":{"isPolluted":true}}}'
    const error = await failureAfter("create", answering(400, body))
    expect(error.reason._tag).toBe("InvalidRequest")
    expect("isPolluted" in {}).toBe(false)
  })

  it("an answer that is nested without end is a typed failure", async () => {
    for (const body of ["[".repeat(200_000), `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`]) {
      const error = await failureAfter("inquire", answering(200, body))
      expect(told(error)).toEqual(MEANS.UNREADABLE)
    }
  })

  it("an answer that is packed is not unpacked: it is a typed failure", async () => {
    await using gateway = await openGateway(200, gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const error = await failureOf(strange.ifortepay.create(strange.order()))
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it("no address in an answer is ever called: not an image's, not a redirect's", async () => {
    const canary = `${shop().sandbox.url}/ifortepay/canary`
    const { ref } = await shop().ifortepay.create(shop().order())
    const set = { qr_response: { qr_url: canary }, callback_url: canary, redirect_url: canary }
    await shop().control.faults.script({ at: "ifortepay.create", fault: { kind: "amend", set } })
    await failureOf(shop().ifortepay.create(shop().order()))
    await shop().control.faults.script({ at: "ifortepay.inquire", fault: { kind: "amend", set } })
    await shop().ifortepay.inquire(ref)
    await shop().control.faults.script({ at: "*", times: 2, fault: { kind: "redirect", location: canary } })
    for (const call of [shop().ifortepay.create(shop().order()), shop().ifortepay.inquire(ref)]) {
      const error = await failureOf(call)
      expect(told(error)).toEqual(MEANS.UNREADABLE)
      expect(error.message).toContain("redirects are not followed")
    }
    const called = (await shop().control.journal()).map(({ path }) => path)
    expect(called).not.toContain("/canary")
    expect(called).toContain("/ewallet/v2/inquiry")
  })

  it("bytes that are no UTF-8 are a typed failure", async () => {
    await using gateway = await openGateway(200, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const error = await failureOf(strange.ifortepay.create(strange.order()))
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it("one wrong byte in a payer's name hides no payment", async () => {
    const { ref, raw } = await (async () => {
      const { ref } = await shop().ifortepay.create(shop().order())
      await shop().control.pay(ref.paymentId)
      return shop().ifortepay.inquire(ref)
    })()
    const answer = {
      ...(raw as object),
      customer_details: { full_name: "Andr\u00e9" },
      issuer: "Bank Caf\u00e9",
    }
    await using gateway = await openGateway(200, Buffer.from(JSON.stringify(answer), "latin1"))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const payment = await strange.ifortepay.inquire(ref)
    expect(payment).toMatchObject({ status: "paid", amount: 25_000, payer: { issuer: "Bank Caf\ufffd" } })
  })

  it("an id with a wrong byte is none: it could never be asked about again", async () => {
    const { raw } = await shop().ifortepay.create(shop().order({ externalId: "order-byte" }))
    const answer = JSON.stringify({ ...(raw as object), transaction_id: "TX\u00e9" })
    await using gateway = await openGateway(200, Buffer.from(answer, "latin1"))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const error = await failureOf(strange.ifortepay.create(strange.order({ externalId: "order-byte" })))
    expect(told(error)).toEqual(MEANS.UNREADABLE)
    expect(error.message).toContain("transaction_id must be UTF-8")
  })
})

describe("printing a provider", () => {
  it("shows no secret", () => {
    const { secretUnboundId, hashKey } = shop().sandbox.ifortepay
    const shown = visible(shop().ifortepay)
    expect(shown).not.toContain(secretUnboundId)
    expect(shown).not.toContain(hashKey)
  })
})
