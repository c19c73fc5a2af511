import { CHROMIUM, seriousFindings } from "@qriskit/testing/browser"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openPayment, waitForStatus } from "./support/cashier.js"
import { takeScreenshot } from "./support/look.js"
import { openShop, type Shop } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("how pages look", () => {
  let shop: Shop
  let payload = ""
  let key = ""
  let refunded = ""

  beforeAll(async () => {
    shop = await openShop()
    const page = await shop.open()
    key = await openPayment(page, "Zipay", "18.000")
    refunded = await openPayment(page, "Midtrans · gopay", "35.000")
    await openPayment(page, "iFortepay · NOBU", "43.000")
    for (const { qrPayload } of await shop.sandbox.control.payments()) {
      await shop.sandbox.control.pay(qrPayload, { issuer: "DOMPET CONTOH" })
    }
    await page.getByText("DOMPET CONTOH").waitFor()
    await page.goto(`/console/payment?key=${refunded}`)
    await page.getByText("Give money back").click()
    await page.getByLabel("Amount", { exact: true }).fill("10.000")
    await page.getByLabel("Reason").fill("One coffee was cold")
    await page.getByRole("button", { name: "Yes, give it back" }).click()
    await page.getByText("Rp 10.000 of Rp 35.000 went back.").waitFor()
    await openPayment(page, "iFortepay · SHOPEEPAY", "12.000")
    await page.getByText("Cancel this payment").click()
    await page.getByRole("button", { name: "Yes, cancel it" }).click()
    await waitForStatus(page, "Canceled")
    const canceled = (await shop.sandbox.control.payments()).at(-1)
    await shop.sandbox.control.pay(canceled?.paymentId ?? "", { force: true })
    await waitForStatus(page, "Paid")
    await openPayment(page, "iFortepay · NOBU", "25.000")
    payload = (await shop.sandbox.control.payments()).at(-1)?.qrPayload ?? ""
  })
  afterAll(() => shop?.close())

  const paths: ReadonlyArray<readonly [name: string, path: () => string]> = [
    ["cashier", () => "/"],
    ["payment-paid", () => `/payments/${key}`],
    ["books", () => "/console/books"],
    ["refund", () => `/console/payment?key=${refunded}`],
    ["phone-scanner", () => "/phone"],
    ["phone", () => `/phone?${new URLSearchParams({ qr: payload })}`],
    ["not-found", () => "/nothing-here"],
  ]

  it.each(paths)("%s keeps nobody out, in both themes, languages and widths", async (name, path) => {
    for (const [colorScheme, locale, width] of [
      ["light", "en-GB", 1_100],
      ["dark", "id-ID", 390],
    ] as const) {
      const page = await shop.open({ colorScheme, locale, viewport: { width, height: 800 } })
      const complaints: Array<string> = []
      page.on("pageerror", (error) => complaints.push(error.message))
      page.on("console", (message) => complaints.push(message.text()))
      await page.goto(path())
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width)
      await takeScreenshot(page, `${name}-${colorScheme}`, { fullPage: true })
      expect(await seriousFindings(page)).toEqual([])
      // Chromium notes a page that is answered 404.
      expect(complaints.filter((text) => !text.includes("404"))).toEqual([])
      await page.context().close()
    }
  })

  it("the login keeps nobody out either", async () => {
    const page = await shop.visit({ viewport: { width: 390, height: 800 } })
    await page.goto("/login")
    await takeScreenshot(page, "login-light")
    expect(await seriousFindings(page)).toEqual([])
    await page.context().close()
  })

  it("shows a QR in the dark as black on white, with merchant and amount as the payload says", async () => {
    const page = await shop.open({
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
      locale: "id-ID",
    })
    await page.goto("/console/books")
    await page
      .getByRole("region", { name: "Pembayaran" })
      .getByRole("row", { name: /Menunggu pelanggan/ })
      .getByRole("link")
      .click()
    await page.getByRole("link", { name: "Pembayaran", exact: true }).click()
    await page.getByRole("img", { name: "QRIS TOKO CONTOH, Rp 25.000" }).waitFor()
    await takeScreenshot(page, "payment-dark", { fullPage: true })
    expect(await seriousFindings(page)).toEqual([])
    await page.setViewportSize({ width: 1_100, height: 800 })
    await page.emulateMedia({ colorScheme: "light" })
    await page.goto(`${page.url()}?lang=en`)
    await takeScreenshot(page, "payment-light", { fullPage: true })
  })
})
