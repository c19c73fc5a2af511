import { PaymentQr } from "@qriskit/core"
import { build } from "@qriskit/payload"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createPaymentPage, InvalidPageAddress, publicFactsOf } from "../src/index.js"
import { openShop, SECRET, type Shop } from "./support/shop.js"

describe("a signed page address", () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
    await shop.open("order-1", 25_000)
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  const HOUR = 60 * 60_000
  const later = () => new Date(Date.now() + HOUR)
  const asJson = async (path: string) => {
    const answer = await shop.ask(path)
    return { status: answer.status, body: await answer.json() }
  }

  it("tells public facts alone", async () => {
    const { qr, shownUntil } = await shop.payments.get("order-1")
    const { status, body } = await asJson(`${shop.page.addressOf("order-1", { until: later() })}/status`)
    expect(status).toBe(200)
    expect(body).toEqual({
      status: "pending",
      amount: 25_000,
      merchant: expect.stringMatching(/\w/),
      qr: qr?.payload,
      until: shownUntil?.toISOString(),
      now: expect.any(String),
    })
  })

  it("says where the customer types the amount, and shows nobody what is no QRIS payload", async () => {
    const record = await shop.payments.get("order-1")
    const now = new Date()
    const merchantAccounts = [
      { gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1", criteria: "UMI" },
    ] as const
    const built = build({
      pointOfInitiation: "static",
      merchantAccounts,
      centralRepository: { nmid: "ID1023456789012", criteria: "UMI" },
      merchantCategoryCode: "5812",
      merchantName: "TOKO CONTOH",
      merchantCity: "JAKARTA",
      postalCode: "10310",
    })
    const payload = built.ok ? built.payload : ""
    expect(publicFactsOf({ ...record, qr: new PaymentQr({ payload }) }, { now })).toEqual({
      status: "pending",
      amount: 25_000,
      merchant: "TOKO CONTOH",
      qr: payload,
      isAmountTyped: true,
      until: record.shownUntil?.toISOString(),
      now: now.toISOString(),
    })
    const dummy = publicFactsOf(
      { ...record, qr: new PaymentQr({ payload: "QR-STRING-OF-STAGING" }) },
      { now },
    )
    expect([dummy.qr, dummy.isAmountTyped]).toEqual([undefined, undefined])
  })

  it("tells no payer and no reference once it is paid", async () => {
    const id = await shop.open("order-paid", 9_000)
    await shop.paid("order-paid", id)
    const { body } = await asJson(`${shop.page.addressOf("order-paid", { until: later() })}/status`)
    expect(body).toEqual({ status: "paid", amount: 9_000, now: expect.any(String) })
  })

  it("shows no QR whose time is over by the server's clock", async () => {
    shop.ahead = 2 * HOUR
    const address = shop.page.addressOf("order-1", { until: new Date(Date.now() + 3 * HOUR) })
    const { body } = await asJson(`${address}/status`)
    shop.ahead = 0
    expect(body.status).toBe("pending")
    expect(body).not.toHaveProperty("qr")
  })

  it("is nothing once any character of it is another", async () => {
    const address = shop.page.addressOf("order-1", { until: later() })
    const token = address.slice("/pay/".length)
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === "A" ? "B" : "A"
      const { status, body } = await asJson(`/pay/${token.slice(0, at)}${other}${token.slice(at + 1)}/status`)
      expect([at, status, body.error.code]).toEqual([at, 404, "not_found"])
    }
  })

  it("is nothing for another payment, another account, or a later end", async () => {
    const [ends, key, account, signature] = shop.page
      .addressOf("order-1", { until: later(), account: "toko-1" })
      .slice("/pay/".length)
      .split(".")
    const other = Buffer.from("order-paid").toString("base64url")
    const forged = [
      [ends, other, account, signature],
      [ends, key, "", signature],
      [ends, key, Buffer.from("toko-2").toString("base64url"), signature],
      [later().getTime().toString(36), key, account, `${signature}=`],
      [(Date.now() + 99 * HOUR).toString(36), key, account, signature],
      [ends, key, account],
      [ends, key, account, signature, ""],
    ]
    for (const parts of forged) expect((await shop.ask(`/pay/${parts.join(".")}`)).status).toBe(404)
  })

  it("is bound to its account: the same key of another is not shown", async () => {
    const { status, body } = await asJson(
      `${shop.page.addressOf("order-1", { until: later(), account: "toko-1" })}/status`,
    )
    expect([status, body.error.code]).toEqual([404, "not_found"])
  })

  it("asks for the payment of its account, and of no other", async () => {
    const asked: Array<unknown> = []
    using page = createPaymentPage({
      payments: {
        ...shop.payments,
        get: (key, of) => {
          asked.push([key, of])
          return shop.payments.get(key)
        },
      },
      secret: SECRET,
    })
    for (const account of ["toko-1", undefined]) {
      const address = page.addressOf("order-1", { until: later(), ...(account && { account }) })
      await page.handler(new Request(new URL(`${address}/status`, shop.origin)))
    }
    expect(asked).toEqual([
      ["order-1", { account: "toko-1" }],
      ["order-1", {}],
    ])
  })

  it("ends, for the page, the status and the line alike", async () => {
    const address = shop.page.addressOf("order-1", { until: new Date(Date.now() - 1) })
    expect(await asJson(`${address}/status`)).toMatchObject({
      status: 410,
      body: { error: { code: "ended" } },
    })
    expect(await asJson(`${address}/live`)).toMatchObject({ status: 410, body: { error: { code: "ended" } } })
    const page = await shop.ask(address, { headers: { "accept-language": "en-GB" } })
    expect(page.status).toBe(410)
    expect(await page.text()).toContain("This page has ended")
  })

  it("is good under a secret that is being replaced, and not under one that is gone", async () => {
    const { payments } = shop
    const next = "another secret of the tests, the one to come"
    const address = shop.page.addressOf("order-1", { until: later() })
    const ask = (page: typeof shop.page, path: string) =>
      page.handler(new Request(new URL(`${path}/status`, shop.origin)))
    using both = createPaymentPage({ payments, secret: [next, SECRET] })
    using after = createPaymentPage({ payments, secret: next })
    expect((await ask(both, address)).status).toBe(200)
    expect((await ask(after, address)).status).toBe(404)
    expect((await ask(after, both.addressOf("order-1", { until: later() }))).status).toBe(200)
  })

  it("is of nobody's making out of garbage", async () => {
    for (const path of [
      "/pay",
      "/pay/",
      "/pay/%",
      "/pay/....",
      "/pay/..%2f..",
      "/elsewhere",
      `/pay/${"a.".repeat(9_000)}`,
      `/pay/${shop.page.addressOf("order-1", { until: later() }).slice(5)}/raw`,
      `/pay/${shop.page.addressOf("order-1", { until: later() }).slice(5)}/status/more`,
    ])
      expect([path, (await shop.ask(path)).status]).toEqual([path, 404])
  })

  it("is made only of what can be a payment's", () => {
    const { page } = shop
    for (const make of [
      () => page.addressOf("", { until: later() }),
      () => page.addressOf("\ud800", { until: later() }),
      () => page.addressOf("k".repeat(501), { until: later() }),
      () => page.addressOf("k", { until: later(), account: "a".repeat(501) }),
      () => page.addressOf("k", { until: new Date(Number.NaN) }),
    ])
      expect(make).toThrow(InvalidPageAddress)
  })

  it("keeps its page to itself", async () => {
    const answer = await shop.ask(shop.page.addressOf("order-1", { until: later() }))
    const said = Object.fromEntries(answer.headers)
    expect(said["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    )
    expect(said["content-security-policy"]).not.toContain("unsafe")
    expect(said).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    })
  })

  it("takes nothing: only GET and HEAD", async () => {
    const address = shop.page.addressOf("order-1", { until: later() })
    const posted = await shop.ask(`${address}/status`, { method: "POST", body: "x" })
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"])
    const head = await shop.ask(`${address}/status`, { method: "HEAD" })
    expect([head.status, await head.text()]).toEqual([200, ""])
  })

  it("says 503 and tells the host where payments cannot be read, and nothing of it to the customer", async () => {
    const broken = new Error("connection to db.internal refused")
    const told: Array<unknown> = []
    using page = createPaymentPage({
      payments: { ...shop.payments, get: () => Promise.reject(broken) },
      secret: SECRET,
      onError: (error) => told.push(error),
    })
    const path = page.addressOf("order-1", { until: later() })
    for (const part of ["", "/status", "/live"]) {
      const answer = await page.handler(new Request(new URL(path + part, shop.origin)))
      expect(answer.status).toBe(503)
      expect(await answer.text()).not.toContain("db.internal")
    }
    expect(told).toEqual([broken, broken, broken])
  })

  it("gives lines only so many pages, and a place back when one goes", async () => {
    using page = createPaymentPage({ payments: shop.payments, secret: SECRET, maxLive: 1 })
    const path = new URL(`${page.addressOf("order-1", { until: later() })}/live`, shop.origin)
    const first = await page.handler(new Request(path))
    expect([first.status, (await page.handler(new Request(path))).status]).toEqual([200, 503])
    await first.body?.cancel()
    const third = await page.handler(new Request(path))
    expect(third.status).toBe(200)
    page.close()
    const text = await third.text()
    expect(text).toMatch(/^retry: 1000\n\n/)
  })

  it("tells a line what happens, and ends it with the address", async () => {
    const id = await shop.open("order-line", 11_000)
    const path = shop.page.addressOf("order-line", { until: later() })
    const line = await shop.ask(`${path}/live`)
    const reader = line.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ""
    const until = async (text: string): Promise<void> => {
      while (!heard.includes(text)) {
        const { done, value = "" } = (await reader?.read()) ?? { done: true }
        if (done) throw new Error(`the line ended without ${text}: ${heard}`)
        heard += value
      }
    }
    await until('"status":"pending"')
    shop.ahead = 2 * HOUR
    try {
      await shop.paid("order-line", id)
      await until("event: over")
      expect((await reader?.read())?.done).toBe(true)
      expect(heard).not.toContain('"status":"paid"')
    } finally {
      shop.ahead = 0
    }
  })

  it("is not begun with options that cannot be right, and no secret is in the message", () => {
    const make =
      (secret: string | Array<string>, basePath = "/pay") =>
      () =>
        createPaymentPage({ payments: shop.payments, secret, basePath })
    expect(make("short-secret")).toThrow(/secret.*at least 32/)
    expect(make("short-secret")).not.toThrow(/short-secret/)
    expect(make([])).toThrow(/secret/)
    expect(make(SECRET, "pay")).toThrow(/basePath must be a path/)
  })
})
