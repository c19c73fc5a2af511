import { CHROMIUM } from "@qriskit/testing/browser"
import type { APIRequestContext } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openShop, type Shop, signIn } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("safety", () => {
  let shop: Shop
  let stranger: APIRequestContext
  let cashier: APIRequestContext

  beforeAll(async () => {
    shop = await openShop({ OPENINGS_PER_MINUTE: "8" })
    stranger = (await shop.visit()).request
    cashier = (await shop.open()).request
  })
  afterAll(() => shop?.close())

  it.each(["/", "/console/books", "/console/payments.csv", "/console/payment?key=x", "/payments/x"])(
    "%s sends strangers to the login",
    async (path) => {
      const answer = await stranger.get(path, { maxRedirects: 0 })
      expect([answer.status(), answer.headers()["location"]]).toEqual([
        303,
        `/login?next=${encodeURIComponent(path)}`,
      ])
    },
  )

  it("nothing that changes something works for strangers", async () => {
    for (const path of ["/payments", "/payments/x/cancel", "/console/acknowledge"]) {
      const answer = await stranger.post(path, { form: { key: "x" }, maxRedirects: 0 })
      expect(answer.headers()["location"]).toBe("/login?next=%2F")
    }
    for (const path of ["/api/payments", "/api/payments/x/cancel"]) {
      expect((await stranger.post(path, { data: {} })).status()).toBe(401)
    }
    expect((await stranger.get("/api/payments/x")).status()).toBe(401)
    expect((await stranger.get("/payments/x/live")).status()).toBe(401)
  })

  it("a login leads to this server's own pages only, and a wrong password nowhere", async () => {
    const page = await shop.visit()
    await page.goto("/login?next=//evil.example/")
    expect(await page.locator("input[name=next]").inputValue()).toBe("/")
    await page.getByLabel("Password").fill("not-the-password")
    await page.getByRole("button", { name: "Sign in" }).click()
    expect(await page.getByRole("alert").textContent()).toContain("That is not the password.")
    await page.context().close()
  })

  it("the session's cookie is out of scripts' and other sites' reach, and ends with signing out", async () => {
    const page = await shop.visit()
    await signIn(page)
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ name: "session", httpOnly: true, sameSite: "Strict" })
    await page.goto("/")
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByLabel("Password").waitFor()
    const old = await stranger.get("/console/books", {
      headers: { cookie: `session=${cookie?.value}` },
      maxRedirects: 0,
    })
    expect(old.status()).toBe(303)
    await page.context().close()
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a site on the same domain", { "sec-fetch-site": "same-site" }],
    ["an old browser's other site", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
  ])("a form of %s is refused", async (_, headers) => {
    for (const path of ["/payments", "/logout", "/phone", "/api/payments"]) {
      expect((await cashier.post(path, { form: { deed: "pay" }, headers })).status()).toBe(403)
    }
  })

  it("answers under its own names only", async () => {
    const answer = await stranger.get("/login", { headers: { host: "evil.example" } })
    expect(answer.status()).toBe(421)
  })

  it("pages run only their own scripts, in no frame, and are kept in no cache", async () => {
    const headers = (await stranger.get("/login")).headers()
    expect(headers["content-security-policy"]).toContain(
      "default-src 'none';script-src 'self';style-src 'self'",
    )
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
    })
    expect(headers["x-powered-by"]).toBeUndefined()
  })

  it("no page breaks its own policy", async () => {
    const page = await shop.visit()
    const complaints: Array<string> = []
    page.on("console", (message) => complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    for (const path of ["/login", "/phone", "/api"]) await page.goto(path, { waitUntil: "networkidle" })
    expect(await page.locator(".swagger-ui .info .title").textContent()).toContain("Till")
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it("what an acquirer or a forger says is shown as text, and a spreadsheet takes it for text", async () => {
    const page = await shop.open()
    const dialogs: Array<string> = []
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message())
      dialog.dismiss().catch(() => {})
    })
    const evil = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`
    const opened = await cashier.post("/api/payments", {
      data: { key: "evil-1", amount: 5_000, acquirer: "ifortepay:NOBU" },
    })
    expect(opened.status()).toBe(201)
    const { paymentId = "" } = (await shop.sandbox.control.payments()).at(-1) ?? {}
    await shop.sandbox.control.setProviderStatus(paymentId, evil.slice(0, 64))
    const forged = await shop.sandbox.control.callbacks.build(paymentId, {
      set: { transaction_status: evil },
    })
    await stranger.post("/webhooks/qris/ifortepay", { data: forged.body, headers: forged.headers })
    await page.goto("/payments/evil-1")
    const issuer = `=cmd|'/C calc'!A0 ${evil}`.slice(0, 64)
    await shop.sandbox.control.pay(paymentId, { issuer, payerName: evil })
    await page.locator("#payment").getByText("cmd|").waitFor()
    for (const path of [
      "/payments/evil-1",
      "/console/books",
      "/console/payment?key=evil-1",
      "/console/callbacks",
    ]) {
      await page.goto(path, { waitUntil: "load" })
      expect(await page.locator("img[src=x], script:not([src])").count()).toBe(0)
    }
    expect(dialogs).toEqual([])
    const csv = await (await cashier.get("/console/payments.csv")).text()
    expect(csv).toContain(`"'=cmd|'/C calc'!A0 ""`)
    await page.context().close()
  })

  it("callbacks are limited in size", async () => {
    const body = JSON.stringify({ filler: "x".repeat(70_000) })
    const answer = await stranger.post("/webhooks/qris/zipay", {
      data: body,
      headers: { "content-type": "application/json" },
    })
    expect(answer.status()).toBe(413)
  })

  it("names every wrong field to a program, as problem details", async () => {
    const answer = await cashier.post("/api/payments", { data: { key: "", amount: 1.5, acquirer: "zipay" } })
    expect(answer.status()).toBe(400)
    expect(answer.headers()["content-type"]).toContain("application/problem+json")
    const { errors } = await answer.json()
    expect(errors.map(({ path }: { path: string }) => path)).toEqual(["key", "amount"])
  })

  it("what is opened is limited for each minute", async () => {
    const statuses: Array<number> = []
    for (let index = 0; index < 9; index += 1) {
      const data = { key: `limit-${index}`, amount: 5_000, acquirer: "zipay" }
      statuses.push((await cashier.post("/api/payments", { data })).status())
    }
    expect(statuses[0]).toBe(201)
    expect(statuses.at(-1)).toBe(429)
  })
})
