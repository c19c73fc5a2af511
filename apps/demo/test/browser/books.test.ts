import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openPayment, waitForStatus } from "./support/cashier.js"
import { openShop, type Shop } from "./support/shop.js"

const AMOUNTS = [18_000, 25_000, 1_250_000] as const
const written = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ".")

describe.skipIf(CHROMIUM === undefined)("the books", () => {
  let shop: Shop
  let page: Page

  beforeAll(async () => {
    shop = await openShop()
    page = await shop.open()
    for (const amount of AMOUNTS) {
      await openPayment(page, "Zipay", written(amount))
      await shop.sandbox.control.pay((await shop.sandbox.control.payments()).at(-1)?.paymentId ?? "")
      await waitForStatus(page, "Paid")
    }
    // More than a page of them that are not paid.
    const opened = await Promise.all(
      Array.from({ length: 26 }, (_, index) =>
        page.request.post("/api/payments", {
          data: { key: `order-${index}`, amount: 2_000 + index, acquirer: "ifortepay:SHOPEEPAY" },
        }),
      ),
    )
    expect(opened.map((answer) => answer.status())).toEqual(opened.map(() => 201))
  })
  afterAll(() => shop?.close())

  const rows = () => page.getByRole("region", { name: "Payments" }).locator("tbody tr")

  it("show today's totals by acquirer and status, and the export adds up to them", async () => {
    await page.goto("/books")
    expect(await page.locator("#arrived").textContent()).toBe("Rp 1.293.000")
    expect(await page.getByRole("img", { name: "What arrived, by acquirer" }).isVisible()).toBe(true)

    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: "Export as CSV" }).click()
    const stream = await (await download).createReadStream()
    const lines = (await stream.toArray()).join("").trimEnd().split("\r\n")
    const [names = [], ...records] = lines.map((line) => line.split(","))
    const column = (name: string): ReadonlyArray<number> =>
      records.map((cells) => Number(cells[names.indexOf(name)]))
    expect(records).toHaveLength(29)
    expect(column("arrived_rupiah").reduce((sum, amount) => sum + amount, 0)).toBe(1_293_000)
    expect(column("asked_rupiah").reduce((sum, amount) => sum + amount, 0)).toBe(1_293_000 + 26 * 2_000 + 325)
  })

  it("can be filtered, and turned page by page without missing any", async () => {
    await page.goto("/books")
    await page.getByLabel("Status", { exact: true }).selectOption("Waiting for the customer")
    await page.getByLabel("Acquirer", { exact: true }).selectOption("iFortepay")
    await page.getByRole("button", { name: "Filter" }).click()
    expect(await rows().count()).toBe(25)
    await page.getByRole("link", { name: "Older" }).click()
    expect(await rows().count()).toBe(1)
    await page.getByRole("link", { name: "Newest" }).click()
    expect(await rows().count()).toBe(25)
    await page.goto("/books?status=paid")
    expect(await rows().count()).toBe(AMOUNTS.length)
    await page.goto("/books?from=2020-01-01&until=2020-12-31")
    await page.getByText("No payments.").waitFor()
    expect((await page.goto("/books?from=2020-02-31"))?.status()).toBe(422)
  })

  it("tell each payment's whole story", async () => {
    await page.goto("/books?status=paid")
    await rows().first().getByRole("link").click()
    const story = await page.locator(".timeline > li > p:first-of-type").allTextContents()
    expect(story).toEqual([
      "Attempt 1: the intent was stored, then the acquirer was asked for a QR",
      "Event: The QR can be shown",
      'Callback claims "paid"',
      "The acquirer was asked once",
      "Event: Paid",
    ])
  })

  it("answer an address that leads nowhere with a page, and a page of no list with one, too", async () => {
    expect((await page.goto("/books/payments/no-such-order"))?.status()).toBe(404)
    await page.getByText("There is nothing here.").waitFor()
    expect((await page.goto("/books?after=nonsense"))?.status()).toBe(400)
  })
})
