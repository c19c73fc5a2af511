import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openPayment, waitForStatus } from "./support/cashier.js"
import { openShop, PASSWORD, type Shop } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("the console of a till", () => {
  let shop: Shop
  let page: Page
  let key = ""

  beforeAll(async () => {
    shop = await openShop()
    page = await shop.open()
    key = await openPayment(page, "Midtrans · gopay", "50.000")
    await shop.sandbox.control.pay((await shop.sandbox.control.payments()).at(-1)?.paymentId ?? "")
    await waitForStatus(page, "Paid")
  })
  afterAll(() => shop?.close())

  it("is one step from a payment, and the payment one step from it", async () => {
    await page.getByRole("link", { name: "In the books" }).click()
    await page.getByRole("heading", { name: "Timeline" }).waitFor()
    await page.getByRole("link", { name: "Payment", exact: true }).click()
    await waitForStatus(page, "Paid")
    await page.getByRole("link", { name: "Books", exact: true }).click()
    await page.getByRole("link", { name: "Cashier" }).click()
    await page.getByRole("heading", { name: "New payment" }).waitFor()
  })

  it("gives money back, under the name of the till, and the till says so", async () => {
    await page.goto(`/console/payment?key=${key}`)
    await page.getByText("Give money back").click()
    await page.getByLabel("Amount", { exact: true }).fill("20.000")
    await page.getByLabel("Reason").fill("Cold coffee")
    await page.getByRole("button", { name: "Yes, give it back" }).click()
    await page.getByText("Rp 20.000 of Rp 50.000 went back.").waitFor()
    await page.getByText("Toko Contoh: gave money back").waitFor()
    expect((await shop.sandbox.control.payments()).at(-1)?.refunds.map(({ amount }) => amount)).toEqual([
      20_000,
    ])
    await page.goto(`/payments/${key}`)
    await page.locator(".facts").getByText("Rp 20.000").waitFor()
  })

  // A page shows every fifteen seconds anew what makes no event.
  it("shows who is told of the payment, what failed, and sends it again", async () => {
    await page.goto(`/console/payment?key=${key}`)
    const told = page.getByRole("region", { name: "Webhooks onward" })
    const stock = told.getByRole("row", { name: /payment\.paid.*\/stock/ })
    const points = told.getByRole("row", { name: /payment\.paid.*\/points/ })
    await stock.filter({ hasText: "taken" }).waitFor()
    await points.filter({ hasText: "given up" }).waitFor({ timeout: 60_000 })
    await points.getByRole("link", { name: "Send it again" }).click()
    const message = page.locator("article.message", { hasText: "payment.paid" })
    await message.getByText("Points is being mended.").or(message.getByText("503")).first().waitFor()
    await message.getByText("Send it again").first().click()
    await message.getByLabel("Why").fill("It is mended")
    await message.getByRole("button", { name: "Send it again" }).click()
    await page.goto(`/console/payment?key=${key}`)
    await points.filter({ hasText: "taken" }).waitFor({ timeout: 60_000 })
  })

  it("is in the language that was chosen at the till", async () => {
    await page.goto("/console/books")
    await page.goto("/?lang=id")
    await page.getByRole("link", { name: "Pembukuan", exact: true }).click()
    await page.getByRole("heading", { name: "Pembukuan" }).waitFor()
    await page.goto("/?lang=en")
  })

  it("takes a settlement report, and says what it is about before anything is stored", async () => {
    await page.goto("/console/statements")
    const report = [
      '"","Transaksi Dibuat","","Status","ID","No. Ref","Harga","MDR"',
      '"1","05 Okt 2026 - 09:43:09","","SUKSES","A1","262780001","600023","1800.07"',
    ].join("\n")
    const file = { name: "laporan.csv", mimeType: "text/csv", buffer: Buffer.from(report) }
    await page.getByLabel("Drop the file here").setInputFiles(file)
    await page.getByRole("button", { name: "Check the file" }).click()
    await page.getByText("This is what an import would do.").waitFor()
    await page.getByLabel("Why").fill("of yesterday")
    await page.getByRole("button", { name: "Import it" }).click()
    await page.getByRole("row", { name: /262780001.*Rp 600\.023/ }).waitFor()
    await page.getByRole("link", { name: "Days", exact: true }).click()
    await page.getByRole("img", { name: "By day: asked, arrived, settled, net" }).waitFor()
    const book = await page.request.get("/console/days.xlsx?from=2026-10-01&until=2026-10-31")
    expect([book.status(), (await book.body()).subarray(0, 2).toString()]).toEqual([200, "PK"])
  })

  it("ends with the session, and comes back to the same page with the next one", async () => {
    const other = await shop.visit()
    await other.goto("/console/findings")
    await other.getByLabel("Password").fill(PASSWORD)
    await other.getByRole("button", { name: "Sign in" }).click()
    await other.locator("#line").filter({ hasText: "Live" }).waitFor()
    expect(new URL(other.url()).pathname).toBe("/console/findings")
    const tab = await other.context().newPage()
    await tab.goto("/")
    await tab.getByRole("button", { name: "Sign out" }).click()
    await tab.getByLabel("Password").waitFor()
    // Something happens, which the page is told no more.
    await openPayment(page, "Zipay", "10.000")
    await other.getByLabel("Password").waitFor()
    expect(new URL(other.url()).searchParams.get("next")).toBe("/console/findings")
    await other.context().close()
  })
})
