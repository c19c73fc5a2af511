import { build } from "@qriskit/payload"
import { renderPng } from "@qriskit/payload/render"
import { CHROMIUM } from "@qriskit/testing/browser"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openPayment } from "./support/cashier.js"
import { openShop, type Shop } from "./support/shop.js"

const picture = (payload: string) => ({
  name: "qr.png",
  mimeType: "image/png",
  buffer: Buffer.from(renderPng(payload)),
})

describe.skipIf(CHROMIUM === undefined)("the customer's phone", () => {
  let shop: Shop
  let page: Page
  let payload = ""

  beforeAll(async () => {
    shop = await openShop()
    await openPayment(await shop.open(), "Zipay", "23.000")
    payload = (await shop.sandbox.control.payments()).at(-1)?.qrPayload ?? ""
    page = await shop.visit()
  })
  afterAll(() => shop?.close())

  const screen = () => page.getByLabel("Customer's phone", { exact: true })

  it("reads a picture of a QR, and shows merchant and amount as the payload says", async () => {
    await page.goto("/phone")
    await page.getByLabel("Picture of a QR").setInputFiles(picture(payload))
    await page.waitForURL(/qr=/)
    expect(await screen().textContent()).toContain("TOKO CONTOH")
    expect(await screen().textContent()).toContain("Rp 23.000")
  })

  it("reads a QR under the camera", async () => {
    await shop.camera.show(payload)
    await page.goto("/phone")
    await page.getByRole("button", { name: "Scan with the camera" }).click()
    await page.waitForURL(/qr=/)
    expect(await screen().textContent()).toContain("Rp 23.000")
  })

  it("reads a QR that is pasted as text, or picked from the latest", async () => {
    await page.goto("/phone")
    await page.getByLabel("Text of a QR").fill(payload)
    await page.getByRole("button", { name: "Read it" }).click()
    expect(await screen().textContent()).toContain("Rp 23.000")
    await page.goto("/phone")
    await page.getByRole("link", { name: "Rp 23.000" }).click()
    expect(await screen().textContent()).toContain("Rp 23.000")
  })

  it("says so when a picture holds no QR, when a text is no QRIS, and when another acquirer made it", async () => {
    await page.goto("/phone")
    const blank = { name: "x.png", mimeType: "image/png", buffer: Buffer.from("not a picture") }
    await page.getByLabel("Picture of a QR").setInputFiles(blank)
    await page.getByText("No QR was found in the picture.").waitFor()
    await page.getByLabel("Text of a QR").fill("https://example.com/<b>x</b>")
    await page.getByRole("button", { name: "Read it" }).click()
    expect(await screen().textContent()).toContain("This is not a QRIS code.")

    const foreign = build({
      pointOfInitiation: "dynamic",
      merchantAccounts: [
        { gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "WARUNGCONTOH", criteria: "UMI" },
      ],
      merchantCategoryCode: "5812",
      amount: 9_000,
      merchantName: "WARUNG CONTOH",
      merchantCity: "BANDUNG",
      postalCode: "40111",
    })
    if (!foreign.ok) throw new Error("the code can be built")
    await page.goto(`/phone?${new URLSearchParams({ qr: foreign.payload })}`)
    expect(await screen().textContent()).toContain("WARUNG CONTOH")
    expect(await screen().textContent()).toContain("The sandbox did not make this code")
    expect(await page.getByRole("button", { name: "Pay", exact: true }).count()).toBe(0)
  })

  it("declines without anybody hearing of it, and is told what an acquirer refuses", async () => {
    await page.goto(`/phone?${new URLSearchParams({ qr: payload })}`)
    await page.getByRole("button", { name: "Decline" }).click()
    await page.getByText("the QR stays payable").waitFor()
    expect((await shop.sandbox.control.payment(payload)).status).toBe("pending")
    await shop.sandbox.control.pay(payload)
    // Its page still shows the QR as payable.
    await page.getByRole("button", { name: "Pay", exact: true }).click()
    await page.getByText("The acquirer refused:").waitFor()
    expect((await shop.sandbox.control.payment(payload)).history.map(({ event }) => event)).toEqual([
      "created",
      "paid",
    ])
  })
})
