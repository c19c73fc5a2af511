import { CHROMIUM } from "@qriskit/testing/browser"
import { freePort } from "@qriskit/testing/free-port"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startTill } from "../support/till-process.js"
import { openPayment } from "./support/cashier.js"
import { openShop, type Shop, signIn } from "./support/shop.js"

describe.skipIf(CHROMIUM === undefined)("a live page", () => {
  let shop: Shop

  beforeAll(async () => {
    shop = await openShop()
  })
  afterAll(() => shop?.close())

  /** A payment's page that somebody looks at, in a session of its own. */
  const livePage = async (): Promise<Page> => {
    const page = await shop.visit()
    await signIn(page)
    await openPayment(page, "Zipay", "11.000")
    await page.getByText("Live").waitFor()
    return page
  }

  /** It says that it is over, shows nothing of the payment any more, and does not go on. */
  const expectOver = async (page: Page): Promise<void> => {
    await page.getByText("You are signed out. Sign in to see this payment again.").waitFor()
    expect(await page.locator("#payment").textContent()).toBe("")
    expect(await page.locator("qris-payment").count()).toBe(0)
    expect(await page.getByText("Rp 11.000").count()).toBe(0)
    expect(await page.getByText("Live").isVisible()).toBe(false)
  }

  it("ends with signing out in another tab, and nobody else's does", async () => {
    const [page, other] = [await livePage(), await livePage()]
    const tab = await page.context().newPage()
    await tab.goto("/")
    await tab.getByRole("button", { name: "Sign out" }).click()
    await expectOver(page)
    expect(await other.getByText("Live").isVisible()).toBe(true)
    // The way back leads to the same payment.
    await page.getByRole("link", { name: "Sign in" }).click()
    expect(new URL(page.url()).searchParams.get("next")).toMatch(/^\/payments\/order-/)
    await Promise.all([page.context().close(), other.context().close()])
  })

  it("ends when another process is given another password", async () => {
    const page = await livePage()
    const second = await startTill({
      ...shop.settings,
      PORT: String(await freePort()),
      BOOKS_PASSWORD: "kata-sandi-yang-lain",
    })
    await expectOver(page)
    await second.stop()
    await page.context().close()
  })
})
