import { failureOf, visible } from "@qriskit/testing"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import { type AccessToken, memoryTokenStore, type TokenStore } from "../src/index.js"
import { logins, operations } from "./support/logins.js"
import { openTestShop as open } from "./support/shop.js"

describe("a token store", () => {
  it("shares one login among clients, by account and host", async () => {
    const tokenStore = memoryTokenStore()
    const shop = await open({ options: { tokenStore } })
    const twin = await open({ config: shop.configuration, options: { tokenStore } })
    await shop.zipay.create(shop.order())
    await twin.zipay.create(twin.order({ externalId: "twin" }))
    expect(await logins(shop)).toBe(1)
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    expect(await Effect.runPromise(tokenStore.get(key))).toMatchObject({ expiresAt: expect.any(Date) })
    const elsewhere = await open({ options: { tokenStore } })
    await elsewhere.zipay.create(elsewhere.order())
    expect(await logins(elsewhere)).toBe(1)
  })

  it("that forgets costs a login for each call, and nothing else", async () => {
    const forgetful: TokenStore = { get: () => Effect.succeed(undefined), set: () => Effect.void }
    const shop = await open({ options: { tokenStore: forgetful } })
    await shop.zipay.create(shop.order())
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(["login", "create", "login", "create"])
  })

  it("may hold a token that is refused: it is replaced", async () => {
    const stale: AccessToken = { value: Redacted.make("stale-token"), expiresAt: new Date(Date.now() + 1e9) }
    const tokenStore = memoryTokenStore()
    const shop = await open({ options: { tokenStore } })
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    await Effect.runPromise(tokenStore.set(key, stale))
    await shop.zipay.create(shop.order())
    expect(await operations(shop)).toEqual(["create", "login", "create"])
    expect(await Effect.runPromise(tokenStore.get(key))).not.toBe(stale)
  })
})

describe("a token", () => {
  it("appears in no error, no payment, no span, and in nothing that is printed", async () => {
    const tokenStore = memoryTokenStore()
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      },
    })
    const shop = await open({ options: { tokenStore, tracer } })
    const { ref } = await shop.zipay.create(shop.order())
    const key = `sandbox-user@${shop.sandbox.zipay.baseUrl}`
    const token = await Effect.runPromise(tokenStore.get(key))
    const text = token === undefined ? "" : Redacted.value(token.value)
    expect(text.length).toBeGreaterThan(100)

    const body = JSON.stringify({ success: false, message: text, errors: { [text]: [text] } })
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "status", status: 422, contentType: "application/json", body },
    })
    const error = await failureOf(shop.zipay.inquire(ref))
    await shop.control.faults.script({
      at: "zipay.inquire",
      fault: { kind: "amend", set: { "data.echo": `Bearer ${text}` } },
    })
    const payment = await shop.zipay.inquire(ref)
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(["Zipay.create", "Zipay.inquire"]))
    for (const shown of [error, payment, spans.map(({ attributes }) => [...attributes]), shop.zipay, token]) {
      expect(visible(shown)).not.toContain(text)
      expect(visible(shown)).not.toContain(shop.sandbox.zipay.password)
      expect(visible(shown)).not.toContain(shop.sandbox.zipay.merchantKey)
    }
  })
})
