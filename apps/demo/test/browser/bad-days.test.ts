import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { openPayment, waitForStatus } from "./support/cashier.js"
import { openShop, type Shop } from "./support/shop.js"

/** The phone's page with the QR that was made last, and one of its buttons pressed. */
const onPhone = async (shop: Shop, deed: string): Promise<Page> => {
  const payment = (await shop.sandbox.control.payments()).at(-1)
  const phone = await shop.visit()
  await phone.goto(`/phone?${new URLSearchParams({ qr: payment?.qrPayload ?? "" })}`)
  await phone.getByRole("button", { name: deed, exact: true }).click()
  await phone.getByRole("status").waitFor()
  return phone
}

describe.skipIf(CHROMIUM === undefined)("on a bad day", () => {
  let folder: string
  let shop: Shop
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "qriskit-demo-"))
    shop = await openShop({ DATABASE_URL: join(folder, "books") })
  })
  afterAll(async () => {
    await shop?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    page = await shop.open()
  })
  afterEach(() => page.context().close())

  it("a lost callback is made up for by asking: the page turns paid all the same", async () => {
    await openPayment(page, "Zipay", "11.000")
    const phone = await onPhone(shop, "Pay; lose the callback")
    expect(await phone.locator(".callbacks").textContent()).toContain("lost on the way")
    await waitForStatus(page, "Paid")
  })

  it("a callback that is held back comes when it is let go, and one that comes three times pays once", async () => {
    const key = await openPayment(page, "iFortepay · NOBU", "12.000")
    await onPhone(shop, "Pay; send the callback three times")
    await waitForStatus(page, "Paid")
    await page.goto(`/console/payment?key=${key}`)
    await page.getByText("came 3 times").waitFor()
    expect(await page.getByText("Event: Paid").count()).toBe(1)

    await openPayment(page, "iFortepay · NOBU", "13.000")
    const phone = await onPhone(shop, "Pay; hold the callback back")
    await phone.getByRole("button", { name: "Let the held callback go" }).click()
    await phone.getByText("answered 200").waitFor()
    await waitForStatus(page, "Paid")
  })

  it.each([
    ["iFortepay · NOBU", "Forge a callback: claim it is paid, wrongly signed", "401", "refused as forged"],
    [
      "iFortepay · NOBU",
      "Forge a callback that is signed as the acquirer would",
      "200",
      "the acquirer was asked",
    ],
    ["Zipay", "Forge a callback that is signed as the acquirer would", "200", "the acquirer was asked"],
  ] as const)(
    "a forged callback about %s changes nothing (%s: %s)",
    async (acquirer, deed, answer, verdict) => {
      const key = await openPayment(page, acquirer, "500.000")
      const phone = await onPhone(shop, deed)
      expect(await phone.getByRole("status").textContent()).toContain(`answered ${answer}`)
      await page.goto(`/console/payment?key=${key}`)
      await page.locator(".receipt").getByText(verdict).waitFor()
      await page.goto(`/payments/${key}`)
      await waitForStatus(page, "Waiting for the customer")
      expect((await shop.sandbox.control.payments()).at(-1)?.status).toBe("pending")
    },
  )

  it("an acquirer that cannot be reached makes no payment, and says so", async () => {
    const before = (await shop.sandbox.control.payments()).length
    await page.goto("/")
    await page.getByLabel("Other amount").fill("19.000")
    await shop.sandbox.control.faults.refuse()
    await page.getByRole("button", { name: "Show the QR" }).click()
    await page.getByText("The acquirer was not reached. No payment exists; try again.").waitFor()
    await shop.sandbox.control.faults.restore()
    expect(await shop.sandbox.control.payments()).toHaveLength(before)
  })

  it("an acquirer that is cut off after it acted leaves an outcome that nobody knows, and no QR to pay", async () => {
    await shop.sandbox.control.faults.script({ at: "ifortepay.create", fault: { kind: "cut", acting: true } })
    await page.goto("/")
    await page.getByLabel("Other amount").fill("21.000")
    await page.getByRole("button", { name: "Show the QR" }).click()
    await waitForStatus(page, "Outcome unknown")
    expect(await page.getByRole("img", { name: /QRIS of/ }).count()).toBe(0)
  })

  it("a cancel that may not have arrived is not taken for one", async () => {
    await openPayment(page, "iFortepay · NOBU", "22.000")
    await shop.sandbox.control.faults.script({ at: "ifortepay.cancel", fault: { kind: "cut" } })
    await page.getByText("Cancel this payment").click()
    await page.getByRole("button", { name: "Yes, cancel it" }).click()
    await page.getByText("Treat it as payable until its page says otherwise.").waitFor()
    expect((await shop.sandbox.control.payments()).at(-1)?.status).toBe("pending")
  })

  it("a customer who is quicker than the cashier's cancel has paid", async () => {
    await openPayment(page, "iFortepay · NOBU", "24.000")
    await page.getByText("Cancel this payment").click()
    await shop.sandbox.control.callbacks.script({ drop: true })
    await shop.sandbox.control.pay((await shop.sandbox.control.payments()).at(-1)?.paymentId ?? "")
    await page.getByRole("button", { name: "Yes, cancel it" }).click()
    await waitForStatus(page, "Paid")
  })

  it("money after a cancel is booked, and waits under Findings until a person has looked", async () => {
    const key = await openPayment(page, "iFortepay · NOBU", "14.000")
    await page.getByText("Cancel this payment").click()
    await page.getByRole("button", { name: "Yes, cancel it" }).click()
    await waitForStatus(page, "Canceled")
    await onPhone(shop, "Pay all the same")
    await waitForStatus(page, "Paid")

    await page.goto("/console/findings")
    const finding = page.getByRole("article").filter({ hasText: key })
    expect(await finding.textContent()).toContain("Money arrived for a QR that was canceled or abandoned.")
    await finding.getByLabel("What you did about it").fill("The customer got the coffee.")
    await finding.getByRole("button", { name: "Done" }).click()
    await page.waitForURL(`${shop.url}/console/findings`)
    expect(await page.getByRole("article").filter({ hasText: key }).count()).toBe(0)
    await page.goto(`/console/payment?key=${key}`)
    expect(await page.locator(".timeline").textContent()).toContain("Toko Contoh: acknowledged a finding")
  })

  it("a till that is killed between QR and payment comes back, and so does its page", async () => {
    await openPayment(page, "iFortepay · NOBU", "15.000")
    await page.getByText("Live").waitFor()
    await shop.till.kill()
    await page.getByText("Connecting again").waitFor()
    // The customer pays while nobody is there to be called back.
    const payment = (await shop.sandbox.control.payments()).at(-1)
    await shop.sandbox.control.pay(payment?.paymentId ?? "", { issuer: "BANK CONTOH" })
    await shop.restart()
    await waitForStatus(page, "Paid")
    await page.getByText("BANK CONTOH").waitFor()
    await page.getByText("Live").waitFor()
    expect(shop.till.printed()).not.toContain("Password")
  })

  // Last: the acquirers' clock only moves forward.
  it.each(["iFortepay · NOBU", "Zipay"] as const)(
    "a QR through %s expires when its time is over",
    async (acquirer) => {
      await openPayment(page, acquirer, "16.000")
      const payment = (await shop.sandbox.control.payments()).at(-1)
      await shop.sandbox.control.setTime(payment?.expiresAt ?? new Date(0))
      await waitForStatus(page, "Expired")
      await onPhone(shop, "Pay all the same")
      await waitForStatus(page, "Paid")
      await page.goto("/console/findings")
      await page.getByRole("heading", { name: "Money arrived for a QR that had expired." }).first().waitFor()
    },
  )
})
