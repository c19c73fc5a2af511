import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { statementFrom } from "@qriskit/statements"
import { CHROMIUM, seriousFindings } from "@qriskit/testing/browser"
import { type Browser, type BrowserContextOptions, chromium, type Page, type Response } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type ConsoleListener, createConsoleListener } from "../src/node.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"
import { openPrefixProxy } from "./support/prefix-proxy.js"
import { openReceiver, type Receiver } from "./support/receiver.js"
import { reportOf } from "./support/report.js"

/** What the README shows. */
const OF_README: ReadonlySet<string> = new Set([
  "books-light",
  "payment-order-1003-light",
  "findings-dark",
  "statements-light",
  "days-light",
  "expected-claims-light",
  "endpoint-shop-light",
])

/** `pnpm run screenshots` takes them: the README's beside it, the others into a folder that is kept nowhere. */
const takeScreenshot = async (page: Page, name: string): Promise<void> => {
  if (process.env["RENEW_SCREENSHOTS"] === undefined) return
  const file = `../screenshots/${OF_README.has(name) ? "" : "latest/"}${name}.png`
  await page.screenshot({ path: fileURLToPath(new URL(file, import.meta.url)) })
}

const PAGES = [
  "books",
  "payment?key=order-1003",
  "payment?key=order-1002",
  "payment?key=order-1005",
  "find?key=order-1003",
  "findings",
  "dead-letters",
  "callbacks",
  "unmatched",
  "expected",
  "expected?show=claims",
  "payment?key=order-2001",
  "endpoints",
  "endpoint?id=shop",
  "attempts?id=shop",
  "statements",
  "statement?id=1",
  "days",
  "accounts",
  "health",
  "acts",
  "nothing-here",
] as const

const shown = (page: string): string => page.replace(/\?(key|id|show)=/, "-").replace(/[^a-z0-9-]/g, "")

/** How a page is looked at: by light at a desk, and in the dark on a phone. */
const LOOKS = [
  { colorScheme: "light", locale: "en-GB", viewport: { width: 1_100, height: 800 } },
  { colorScheme: "dark", locale: "id-ID", viewport: { width: 390, height: 800 } },
] as const

describe.skipIf(CHROMIUM === undefined)(
  "the console in a browser, behind a proxy with a path of its own",
  () => {
    let house: TestHouse
    let console: ConsoleListener
    let server: Server
    let proxy: Awaited<ReturnType<typeof openPrefixProxy>>
    let browser: Browser
    let receiver: Receiver
    let endpoint = ""

    beforeAll(async () => {
      house = await openHouse()
      console = createConsoleListener({ ...house.options, refreshMillis: 500, path: "/qris" })
      server = createServer(console).listen(0, "127.0.0.1")
      await once(server, "listening")
      const { port } = server.address() as AddressInfo
      proxy = await openPrefixProxy("/ops/payments/", new URL(`http://127.0.0.1:${port}/qris/`))
      browser = await chromium.launch({
        ...(CHROMIUM && { executablePath: CHROMIUM }),
        args: ["--no-sandbox"],
      })
      receiver = await openReceiver()
      const added = await house.payments.endpoints.add({
        url: `${receiver.url}/shop`,
        subjects: ["paid"],
        description: "the stock of Toko Contoh",
      })
      endpoint = added.endpoint.id
      receiver.status = 503
      await house.open("order-1001", 18_000)
      await house.paid("order-1002", 43_000, "midtrans")
      const id = await house.paid("order-1003", 35_000, "midtrans")
      await house.payments.receive("midtrans", await house.sandbox.control.callbacks.build(id))
      await house.payments.receive("zipay", { headers: {}, body: '{"claims":"everything"}' })
      const late = await house.open("order-1004", 12_000)
      const act = {
        verb: "cancel",
        via: "console",
        by: "Kasir Contoh",
        why: "the customer left",
        key: "order-1004",
      }
      await house.payments.acts.record(act, () => house.payments.cancel("order-1004"))
      await house.sandbox.control.pay(late, { force: true })
      await house.payments.refresh("order-1004")
      // A refund whose call broke off, and that the acquirer did not make.
      await house.paid("order-1005", 14_000, "midtrans")
      await house.sandbox.control.faults.script({
        at: "midtrans.refund",
        fault: { kind: "cut", acting: false },
      })
      await house.payments.refund("order-1005", { reason: "cold coffee", by: "Kasir Contoh" })
      await house.expect("order-2001", 21_000)
      await house.expect("order-2002", 21_000, { surplus: 0 })
      await house.claim(21_000)
      await vi.waitFor(
        async () => {
          expect(await house.payments.unmatched({ state: "confirmed" })).toHaveLength(1)
          expect((await house.payments.endpoints.deadLetters()).length).toBeGreaterThan(1)
        },
        { timeout: 60_000, interval: 50 },
      )
      receiver.status = 204
      const { paidAt = new Date() } = await house.payments.get("order-1002")
      await house.payments.statements.import(
        statementFrom(
          reportOf([
            { reference: "262780001", gross: 43_000, fee: "129.35", at: paidAt },
            { reference: "262780002", gross: 17_000, fee: "51" },
          ]),
        ),
        { by: "Siti, finance" },
      )
    })
    afterAll(async () => {
      await browser?.close()
      await proxy?.close()
      console?.close()
      server?.closeAllConnections()
      server?.close()
      await house?.[Symbol.asyncDispose]()
      await receiver?.close()
    })

    const open = async (options: BrowserContextOptions = {}, cookie = cookieOf("Kasir Contoh", "act")) => {
      const context = await browser.newContext({
        baseURL: proxy.url,
        locale: "en-GB",
        reducedMotion: "reduce",
        ...options,
      })
      const [name = "", value = ""] = cookie.split("=")
      await context.addCookies([{ name, value, url: proxy.url }])
      context.setDefaultTimeout(50_000)
      return context.newPage()
    }

    describe.each(LOOKS)("by $colorScheme", (look) => {
      const { colorScheme, locale, viewport } = look
      const complaints: Array<string> = []
      let page: Page
      beforeAll(async () => {
        page = await open({ ...look })
        page.on("pageerror", (error) => complaints.push(error.message))
        page.on("console", (message) => complaints.push(message.text()))
      })
      afterAll(() => page?.context().close())

      it.each(PAGES)("%s keeps nobody out", async (name) => {
        complaints.splice(0)
        await page.goto(name.replace("id=shop", `id=${endpoint}`))
        expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2))
        await takeScreenshot(page, `${shown(name)}-${colorScheme}`)
        await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
          viewport.width,
        )
        expect(await seriousFindings(page)).toEqual([])
        // Chromium notes a page that is answered 404.
        expect(complaints.filter((text) => !text.includes("404"))).toEqual([])
      })
    })

    it("loads less than 100 kB, all together, from its own folder alone", async () => {
      const page = await open()
      const loaded: Array<readonly [string, Promise<number>]> = []
      const weigh = (answer: Response): void => {
        if (answer.request().resourceType() === "eventsource") return
        loaded.push([answer.url(), answer.body().then(({ length }) => length)])
      }
      page.on("response", weigh)
      await page.goto("books", { waitUntil: "load" })
      await page.locator("#line").filter({ hasText: "Live" }).waitFor()
      // What the live line has it fetch anew is another page's worth, and may come as this one closes.
      page.off("response", weigh)
      expect(loaded.length).toBeGreaterThanOrEqual(4)
      expect(loaded.filter(([url]) => !url.startsWith(proxy.url))).toEqual([])
      const sizes = await Promise.all(loaded.map(([, size]) => size))
      expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(100_000)
      await page.context().close()
    })

    it("is in the language that was chosen, from then on, on the page where it was chosen", async () => {
      const page = await open()
      await page.goto("payment?key=order-1002")
      await page.getByRole("link", { name: "ID", exact: true }).click()
      await page.getByRole("heading", { name: "Linimasa" }).waitFor()
      expect(page.url()).toBe(`${proxy.url}payment?key=order-1002`)
      await page.goto("books")
      await page.getByRole("heading", { name: "Pembukuan" }).waitFor()
      await page.context().close()
    })

    it("is told what became of a refund that nobody knows of, and says who told it", async () => {
      const page = await open()
      await page.goto("payment?key=order-1005")
      await page.getByText("Say what became of the refund of Rp 14.000").click()
      await page.getByLabel("What became of the money").selectOption("It went back to the customer")
      await page.getByLabel("Where you saw it").fill("In the acquirer's portal")
      await page.getByRole("button", { name: "Yes, that became of it" }).click()
      await page.getByText("Rp 14.000 of Rp 14.000 went back.").waitFor()
      await page.getByText("Kasir Contoh said that the refund went back").waitFor()
      await page.context().close()
    })

    it("leads from a payment to the endpoints that were told of it, and to sending again", async () => {
      const page = await open()
      await page.goto("payment?key=order-1003")
      const told = page.getByRole("region", { name: "Webhooks onward" })
      await told.getByRole("row", { name: /payment\.paid/ }).waitFor()
      await told.getByRole("link", { name: "Send it again" }).first().click()
      await page.locator("article.message").getByText("Send it again").first().waitFor()
      expect(new URL(page.url()).searchParams.get("key")).toBe("order-1003")
      await page.context().close()
    })

    it("gives money back with the keyboard alone, and the record tells who and why", async () => {
      const page = await open()
      await page.goto("payment?key=order-1002")
      await page.getByText("Give money back").focus()
      await page.keyboard.press("Enter")
      await page.keyboard.press("Tab")
      await page.keyboard.type("10.000")
      await page.keyboard.press("Tab")
      await page.keyboard.type("One coffee was cold")
      await page.keyboard.press("Enter")
      await page.getByText("Rp 10.000 of Rp 43.000 went back.").waitFor()
      await page.getByText("Kasir Contoh: gave money back").waitFor()
      expect(await house.payments.refunds("order-1002")).toMatchObject([
        { amount: 10_000, by: "Kasir Contoh", reason: "One coffee was cold", status: "succeeded" },
      ])
      await page.getByRole("link", { name: "Who did what" }).click()
      await page.getByRole("row", { name: /gave money back.*One coffee was cold.*done/ }).waitFor()
      await page.context().close()
    })

    it("shows what happens by itself, and leaves alone what somebody fills in", async () => {
      const page = await open()
      const id = await house.open("order-live", 27_000)
      await page.goto("payment?key=order-live")
      await page.locator("#line").filter({ hasText: "Live" }).waitFor()
      await page.getByText("Cancel this payment").click()
      await page.getByLabel("Why").nth(1).fill("half a sent")
      await house.sandbox.control.pay(id)
      await house.payments.refresh("order-live")
      await page.locator(".state .badge").getByText("Paid", { exact: true }).waitFor()
      expect(await page.getByLabel("Why").nth(1).inputValue()).toBe("half a sent")
      await page.context().close()
    })

    it("follows a refund that is under way to its end", async () => {
      const id = await house.paid("order-back", 60_000, "xendit")
      const page = await open()
      await page.goto("payment?key=order-back")
      await page.getByText("Give money back").click()
      await page.getByLabel("Reason").fill("Cold coffee")
      await page.getByRole("button", { name: "Yes, give it back" }).click()
      await page.locator(".state .badge").getByText("Refund under way", { exact: true }).waitFor()
      await page.locator("#line").filter({ hasText: "Live" }).waitFor()
      const payment = (await house.sandbox.control.payments()).find(({ paymentId }) => paymentId === id)
      await house.sandbox.control.settleRefund(id, payment?.refunds[0]?.refundId ?? "", "succeeded")
      await house.lookAtRefunds()
      await page.locator(".state .badge").getByText("Refunded", { exact: true }).waitFor()
      await page.getByText("Rp 60.000 of Rp 60.000 went back.").waitFor()
      await page.context().close()
    })

    it("is open in more tabs than a browser makes connections, and catches up in the one that is seen", async () => {
      /** As a browser says it of a tab. Headless ones show all of them at once. */
      const look = (page: Page, isSeen: boolean): Promise<void> =>
        page.evaluate(`Object.defineProperty(document, "hidden", { value: ${!isSeen}, configurable: true })
          document.dispatchEvent(new Event("visibilitychange"))`)
      const page = await open()
      const line = (tab: Page) => tab.locator("#line").filter({ hasText: "Live" })
      await page.goto("books")
      await line(page).waitFor()
      for (let tabs = 1; tabs <= 7; tabs += 1) {
        await look(page.context().pages().at(-1) ?? page, false)
        const another = await page.context().newPage()
        await another.goto("findings")
        await line(another).waitFor()
      }
      await look(page.context().pages().at(-1) ?? page, false)
      await house.open("order-unseen", 8_000)
      await look(page, true)
      await page.getByRole("link", { name: "order-unseen" }).waitFor()
      await page.context().close()
    })

    it("lists a new payment by itself, and finds one by its external id", async () => {
      const page = await open()
      await page.goto("books")
      await page.locator("#line").filter({ hasText: "Live" }).waitFor()
      await house.open("order-new", 9_000)
      await page.getByRole("link", { name: "order-new" }).waitFor()
      const { externalId } = await house.payments.get("order-new")
      await page.getByLabel("Find an order").fill(externalId)
      await page.getByRole("button", { name: "Find" }).click()
      await page.getByRole("heading", { name: "order-new" }).waitFor()
      await page.context().close()
    })

    it("sees a finding off", async () => {
      const page = await open()
      await page.goto("findings")
      const finding = page.getByRole("article").filter({ hasText: "order-1004" })
      await finding.getByLabel("What you did about it").fill("The customer came back for it")
      await finding.getByRole("button", { name: "Done" }).click()
      await finding.waitFor({ state: "detached" })
      await page.context().close()
    })

    it("accepts money of a printed QR where its claim leads, and says so in the timeline", async () => {
      const page = await open()
      await page.goto("expected")
      await page.getByRole("link", { name: "Claims that may be theirs" }).click()
      await page
        .getByRole("row", { name: /fits 2 orders/ })
        .getByRole("link", { name: "order-2001" })
        .click()
      const form = page.locator("details[open]").filter({ hasText: "The money arrived" })
      expect(await form.getByLabel("By which claim").locator("option:checked").textContent()).toContain(
        "Rp 21.000",
      )
      await form.getByLabel("Why").fill("the customer showed it")
      await form.getByRole("button", { name: "Yes, it arrived" }).click()
      await page.locator(".state .badge").getByText("Paid", { exact: true }).waitFor()
      await page.getByText("somebody accepted that").waitFor()
      await page.context().close()
    })

    it("tests an endpoint, and sends its dead letters again", async () => {
      const page = await open()
      await page.goto("endpoints")
      await page.getByRole("link", { name: "/webhooks/shop" }).click()
      const letters = page.getByRole("article").filter({ hasText: "payment.paid" })
      expect(await letters.count()).toBeGreaterThan(1)
      await page.locator("summary").getByText("Send a test message").click()
      await page.getByLabel("Why").first().fill("they say they are back")
      await page.getByRole("button", { name: "Send a test message" }).click()
      await page
        .getByRole("row", { name: /taken 204/ })
        .first()
        .waitFor()
      expect(receiver.arrived).toContain("ping")
      await page.locator("summary").getByText("Send its dead letters again").click()
      await page.locator("#why-resend").fill("they are back")
      await page.getByRole("button", { name: "Send its dead letters again" }).click()
      await page.getByText("No such message.").waitFor()
      await page.context().close()
    })

    it("checks a file, imports it with who and why, shows what is left, and takes it back", async () => {
      const page = await open()
      await page.goto("statements")
      const bytes = reportOf([
        { reference: "262780009", gross: 600_023, fee: "1800.07" },
        { reference: "262780010", gross: 25_000, fee: "0" },
      ])
      const file = { name: "report.csv", mimeType: "text/csv", buffer: bytes }
      await page.getByLabel("Drop the file here").setInputFiles(file)
      await page.getByRole("button", { name: "Check the file" }).click()
      await page.getByText("This is what an import would do.").waitFor()
      expect(await page.getByText("Choose the same file again").count()).toBe(0)
      expect(await house.payments.statements.list()).toHaveLength(1)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByLabel("Why").fill("the report of today")
      await page.getByRole("button", { name: "Import it" }).click()
      await page.getByRole("heading", { name: /^Import \d+: GoPay/ }).waitFor()
      await page.getByRole("row", { name: /262780009.*Rp 600\.023/ }).waitFor()
      await page.getByText("Take this import back").click()
      await page.getByLabel("Why").fill("it was another shop's")
      await page.getByRole("button", { name: "Yes, take it back" }).click()
      await page.getByText("Kasir Contoh: it was another shop's").waitFor()
      await page.getByText("Nothing is left.").waitFor()
      expect(
        (await house.payments.acts.list({ limit: 2 })).map(({ verb, why, outcome }) => [verb, why, outcome]),
      ).toEqual([
        ["undo", "it was another shop's", "done"],
        ["import", "the report of today", "done"],
      ])
      await page.context().close()
    })

    it("goes where the host says once somebody may look no longer", async () => {
      const page = await open()
      await page.goto("books")
      await page.locator("#line").filter({ hasText: "Live" }).waitFor()
      await page.context().clearCookies()
      await signOut(page, cookieOf("Kasir Contoh", "act"))
      await page.getByText("This is not for you.").waitFor()
      await page.context().close()
    })

    /** The host forgets somebody: the cookie that the line began with is worth nothing any more. */
    const signOut = async (page: Page, cookie: string): Promise<void> => {
      house.signedOut.add(cookie)
      await page.waitForEvent("load")
      house.signedOut.delete(cookie)
    }
  },
)
