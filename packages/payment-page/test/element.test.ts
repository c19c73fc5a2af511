import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { scan } from "@qriskit/payload/scan"
import { CHROMIUM, seriousFindings } from "@qriskit/testing/browser"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openShop, type Shop } from "./support/shop.js"

/** Counts what is really played, and keeps the events that the element tells. */
const WATCH = `
window.notes = 0
window.told = []
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...when) { window.notes++; return start.apply(this, when) }
for (const name of ["change", "paid", "expired", "ended"])
  addEventListener(name, ({ detail }) => window.told.push([name, detail?.status]))
`

/** What the README shows: the element alone. `pnpm run screenshots` renews it. */
const takeScreenshot = async (page: Page, name: string): Promise<void> => {
  if (process.env["RENEW_SCREENSHOTS"] === undefined) return
  const path = fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url))
  await page.locator("qris-payment").screenshot({ path })
}

describe.skipIf(CHROMIUM === undefined)("<qris-payment> on a customer's page", () => {
  let shop: Shop
  let browser: Browser

  beforeAll(async () => {
    shop = await openShop()
    browser = await chromium.launch({
      ...(CHROMIUM && { executablePath: CHROMIUM }),
      args: ["--no-sandbox"],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.[Symbol.asyncDispose]()
  })

  const newPage = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ locale: "en-GB", ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    await page.addInitScript(WATCH)
    return page
  }

  it("is payable, then paid, in both languages, schemes and widths; axe finds nothing", async () => {
    for (const [locale, colorScheme, width, waiting, paid] of [
      ["en-GB", "light", 1_100, "Waiting for your payment", "Paid"],
      ["id-ID", "dark", 360, "Menunggu pembayaran Anda", "Lunas"],
    ] as const) {
      const key = `order-${locale}`
      const id = await shop.open(key, 25_000)
      const page = await newPage({ locale, colorScheme, viewport: { width, height: 800 } })
      const complaints: Array<string> = []
      page.on("pageerror", (error) => complaints.push(error.message))
      page.on("console", (message) => complaints.push(message.text()))
      await page.goto(shop.link(key))
      await page.getByRole("status").filter({ hasText: waiting }).waitFor()
      await page.getByText("Rp 25.000", { exact: true }).waitFor()
      expect(await page.getByRole("img", { name: /QRIS .*Rp 25\.000/ }).isVisible()).toBe(true)
      expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2))
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width)
      await takeScreenshot(page, `payable-${colorScheme}`)
      expect(await seriousFindings(page)).toEqual([])
      await shop.paid(key, id)
      await page.getByRole("status").filter({ hasText: paid }).waitFor()
      expect(await page.getByRole("img").count()).toBe(0)
      await takeScreenshot(page, `paid-${colorScheme}`)
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate("told.filter(([name]) => name === 'paid')")).toEqual([["paid", "paid"]])
      expect(complaints).toEqual([])
      await page.context().close()
    }
  })

  it("counts down by the server's clock, whatever the device's says", async () => {
    await shop.open("order-clock", 12_000)
    const { shownUntil } = await shop.payments.get("order-clock")
    const page = await newPage()
    await page.addInitScript("const now = Date.now; Date.now = () => now() + 5 * 60 * 60_000")
    // By the server's clock half a minute is left; by the device's it has been over for hours.
    shop.ahead = (shownUntil?.getTime() ?? 0) - Date.now() - 30_000
    try {
      await page.goto(shop.link("order-clock"))
      await page.getByRole("img").waitFor()
      const left = (await page.getByRole("timer").textContent()) ?? ""
      expect(left).toMatch(/^0:[0-3]\d$/)
      await page.getByRole("timer").filter({ hasNotText: left }).waitFor()
      shop.ahead += 60_000
      // As when the customer comes back from the wallet's app.
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
      await page.getByRole("status").filter({ hasText: "The time is over" }).waitFor()
      expect(await page.getByRole("img").count()).toBe(0)
      await page.waitForFunction("told.filter(([name]) => name === 'expired').length === 1")
    } finally {
      shop.ahead = 0
    }
    await page.context().close()
  })

  it("saves a picture that scans back to the same QR", async () => {
    await shop.open("order-picture", 43_000)
    const page = await newPage()
    await page.goto(shop.link("order-picture"))
    const saved = page.waitForEvent("download")
    await page.getByRole("button", { name: "Save the picture" }).click()
    const download = await saved
    expect(download.suggestedFilename()).toBe("qris.png")
    const codes = await scan(new Uint8Array(await readFile(await download.path())))
    const { qr } = await shop.payments.get("order-picture")
    expect(codes.map(({ text }) => text)).toEqual([qr?.payload])
    await page.context().close()
  })

  it("hears of it by asking where no line stands", async () => {
    const id = await shop.open("order-asking", 8_000)
    const page = await newPage()
    let refused = 0
    await page.route("**/live", (route) => {
      refused++
      return route.abort()
    })
    await page.goto(shop.link("order-asking"))
    await page.getByRole("img").waitFor()
    await shop.paid("order-asking", id)
    await page.getByRole("status").filter({ hasText: "Paid" }).waitFor()
    expect(refused).toBeGreaterThan(0)
    await page.context().close()
  })

  it("hears of it by asking where a line stands and is dead", async () => {
    const id = await shop.open("order-mute", 8_500)
    const page = await newPage()
    await page.clock.install()
    shop.isMute = true
    try {
      const line = page.waitForResponse("**/live")
      await page.goto(shop.link("order-mute"))
      await page.getByRole("img").waitFor()
      await line
      await shop.paid("order-mute", id)
      // Time passes in the page alone, in which nothing is said on the line.
      await page.clock.runFor(60_000)
      await page.getByRole("status").filter({ hasText: "Paid" }).waitFor()
    } finally {
      shop.isMute = false
    }
    await page.context().close()
  })

  it("rings once somebody touched it, and not where it was switched off", async () => {
    for (const [touch, notes] of [
      ["page", 2],
      ["off", 0],
    ] as const) {
      const key = `order-sound-${touch}`
      const id = await shop.open(key, 5_000)
      const page = await newPage()
      await page.goto(shop.link(key))
      await page.getByRole("img").waitFor()
      await page.getByText("Rp 5.000", { exact: true }).click()
      if (touch === "off") {
        await page.getByRole("button", { name: "Sound: on" }).click()
        await page.getByRole("button", { name: "Sound: off" }).waitFor()
      }
      await shop.paid(key, id)
      await page.getByRole("status").filter({ hasText: "Paid" }).waitFor()
      expect([touch, await page.evaluate("notes")]).toEqual([touch, notes])
      await page.context().close()
    }
  })

  it("is in the language that is chosen on the page", async () => {
    await shop.open("order-language", 6_000)
    const page = await newPage()
    await page.goto(shop.link("order-language"))
    await page.getByRole("link", { name: "Bahasa Indonesia" }).click()
    await page.getByRole("button", { name: "Simpan gambar" }).waitFor()
    await page.context().close()
  })

  it("says that the address has ended, while it is looked at", async () => {
    await shop.open("order-ended", 6_000)
    const page = await newPage()
    await page.route("**/live", (route) => route.abort())
    await page.goto(shop.link("order-ended"))
    await page.getByRole("img").waitFor()
    shop.ahead = 48 * 60 * 60_000
    try {
      await page.getByRole("status").filter({ hasText: "This page has ended" }).waitFor()
      expect(await page.getByRole("img").count()).toBe(0)
      expect(await page.evaluate("told.filter(([name]) => name === 'ended').length")).toBe(1)
    } finally {
      shop.ahead = 0
    }
    await page.context().close()
  })

  it("shows what a host's page gives it, with no server of ours", async () => {
    await shop.open("order-host", 7_000)
    const { qr } = await shop.payments.get("order-host")
    const page = await newPage()
    await page.goto(shop.link("order-host"))
    const shown = await page.evaluate(
      ([payload]) => {
        const element = document.createElement("qris-payment")
        element.setAttribute("payload", payload ?? "")
        element.setAttribute("amount", "7000")
        element.setAttribute("merchant", "<b>Toko Contoh</b>")
        element.setAttribute("lang", "id")
        document.querySelector("qris-payment")?.replaceWith(element)
        const text = element.shadowRoot?.textContent ?? ""
        element.facts = { status: "under_review", amount: 7_000, now: new Date().toISOString() }
        return [text, element.shadowRoot?.textContent ?? ""]
      },
      [qr?.payload],
    )
    expect(shown[0]).toContain("<b>Toko Contoh</b>")
    expect(shown[0]).toContain("Menunggu pembayaran Anda")
    expect(shown[1]).toContain("Jangan membayar lagi")
    await page.locator("qris-payment").evaluate((element) => {
      element.replaceWith(
        Object.assign(document.createElement("qris-payment"), {
          lang: "en",
          facts: {
            status: "pending",
            amount: 7_000,
            qr: "a code without an amount",
            isAmountTyped: true,
            now: new Date().toISOString(),
          },
        }),
      )
    })
    await page.getByText("Scan the QR with any bank's app or wallet, and type Rp 7.000 there.").waitFor()
    await page.context().close()
  })

  it("loads less than 40 kB, all together, from its own folder alone", async () => {
    await shop.open("order-weight", 6_000)
    const page = await newPage()
    const loaded: Array<string> = []
    page.on("response", (answer) => {
      if (answer.request().resourceType() !== "eventsource") loaded.push(answer.url())
    })
    await page.goto(shop.link("order-weight"))
    await page.getByRole("img").waitFor()
    expect(loaded.length).toBeGreaterThanOrEqual(4)
    expect(loaded.filter((url) => !url.startsWith(`${shop.origin}/pay/`))).toEqual([])
    // Asked for once more: a browser does not keep what a script has read.
    const sizes = await Promise.all(
      loaded.map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength),
    )
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(40_000)
    await page.context().close()
  })
})
