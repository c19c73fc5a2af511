import { readFile } from "node:fs/promises"
import { scan } from "@qriskit/payload/scan"
import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type Acquirer, openPayment, waitForStatus } from "./support/cashier.js"
import { openShop, type Shop } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("the cashier", () => {
  let shop: Shop
  let page: Page

  beforeAll(async () => {
    shop = await openShop()
  })
  afterAll(() => shop?.close())
  beforeEach(async () => {
    page = await shop.open()
  })
  afterEach(() => page.context().close())

  it.each<[Acquirer, string | RegExp]>([
    ["iFortepay · NOBU", "DOMPET CONTOH"],
    ["iFortepay · SHOPEEPAY", "DOMPET CONTOH"],
    // Zipay's answers name no issuer.
    ["Zipay", "not told"],
  ])("sees a payment through %s turn paid when the customer's phone pays", async (acquirer, issuer) => {
    await openPayment(page, acquirer, "25.000")
    await page.getByRole("img", { name: "QRIS of TOKO CONTOH, Rp 25.000" }).waitFor()
    await page
      .getByRole("timer")
      .getByText(/^(20:00|19:\d\d)$/)
      .waitFor()

    const opening = page.waitForEvent("popup")
    await page.getByRole("link", { name: "Open the customer's phone" }).click()
    const phone = await opening
    expect(await phone.getByLabel("Customer's phone", { exact: true }).textContent()).toContain("Rp 25.000")
    await phone.getByRole("button", { name: "Pay", exact: true }).click()
    await phone.getByText("Paid.").waitFor()

    await waitForStatus(page, "Paid")
    expect(await page.getByRole("img", { name: /QRIS of/ }).count()).toBe(0)
    expect(await page.locator(".facts").textContent()).toContain(issuer)
    expect(await page.locator(".facts time").first().getAttribute("datetime")).toMatch(/^20\d\d-/)
    expect(await page.title()).toContain("Paid")
    expect(await page.getByRole("status").textContent()).toBe("Paid")
  })

  it("rings once the customer has paid, and counts down by the server's clock", async () => {
    // Counts what is really played. By the device's clock every QR has been over for hours.
    await page.addInitScript(`
      window.notes = 0
      const start = OscillatorNode.prototype.start
      OscillatorNode.prototype.start = function (...when) { window.notes++; return start.apply(this, when) }
      const now = Date.now; Date.now = () => now() + 5 * 60 * 60_000`)
    await openPayment(page, "Zipay", "26.000")
    const left = (await page.getByRole("timer").textContent()) ?? ""
    expect(left).toMatch(/^(20:00|19:\d\d)$/)
    await page.getByRole("timer").filter({ hasNotText: left }).waitFor()
    await page.getByText("Rp 26.000", { exact: true }).first().click()
    await shop.sandbox.control.pay((await shop.sandbox.control.payments()).at(-1)?.paymentId ?? "")
    await waitForStatus(page, "Paid")
    expect(await page.evaluate("notes")).toBe(2)
  })

  it("gives the customer a page of their own, which needs no login and turns paid by itself", async () => {
    await openPayment(page, "Zipay", "28.000")
    const address = await page.getByRole("link", { name: "The customer's own page" }).getAttribute("href")
    const theirs = await shop.visit()
    await theirs.goto(address ?? "")
    await theirs.getByRole("img", { name: "QRIS of TOKO CONTOH, Rp 28.000" }).waitFor()
    expect(await theirs.evaluate("document.cookie")).toBe("")
    await shop.sandbox.control.pay((await shop.sandbox.control.payments()).at(-1)?.paymentId ?? "")
    await theirs.getByRole("status").filter({ hasText: "Paid" }).waitFor()
    const forged = address?.replace(/.$/, (last) => (last === "A" ? "B" : "A")) ?? ""
    expect((await theirs.request.get(forged)).status()).toBe(404)
    await theirs.context().close()
  })

  it("hands the customer the QR as a picture, under the till's own policy", async () => {
    const complaints: Array<string> = []
    page.on("pageerror", (error) => complaints.push(error.message))
    page.on("console", (message) => complaints.push(message.text()))
    await openPayment(page, "Zipay", "27.000")
    const saved = page.waitForEvent("download")
    await page.getByRole("button", { name: "Save the picture" }).click()
    const codes = await scan(new Uint8Array(await readFile(await (await saved).path())))
    expect(codes.map(({ text }) => text)).toEqual([(await shop.sandbox.control.payments()).at(-1)?.qrPayload])
    expect(complaints).toEqual([])
  })

  it("adds up products and another amount, at the shop's prices", async () => {
    await page.goto("/")
    await page.getByRole("button", { name: "One more Kopi susu gula aren" }).dblclick()
    await page.getByLabel("How many Pisang goreng").fill("1")
    await page.getByLabel("Other amount").fill("1.500")
    expect(await page.locator("#total").textContent()).toBe("Rp 49.500")
    await page.getByRole("button", { name: "Show the QR" }).click()
    await page.getByRole("img", { name: /Rp 49\.500/ }).waitFor()
  })

  it("cancels at an acquirer that can: nobody can pay that QR any more", async () => {
    await openPayment(page, "iFortepay · NOBU", "30.000")
    await page.getByText("Cancel this payment").click()
    expect(await page.getByText("nobody can pay this QR any more").isVisible()).toBe(true)
    await page.getByRole("button", { name: "Yes, cancel it" }).click()
    await waitForStatus(page, "Canceled")
    const payment = (await shop.sandbox.control.payments()).at(-1)
    expect(payment?.status).toBe("canceled")
  })

  it("abandons at one that cannot, and says that the QR can still be paid", async () => {
    await openPayment(page, "Zipay", "31.000")
    await page.getByText("Abandon this payment").click()
    expect(await page.getByText("can still pay it until it expires").isVisible()).toBe(true)
    await page.getByRole("button", { name: "Yes, abandon it" }).click()
    await waitForStatus(page, "Abandoned")
    expect(await page.getByRole("img", { name: /QRIS of/ }).count()).toBe(0)
    expect((await shop.sandbox.control.payments()).at(-1)?.status).toBe("pending")
  })

  it("names every mistake, keeps what was typed, and guesses at no amount", async () => {
    await page.goto("/")
    await page.getByLabel("Other amount").fill("25,000")
    await page.getByLabel("How many Air mineral").fill("2")
    await page.getByRole("button", { name: "Show the QR" }).click()
    expect(await page.getByRole("alert").textContent()).toContain("Write 25000 or 25.000.")
    expect(await page.getByLabel("Other amount").inputValue()).toBe("25,000")
    expect(await page.getByLabel("How many Air mineral").inputValue()).toBe("2")
    await page.getByLabel("Other amount").fill("50.000.000")
    await page.getByRole("button", { name: "Show the QR" }).click()
    expect(await page.getByRole("alert").textContent()).toContain("more than this acquirer takes")
  })

  it("makes one payment of a form that is sent twice", async () => {
    const key = await openPayment(page, "Zipay", "32.000")
    const before = (await shop.sandbox.control.payments()).length
    const again = await page.request.post("/payments", {
      form: { key, amount: "32.000", acquirer: "zipay" },
      headers: { "sec-fetch-site": "same-origin" },
    })
    expect(again.url()).toContain(key)
    expect(await shop.sandbox.control.payments()).toHaveLength(before)
    const other = await page.request.post("/payments", { form: { key, amount: "33.000", acquirer: "zipay" } })
    expect(other.status()).toBe(409)
  })

  it("can be used with the keyboard alone, from the amount to the next payment", async () => {
    await page.goto("/")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    expect(await page.evaluate("document.activeElement.id")).toBe("main")
    const isAt = (selector: string) =>
      page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses += 1) {
        if (await isAt(selector)) return
        await page.keyboard.press("Tab")
      }
      throw new Error(`Tab does not lead to ${selector}`)
    }
    await tabTo("#amount")
    await page.keyboard.type("17.000")
    await tabTo("[name=acquirer]")
    await page.keyboard.press("ArrowDown")
    await tabTo("button.main")
    await page.keyboard.press("Enter")
    await page.getByRole("img", { name: /QRIS of TOKO CONTOH, Rp 17\.000/ }).waitFor()
    expect(await page.locator(".facts").textContent()).toContain("iFortepay · SHOPEEPAY")
    await tabTo("summary")
    await page.keyboard.press("Enter")
    await tabTo("button.danger")
    await page.keyboard.press("Enter")
    await waitForStatus(page, "Canceled")
    await tabTo(".ways a")
    await page.keyboard.press("Enter")
    await page.waitForURL(`${shop.url}/`)
  })

  it("speaks the browser's language, and the one that is chosen", async () => {
    const indonesian = await shop.open({ locale: "id-ID" })
    await openInIndonesian(indonesian)
    expect(await indonesian.getByText("Menunggu pelanggan").isVisible()).toBe(true)
    await indonesian.getByRole("link", { name: "EN", exact: true }).click()
    await waitForStatus(indonesian, "Waiting for the customer")
    expect(await indonesian.locator("html").getAttribute("lang")).toBe("en")
    await indonesian.context().close()
  })

  it("loads less than 100 kB first", async () => {
    const lengths: Array<Promise<number>> = []
    page.on("response", (response) => lengths.push(response.body().then((body) => body.length)))
    await page.goto("/")
    await page.waitForLoadState("networkidle")
    const bytes = (await Promise.all(lengths)).reduce((sum, length) => sum + length, 0)
    expect(bytes).toBeGreaterThan(5_000)
    expect(bytes).toBeLessThan(100_000)
  })
})

const openInIndonesian = async (page: Page): Promise<void> => {
  await page.goto("/")
  await page.getByLabel("Nominal lain").fill("20.000")
  await page.getByRole("button", { name: "Tampilkan QR" }).click()
  await page.getByRole("img", { name: /QRIS TOKO CONTOH/ }).waitFor()
}
