import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Acquirer, openPayment, waitForStatus } from "./support/cashier.js"
import { openShop, type Shop } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("refunds from the books", () => {
  let shop: Shop
  let page: Page

  beforeAll(async () => {
    // Xendit takes its time, and the test says when it is over.
    shop = await openShop({ DATABASE_URL: "memory://" }, { xendit: { refundMs: 3_600_000 } })
    page = await shop.open()
  })
  afterAll(() => shop?.close())

  const payment = async () => (await shop.sandbox.control.payments()).at(-1)

  /** The books' page of a payment that was just paid. */
  const paid = async (acquirer: Acquirer, amount: string): Promise<string> => {
    const key = await openPayment(page, acquirer, amount)
    await shop.sandbox.control.pay((await payment())?.paymentId ?? "")
    await waitForStatus(page, "Paid")
    await page.goto(`/books/payments/${key}`)
    return key
  }

  const give = async (amount: string, reason = "Cold coffee"): Promise<void> => {
    const isOpen = (await page.locator("details.refund[open]").count()) > 0
    if (!isOpen) await page.getByText("Give money back").click()
    await page.getByLabel("Amount", { exact: true }).fill(amount)
    await page.getByLabel("Reason").fill(reason)
    await page.getByLabel("Your name").fill("Kasir Contoh")
    await page.getByRole("button", { name: "Yes, give it back" }).click()
  }

  const state = (): Promise<string | null> => page.locator(".state .badge").textContent()
  const rows = () => page.getByRole("group", { name: "Refunds" }).locator("tbody tr")

  it("give a part back, then the rest, with who and why on record, and nothing beyond", async () => {
    const key = await paid("Midtrans · gopay", "50.000")
    await give("20.000")
    await page.getByText("Rp 20.000 of Rp 50.000 went back.").waitFor()
    expect(await state()).toBe("Partly refunded")
    expect(await rows().textContent()).toMatch(/given back\s*Kasir Contoh\s*Cold coffee\s*Rp 20.000/)

    await give("30.001")
    await page.getByText("Rp 30.001 is more than the Rp 30.000 that is left of Rp 50.000.").waitFor()
    expect(await page.getByLabel("Amount", { exact: true }).inputValue()).toBe("30.001")
    expect(await page.getByLabel("Reason").inputValue()).toBe("Cold coffee")

    await give("", "The tea, too")
    await page.getByText("all of Rp 50.000 that arrived is given back already").waitFor()
    expect(await state()).toBe("Refunded")
    expect(await rows().count()).toBe(2)
    expect(await page.locator("details.refund").count()).toBe(0)
    expect((await payment())?.refunds.map(({ amount }) => amount)).toEqual([20_000, 30_000])
    const csv = await (await page.request.get("/books/payments.csv")).text()
    expect(csv.split("\r\n").find((line) => line.includes(key))).toContain("refunded,50000,50000,50000")
  })

  it("name every mistake, and give back once for a form that is sent twice", async () => {
    const key = await paid("Midtrans · gopay", "40.000")
    const send = (form: Readonly<Record<string, string>>) =>
      page.request.post(`/books/payments/${key}/refund`, {
        form,
        headers: { "sec-fetch-site": "same-origin", "accept-language": "en" },
      })
    const wrong = await send({ id: "x", amount: "5,000" })
    expect(wrong.status()).toBe(422)
    for (const said of ["Write 25000 or 25.000.", "Write why the money", "Write your name.", "sent before"])
      expect(await wrong.text()).toContain(said)
    const id = await page.locator("details.refund input[name=id]").getAttribute("value")
    const form = { id: id ?? "", amount: "10.000", reason: "Cold coffee", by: "Kasir Contoh" }
    expect((await send(form)).status()).toBe(200)
    expect((await send(form)).status()).toBe(200)
    const other = await send({ ...form, amount: "15.000" })
    expect([other.status(), (await payment())?.refunds.length]).toEqual([422, 1])
  })

  it("show one that is under way until it is over, by themselves", async () => {
    await paid("Xendit", "60.000")
    await give("60.000")
    await page.getByText("on its way", { exact: true }).waitFor()
    expect(await state()).toBe("Refund under way")
    await page
      .getByText("all of Rp 60.000 that arrived is given back already, or is on its way back")
      .waitFor()
    const { paymentId = "", refunds = [] } = (await payment()) ?? {}
    await shop.sandbox.control.settleRefund(paymentId, refunds[0]?.refundId ?? "", "succeeded")
    await page.locator(".state .badge").getByText("Refunded", { exact: true }).waitFor()
    expect(await rows().textContent()).toContain("given back")
  })

  it("say why not, where the acquirer or the channel gives nothing back, or not in parts", async () => {
    await paid("Zipay", "10.000")
    await page.getByText("No money is given back:").waitFor()
    expect(await page.locator("details.refund").count()).toBe(0)
    await paid("Midtrans · airpay shopee", "12.000")
    const isClosed = (await page.getByText("makes no refunds over airpay shopee").count()) > 0
    expect(isClosed || (await page.locator("details.refund").textContent())?.includes("in full only")).toBe(
      true,
    )
  })

  it("say that nothing went back where the acquirer refuses, or is away", async () => {
    const key = await paid("Midtrans · gopay", "15.000")
    await shop.sandbox.control.endRefunds((await payment())?.paymentId ?? "")
    await give("")
    await page.getByText("The acquirer refused. No money went back.").waitFor()
    await page.goto(`/books/payments/${key}`)
    expect(await rows().textContent()).toContain("refused")
    expect(await state()).toBe("Paid")
  })
})
