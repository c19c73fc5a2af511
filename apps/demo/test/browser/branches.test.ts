import { CHROMIUM, seriousFindings } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openPayment, waitForStatus } from "./support/cashier.js"
import { takeScreenshot } from "./support/look.js"
import { BRANCHES, openShop, PASSWORD, type Shop, signInAt } from "./support/shop.js"

const SAME_ORIGIN = { "sec-fetch-site": "same-origin" }

describe.skipIf(CHROMIUM === undefined)("a shop of two branches", () => {
  let shop: Shop
  let menteng: Page
  let dago: Page
  let owner: Page
  /** A payment of Menteng's that waits, and one that was paid after it was canceled. */
  let waiting = ""
  let canceled = ""
  let latestOfDago = ""

  const at = async (seat: string, password: string): Promise<Page> => {
    const page = await shop.visit()
    await signInAt(page, seat, password)
    return page
  }
  const latest = async () => (await shop.sandbox.control.payments()).at(-1)

  beforeAll(async () => {
    shop = await openShop(BRANCHES)
    menteng = await at("Toko Menteng", BRANCHES.TOKO_MENTENG_PASSWORD)
    dago = await at("Toko Dago", BRANCHES.TOKO_DAGO_PASSWORD)
    owner = await at("Owner", PASSWORD)

    canceled = await openPayment(menteng, "iFortepay · NOBU", "14.000")
    await menteng.getByText("Cancel this payment").click()
    await menteng.getByRole("button", { name: "Yes, cancel it" }).click()
    await waitForStatus(menteng, "Canceled")
    await shop.sandbox.control.pay((await latest())?.paymentId ?? "", { force: true })
    await waitForStatus(menteng, "Paid")
    waiting = await openPayment(menteng, "iFortepay · NOBU", "25.000")
  })
  afterAll(() => shop?.close())

  it("opens payments with the branch's own account, and hears of them at its own address", async () => {
    for (const [acquirer, provider] of [
      ["Zipay", "zipay"],
      ["Midtrans · gopay", "midtrans"],
      ["Xendit", "xendit"],
    ] as const) {
      const key = await openPayment(dago, acquirer, "18.000")
      await dago.getByRole("img", { name: "QRIS of TOKO DAGO, Rp 18.000" }).waitFor()
      const { paymentId = "" } = (await latest()) ?? {}
      await shop.sandbox.control.pay(paymentId)
      await waitForStatus(dago, "Paid")
      const { url } = await shop.sandbox.control.callbacks.build(paymentId)
      expect(url).toBe(`${shop.url}/webhooks/qris/${provider}/toko-dago`)
      latestOfDago = key
      await dago.goto(`/console/payment?key=${key}`)
      await dago.locator(".receipt").getByText("the acquirer was asked").waitFor()
    }
  })

  it("shows and does nothing of another branch, whatever the address says", async () => {
    const named = "?branch=toko-menteng"
    for (const path of [`/payments/${waiting}`, `/payments/${waiting}/live`]) {
      for (const query of ["", named]) expect((await dago.request.get(path + query)).status()).toBe(404)
    }
    for (const query of ["", "&account=toko-menteng"])
      expect((await dago.request.get(`/console/payment?key=${waiting}${query}`)).status()).toBe(404)
    const cancel = { form: {}, headers: SAME_ORIGIN }
    expect((await dago.request.post(`/payments/${waiting}/cancel${named}`, cancel)).status()).toBe(404)
    for (const path of [
      "books",
      "books?account=toko-menteng",
      "payments.csv",
      "payments.csv?account=toko-menteng",
    ]) {
      expect(await (await dago.request.get(`/console/${path}`)).text()).not.toContain(waiting)
    }
    expect(await (await menteng.request.get("/console/payments.csv")).text()).toContain(waiting)

    const api = `/api/payments/${waiting}`
    expect((await dago.request.get(api + named)).status()).toBe(404)
    expect((await dago.request.post(`${api}/cancel${named}`)).status()).toBe(404)
    expect(await (await menteng.request.get(api)).json()).toMatchObject({
      status: "pending",
      branch: "toko-menteng",
    })
  })

  it("keeps findings to the branch that they are about", async () => {
    await menteng.goto("/console/findings")
    const finding = menteng.getByRole("article").filter({ hasText: canceled })
    const id = (await finding.getAttribute("id"))?.replace("finding-", "") ?? ""
    await dago.goto(`/console/payment?key=${latestOfDago}`)
    const token = await dago.locator("input[name=token]").first().getAttribute("value")
    const answer = await dago.request.post("/console/acknowledge", {
      form: { id, why: "mine now", token: token ?? "" },
      headers: SAME_ORIGIN,
    })
    expect(answer.status()).toBe(409)
    await dago.goto("/console/findings")
    expect(await dago.getByText("Nothing waits for a person.").isVisible()).toBe(true)
    await menteng.reload()
    expect(await finding.isVisible()).toBe(true)
  })

  it("takes one branch's order number for another's order, not for its own", async () => {
    const open = (page: Page) =>
      page.request.post("/api/payments", { data: { key: "order-7", amount: 7_000, acquirer: "zipay" } })
    const [first, second] = [await open(menteng), await open(dago)]
    expect([first.status(), second.status()]).toEqual([201, 201])
    expect((await first.json()).qr).not.toBe((await second.json()).qr)
  })

  it("gives the owner both, one by one or together, and no cashier", async () => {
    await owner.goto("/")
    expect(new URL(owner.url()).pathname).toBe("/console/books")
    expect(await owner.locator("#arrived").textContent()).toBe("Rp 68.000")
    await owner.getByRole("link", { name: "Accounts" }).click()
    const sums = owner.getByRole("group", { name: /Totals of/ }).locator("tbody tr")
    expect(await sums.locator("td:first-child").allTextContents()).toEqual(["Toko Dago", "Toko Menteng"])
    expect(await sums.locator("td:nth-child(5)").allTextContents()).toEqual(["Rp 54.000", "Rp 14.000"])
    await takeScreenshot(owner, "branches-light", { fullPage: true })

    await owner.getByRole("link", { name: "Toko Menteng" }).click()
    expect(await owner.locator("#arrived").textContent()).toBe("Rp 14.000")
    await owner.getByRole("link", { name: waiting }).click()
    expect(await owner.locator(".timeline").textContent()).toContain("The QR can be shown")
    await owner.getByRole("link", { name: "Payment", exact: true }).click()
    await waitForStatus(owner, "Waiting for the customer")
    const open = { data: { key: "order-8", amount: 8_000, acquirer: "zipay" } }
    expect((await owner.request.post("/api/payments", open)).status()).toBe(403)
  })

  it("lets nobody in with another branch's password", async () => {
    const page = await shop.visit()
    await page.goto("/login")
    await page.getByLabel("Where").selectOption("Toko Dago")
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel("Password").fill(BRANCHES.TOKO_MENTENG_PASSWORD)
    await page.getByRole("button", { name: "Sign in" }).click()
    expect(await page.getByRole("alert").textContent()).toContain("That is not the password.")
    expect(await page.getByLabel("Where").inputValue()).toBe("toko-dago")
    await page.context().close()
  })

  it("believes no callback at another branch's address, and takes none for a branch that there is not", async () => {
    const payment = (await shop.sandbox.control.payments()).find(({ orderId }) => orderId === waiting)
    const { body, headers } = await shop.sandbox.control.callbacks.build(payment?.paymentId ?? "", {
      status: "PAID",
    })
    const stranger = (await shop.visit()).request
    const post = async (account: string) =>
      (await stranger.post(`/webhooks/qris/ifortepay/${account}`, { data: body, headers })).status()
    expect(await post("toko-dago")).toBe(401)
    expect(await post("toko-menteng")).toBe(200)
    expect(await post("no-such-branch")).toBe(404)
    await menteng.goto(`/payments/${waiting}`)
    await waitForStatus(menteng, "Waiting for the customer")
  })

  it("offers every acquirer that speaks SNAP, each with the branch's account and address", async () => {
    await dago.goto("/")
    await dago.getByText(/\d+ more over SNAP/).click()
    const offered = await dago.locator("details.more .choice > span:not(.limit)").allTextContents()
    // Where a payment names its channel, each is a choice.
    expect([...new Set(offered.map((choice) => choice.split(" · ")[0]))]).toEqual(
      ["Midtrans", "NICEPAY", "DOKU", "DANA", "BRI", "Winpay", "Paydia", "ShopeePay", "iFortepay"].map(
        (name) => `${name} (SNAP)`,
      ),
    )
    const ids = await dago
      .locator("details.more input")
      .evaluateAll((inputs) => inputs.map((input) => input.getAttribute("value") ?? ""))
    for (const id of ids) {
      const data = { key: `order-${id.replace(/\W+/g, "-")}`, amount: 21_000, acquirer: id }
      const opened = await dago.request.post("/api/payments", { data })
      expect([id, opened.status(), await opened.text()]).toEqual([
        id,
        201,
        expect.stringContaining("TOKO DAGO"),
      ])
      const { paymentId = "" } = (await latest()) ?? {}
      await shop.sandbox.control.pay(paymentId)
      const told = (await shop.sandbox.control.callbacks.attempts()).at(-1)
      expect([id, told?.outcome, told?.answer?.status]).toEqual([id, "accepted", 200])
    }
  })
})
