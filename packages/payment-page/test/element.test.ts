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
  const path = fileURLToPath(new URL(`../pictures/${name}.png`, import.meta.url))
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
    context.setDefaultTimeout(50_000)
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
    await page.clock.install()
    let refused = 0
    await page.route("**/live", (route) => {
      refused++
      return route.abort()
    })
    await page.goto(shop.link("order-asking"))
    await page.getByRole("img").waitFor()
    await shop.paid("order-asking", id)
    await page.clock.runFor(3_000)
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

  it("asks once and opens one line as it begins, and again as it is put back", async () => {
    await shop.open("order-once", 9_400)
    const page = await newPage()
    const asked: Array<string | undefined> = []
    page.on("request", (request) => {
      if (/[/](status|live)$/.test(request.url())) asked.push(request.url().split("/").at(-1))
    })
    await page.goto(shop.link("order-once"))
    await page.getByRole("img").waitFor()
    expect(asked.toSorted()).toEqual(["live", "status"])
    const line = page.waitForRequest("**/live")
    await page.locator("qris-payment").evaluate((element) => element.parentElement?.prepend(element))
    await line
    expect(asked.toSorted()).toEqual(["live", "live", "status", "status"])
    await page.context().close()
  })

  it("shows nothing of another payment, whether its address changes in the page or out of it", async () => {
    await shop.open("order-one", 9_100)
    await shop.open("order-two", 9_200)
    for (const isOut of [false, true]) {
      const page = await newPage()
      await page.goto(shop.link("order-one"))
      await page.getByText("Rp 9.100", { exact: true }).waitFor()
      await page.route(/[/](status|live)$/, (route) => route.abort())
      const shown = await page.locator("qris-payment").evaluate(
        (element, [src, out]) => {
          const { parentElement } = element
          if (out === true) element.remove()
          element.setAttribute("src", `${src}/status`)
          parentElement?.prepend(element)
          return element.shadowRoot?.textContent ?? ""
        },
        [shop.link("order-two"), isOut] as const,
      )
      expect([isOut, shown]).toEqual([isOut, expect.not.stringContaining("9.100")])
      await page.context().close()
    }
  })

  it("keeps what the line said where an older answer comes later", async () => {
    await shop.open("order-late-answer", 9_500)
    const page = await newPage()
    const held: Array<() => Promise<void>> = []
    await page.route("**/status", async (route) => {
      const response = await route.fetch()
      held.push(() => route.fulfill({ response }))
    })
    await page.goto(shop.link("order-late-answer"))
    await page.getByRole("img").waitFor()
    await shop.payments.cancel("order-late-answer")
    await page.getByRole("status").filter({ hasText: "Canceled" }).waitFor()
    const late = page.waitForEvent("requestfinished", (request) => request.url().endsWith("/status"))
    await Promise.all(held.map((release) => release()))
    await late
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(await page.getByRole("status").filter({ hasText: "Canceled" }).count()).toBe(1)
    expect(await page.getByRole("img").count()).toBe(0)
    await page.context().close()
  })

  it("asks anew where no answer ever comes, and at once when the customer comes back", async () => {
    await shop.open("order-unanswered", 9_600)
    for (const cause of ["time", "return"] as const) {
      const page = await newPage()
      await page.clock.install()
      await page.route("**/live", (route) => route.abort())
      // What was asked first on a network that went away: nothing comes, not even an error.
      let requests = 0
      const asked = new Promise<void>((resolve) =>
        page.route("**/status", (route) => {
          requests += 1
          if (requests > 1) return route.continue()
          resolve()
          return new Promise(() => {})
        }),
      )
      await page.goto(shop.link("order-unanswered"))
      await asked
      if (cause === "time") await page.clock.runFor(15_000)
      else await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
      await page.getByRole("img").waitFor()
      await page.context().close()
    }
  })

  it("holds no connection in a tab that nobody sees, once nothing is awaited", async () => {
    /** As a browser says it of a tab. Headless ones show all of them at once. */
    const look = (tab: Page, isSeen: boolean): Promise<void> =>
      tab.evaluate(`Object.defineProperty(document, "hidden", { value: ${!isSeen}, configurable: true })
        document.dispatchEvent(new Event("visibilitychange"))`)
    await shop.open("order-left", 9_700)
    await shop.payments.cancel("order-left")
    const page = await newPage()
    // One more than a browser makes to a server without HTTP/2.
    for (let tabs = 1; tabs <= 7; tabs += 1) {
      const tab = tabs === 1 ? page : await page.context().newPage()
      await tab.goto(shop.link("order-left"))
      await tab.getByRole("status").filter({ hasText: "Canceled" }).waitFor()
      await look(tab, false)
    }
    expect(page.context().pages()).toHaveLength(7)
    const line = page.waitForResponse("**/live")
    await look(page, true)
    expect((await line).status()).toBe(200)
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
    await page.clock.install()
    await page.route("**/live", (route) => route.abort())
    await page.goto(shop.link("order-ended"))
    await page.getByRole("img").waitFor()
    shop.ahead = 48 * 60 * 60_000
    try {
      await page.clock.runFor(3_000)
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
