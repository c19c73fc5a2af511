import { bri } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import type { Sandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { ORDER } from "./support/acquirers.js"
import { PLATFORMS } from "./support/platforms.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

/** BRI over a sandbox: it asks for a token of ours before it calls back. */
const briOver = ({ snap }: Sandbox) => createSnap({ ...snap.bri, profile: bri })

const CALLBACKS = "/webhooks/qris/snap-bri/snap/v1.1/qr/qr-mpm-notify"
const TOKENS = "/webhooks/qris/snap-bri/snap/v1.0/access-token/b2b"

describe.each(PLATFORMS)("an acquirer that asks for a token of ours on %s", (platform) => {
  it("gets it, brings it along with its callback, and is answered in its own words", async () => {
    await using shop = await startShop(platform, { also: (sandbox) => [briOver(sandbox)] })
    await shop.control.snap.setCallbackUrl("bri", shop.url + CALLBACKS)
    const payment = await shop.qris.create("snap-bri", { ...ORDER, externalId: "order-1" })
    await shop.control.pay(payment.ref.paymentId)
    expect(shop.heard).toEqual(["paid order-1"])
    const [attempt] = await shop.control.callbacks.attempts()
    expect(attempt?.answer?.status).toBe(200)
    expect(JSON.parse(attempt?.answer?.body ?? "")).toMatchObject({ responseCode: "2005200" })
    expect(shop.log.from("warn").filter((line) => !line.includes("learns from"))).toEqual([])
  })

  it("is refused without its signature, and with too long a body", async () => {
    await using shop = await startShop(platform, {
      also: (sandbox) => [briOver(sandbox)],
      webhooks: { bodyLimit: 200 },
    })
    const ask = (
      path: string,
      headers: Record<string, string>,
      body = '{"grantType":"client_credentials"}',
    ) => post(shop.url + path, { headers: { "content-type": "application/json", ...headers }, body })
    const forged = { "x-client-key": "x", "x-timestamp": "2026-01-02T10:05:00+07:00", "x-signature": "AAAA" }
    const refused = await ask(TOKENS, forged)
    expect([refused.status, JSON.parse(refused.text).responseCode]).toEqual([401, "4017300"])
    expect(refused.headers.get("content-type")).toContain("application/json")
    expect((await ask(TOKENS, {})).status).toBe(400)
    expect((await ask(TOKENS, forged, JSON.stringify({ grantType: "x".repeat(300) }))).status).toBe(413)
    // Without a body, and with a trailing slash.
    expect((await post(shop.url + TOKENS, { headers: forged })).status).toBe(401)
    expect((await ask(`${TOKENS}/`, forged)).status).toBe(401)
    expect(shop.log.from("warn").join()).toContain("snap-bri asked for a token and was answered 401")
    expect(shop.heard).toEqual([])
  })

  it("is named at start, with the address to give to it", async () => {
    await using shop = await startShop(platform, {
      also: (sandbox) => [briOver(sandbox)],
      publicUrl: "https://toko.example",
      app: { configure: (app) => app.setGlobalPrefix("api") },
    })
    expect(shop.log.said.join()).toContain(
      "BRI (SNAP) asks this application for a token before it calls back: give it https://toko.example/api/webhooks/qris/snap-bri/snap/v1.0/access-token/b2b for that, and for its callbacks an address that begins with https://toko.example/api/webhooks/qris/snap-bri.",
    )
  })
})
