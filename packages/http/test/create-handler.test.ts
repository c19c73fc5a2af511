import { gzipSync } from "node:zlib"
import { bri } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import { createZipayAccounts } from "@qriskit/provider-zipay/promise"
import { badGatewayHtml, type Sandbox, tooManyRequests } from "@qriskit/sandbox"
import fastify from "fastify"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { toFastifyPlugin } from "../src/fastify.js"
import { calledFrom, createHandler } from "../src/index.js"
import { toNodeListener } from "../src/node.js"
import { Deferred } from "./support/deferred.js"
import { BASE, Lines, posted, Shop, startSandbox } from "./support/shop.js"
import { Listening } from "./support/wire.js"

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

let orders = 0
const newId = () => {
  orders += 1
  return `order-${orders}`
}

const inquiriesAbout = async (paymentId: string) =>
  (await sandbox.control.journal()).filter(
    (entry) => entry.operation === "ifortepay.inquire" && JSON.stringify(entry).includes(paymentId),
  )

describe("a callback", () => {
  it("is confirmed by an inquiry, handled, and answered in the provider's own words, however often it comes", async () => {
    await using shop = new Shop(sandbox)
    const [first, second] = [newId(), newId()]
    const [ifortepay, zipay] = [await shop.paid("ifortepay", first), await shop.paid("zipay", second)]
    for (const _ of [1, 2]) {
      expect(await shop.call(ifortepay)).toEqual({ status: 200, text: '{"message":"SUCCESS"}' })
      expect(await shop.call(zipay)).toEqual({ status: 200, text: '{"success":true}' })
    }
    expect(shop.heard).toEqual([`paid ${first}`, `paid ${second}`])
    expect(await inquiriesAbout(ifortepay.ref.paymentId)).toHaveLength(1)
    expect(shop.lines.all).toEqual([])
  })

  it("that comes many times at once is handled once", async () => {
    await using shop = new Shop(sandbox)
    const id = newId()
    const payment = await shop.paid("zipay", id)
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.call(payment)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(shop.heard).toEqual([`paid ${id}`])
  })

  it("that is forged changes nothing", async () => {
    await using shop = new Shop(sandbox)
    const payment = await shop.paid("ifortepay", newId())
    expect(await shop.call(payment, { wrongSignature: true })).toEqual({
      status: 401,
      text: '{"message":"REJECTED"}',
    })
    expect((await shop.call(payment, { set: { transaction_id: "another" } })).status).toBe(401)
    expect(shop.heard).toEqual([])
    expect(shop.lines.all).toHaveLength(2)
  })

  it("of nonsense, or without a body, is answered 400", async () => {
    await using shop = new Shop(sandbox)
    for (const body of ["", "{", "[]", "null", "{}", '{"uuid":7}', "\u0000"]) {
      expect([body, (await shop.handler(posted("/zipay", { body }))).status]).toEqual([body, 400])
    }
    expect((await shop.handler(posted("/zipay"))).status).toBe(400)
    expect(shop.heard).toEqual([])
  })

  it("that is packed is unpacked, within the limit", async () => {
    await using shop = new Shop(sandbox)
    const id = newId()
    const callback = await shop.callback(await shop.paid("ifortepay", id))
    const body = Buffer.from(await callback.arrayBuffer())
    const send = async (encoding: string, bytes: Uint8Array<ArrayBuffer>) => {
      const headers = { ...Object.fromEntries(callback.headers), "content-encoding": encoding }
      return (await shop.handler(posted("/ifortepay", { headers, body: bytes }))).status
    }
    expect(await send("gzip", Uint8Array.from(Buffer.from("no gzip")))).toBe(400)
    expect(await send("gzip", Uint8Array.from(gzipSync(Buffer.alloc(5_000_000))))).toBe(413)
    expect(await send("compress", Uint8Array.from(body))).toBe(415)
    expect(await send("constructor", Uint8Array.from(body))).toBe(415)
    expect(await send("Identity", Uint8Array.from(body))).toBe(200)
    expect(await send("gzip", Uint8Array.from(gzipSync(body)))).toBe(200)
    expect(shop.heard).toEqual([`paid ${id}`])
  })

  it("that is too long is not read to its end", async () => {
    await using shop = new Shop(sandbox, { bodyLimit: 100 })
    let made = 0
    const endless = new ReadableStream({
      pull(controller) {
        made += 1
        controller.enqueue(new Uint8Array(60))
      },
    })
    // Node's fetch wants the word for a body that is a stream; the types do not have it.
    const init: RequestInit & { duplex: "half" } = { body: endless, duplex: "half" }
    expect((await shop.handler(posted("/zipay", init))).status).toBe(413)
    expect(made).toBeLessThan(10)
    const headers = { "content-length": "101" }
    expect((await shop.handler(posted("/zipay", { headers, body: "x".repeat(101) }))).status).toBe(413)
  })

  it("whose body was read before is answered 500, and the log says what to do", async () => {
    await using shop = new Shop(sandbox)
    const request = posted("/zipay", { body: "{}" })
    await request.json()
    expect((await shop.handler(request)).status).toBe(500)
    expect(shop.lines.all.join()).toContain("hand over the request itself before anybody reads it")
  })

  it("about a payment that the provider does not confirm waits until it does", async () => {
    await using shop = new Shop(sandbox)
    const id = newId()
    const payment = await shop.order("zipay", id)
    expect(await shop.call(payment, { status: "PAID" })).toEqual({ status: 503, text: '{"success":false}' })
    expect((await shop.call(payment, { status: "A_WORD_NOBODY_MAPPED" })).status).toBe(200)
    expect(shop.heard).toEqual([])
    await sandbox.control.pay(payment.ref.paymentId)
    expect((await shop.call(payment)).status).toBe(200)
    expect(shop.heard).toEqual([`paid ${id}`])
  })

  it("about a payment that nobody knows is answered 401", async () => {
    await using shop = new Shop(sandbox)
    const payment = await shop.order("zipay", newId())
    const set = { uuid: "b0a7a1c2-0000-4000-8000-000000000000" }
    expect((await shop.call(payment, { status: "PAID", set })).status).toBe(401)
  })

  it("is answered 503 while the provider cannot be asked, with how long to wait", async () => {
    await using shop = new Shop(sandbox)
    const payment = await shop.paid("ifortepay", newId())
    await sandbox.control.faults.script({ at: "ifortepay.inquire", fault: badGatewayHtml })
    await sandbox.control.faults.script({ at: "ifortepay.inquire", fault: tooManyRequests(17) })
    expect(await shop.call(payment)).toEqual({ status: 503, text: '{"message":"FAILED"}' })
    const limited = await shop.handler(await shop.callback(payment))
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([503, "17"])
    expect((await shop.call(payment)).status).toBe(200)
  })

  it("whose handler fails is answered 500, and only what failed is done again", async () => {
    const done: Array<string> = []
    const failures = [new Error("the warehouse is closed")]
    await using shop = new Shop(sandbox, {
      onPaid: () => done.push("receipt"),
      onPayment: async () => {
        const failure = failures.pop()
        if (failure !== undefined) throw failure
        done.push("parcel")
      },
    })
    const payment = await shop.paid("zipay", newId())
    expect(await shop.call(payment)).toEqual({ status: 500, text: '{"success":false}' })
    expect(shop.lines.all.join()).toContain("onPayment failed for paid of zipay payment")
    expect(shop.lines.all.join()).toContain("the warehouse is closed")
    expect((await shop.call(payment)).status).toBe(200)
    expect(done).toEqual(["receipt", "parcel"])
  })

  it("finds a secret in its address, which is never logged", async () => {
    const secret = "zipay-secret-0123456789"
    await using shop = new Shop(sandbox, {}, { callbackSecret: secret })
    const id = newId()
    const payment = await shop.paid("zipay", id)
    expect((await shop.call(payment)).status).toBe(401)
    expect((await shop.call(payment, { below: "/a-guess-0123456789" })).status).toBe(401)
    expect((await shop.call(payment, { below: `/${secret}` })).status).toBe(200)
    expect(shop.heard).toEqual([`paid ${id}`])
    expect(shop.lines.all.join()).not.toMatch(/zipay-secret|a-guess/)
  })

  it("about payments that nobody made costs a budget of inquiries; one that is expected is asked about all the same", async () => {
    await using shop = new Shop(sandbox, { unknownPerSecond: 0.1 })
    const [expected, stranger] = [await shop.paid("zipay", newId()), await shop.paid("zipay", newId())]
    shop.handler.expect(expected.ref)
    const flood = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const body = JSON.stringify({ uuid: `made-up-${index}`, externalId: "order-1", status: "PAID" })
        return shop.handler(posted("/zipay", { body }))
      }),
    )
    expect(flood.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(18)
    expect((await shop.call(stranger)).status).toBe(503)
    expect((await shop.call(expected)).status).toBe(200)
  })

  it("brings the stored reference along, with the order that the provider does not know", async () => {
    const stored = new Map<string, unknown>()
    const heard: Array<string> = []
    await using shop = new Shop(sandbox, {
      unknownPerSecond: 0.01,
      // What a store without types gives.
      refOf: async ({ externalId }) => stored.get(externalId) as string | undefined,
      onPayment: ({ ref }) => heard.push(ref.orderId),
    })
    const payment = await shop.zipay.create({ amount: 25_000, externalId: newId(), orderId: "order-of-two" })
    await sandbox.control.pay(payment.ref.paymentId)
    stored.set(payment.ref.externalId, "Toko Contoh")
    expect((await shop.call(payment)).status).toBe(500)
    expect(shop.lines.all.join()).toContain("refOf gave something that is no stored reference")
    expect(shop.lines.all.join()).not.toContain("Toko Contoh")
    stored.set(payment.ref.externalId, JSON.stringify(payment.ref))
    expect((await shop.call(payment)).status).toBe(200)
    expect(heard).toEqual(["order-of-two"])
  })

  it("is asked about by what it says itself where refOf knows no such order", async () => {
    await using shop = new Shop(sandbox, { refOf: () => undefined })
    expect((await shop.call(await shop.paid("zipay", newId()))).status).toBe(200)
  })

  it("is received at its provider's path alone, by POST alone", async () => {
    await using shop = new Shop(sandbox, { basePath: "callbacks/" })
    const status = async (path: string, method = "POST") =>
      (await shop.handler(new Request(`https://toko.example${path}`, { method }))).status
    expect(shop.handler.paths).toEqual([
      { provider: "ifortepay", path: "/callbacks/ifortepay" },
      { provider: "zipay", path: "/callbacks/zipay" },
    ])
    expect(await status("/callbacks/zipay")).toBe(400)
    expect(await status("/callbacks/zipay/")).toBe(400)
    for (const path of [
      "/",
      "/callbacks",
      "/callbacks/another",
      "/callbacks-of-others/zipay",
      "/callbacks/zipay/%ff",
      "/callbacks/cron",
    ]) {
      expect([path, await status(path)]).toEqual([path, 404])
    }
    expect(await status("/callbacks/zipay", "GET")).toBe(405)
    expect(await status("/callbacks/zipay", "OPTIONS")).toBe(204)
  })

  it.each([
    ["a door", (request: Request) => [calledFrom(request, "203.0.113.9")]],
    ["Bun", (request: Request) => [request, { requestIP: () => ({ address: "203.0.113.9" }) }]],
    ["Deno", (request: Request) => [request, { remoteAddr: { hostname: "203.0.113.9" } }]],
  ] as const)("comes with the caller's address as %s says it", async (_, args) => {
    const callers: Array<string | undefined> = []
    const allowCaller = (address: string | undefined) => callers.push(address) === 0
    await using shop = new Shop(sandbox, {}, { allowCaller })
    const [request, ...platform] = args(await shop.callback(await shop.order("zipay", newId())))
    if (request instanceof Request) expect((await shop.handler(request, ...platform)).status).toBe(401)
    expect(callers).toEqual(["203.0.113.9"])
  })

  it("for a provider with an allow-list is answered 500 where nobody says the address: it may come again", async () => {
    const allowCaller = (address: string | undefined) => address === "203.0.113.9"
    await using shop = new Shop(sandbox, {}, { allowCaller })
    const callback = await shop.callback(await shop.order("zipay", newId()))
    expect((await shop.handler(callback, { params: Promise.resolve({}) }, undefined, "text")).status).toBe(
      500,
    )
    await using knowing = new Shop(
      sandbox,
      { remoteAddress: () => "203.0.113.9" },
      { allowCaller: () => true },
    )
    expect((await knowing.call(await knowing.order("zipay", newId()))).status).toBe(200)
  })
})

describe("a handler that closes", () => {
  it("answers 503 from then on, and waits for what is under way", async () => {
    const slow = new Deferred<void>()
    const isHandling = new Deferred<void>()
    await using shop = new Shop(sandbox, {
      onPayment: () => {
        isHandling.resolve()
        return slow.promise
      },
    })
    const payment = await shop.paid("zipay", newId())
    const underway = shop.call(payment)
    await isHandling.promise
    const closing = shop.handler.close()
    expect(await shop.call(payment)).toEqual({ status: 503, text: '{"success":false}' })
    slow.resolve()
    await closing
    expect((await underway).status).toBe(200)
  })

  it("leaves behind what hangs, and says so", async () => {
    const isHandling = new Deferred<void>()
    await using shop = new Shop(sandbox, {
      closeMillis: 0,
      onPayment: () => {
        isHandling.resolve()
        return new Promise(() => {})
      },
    })
    const underway = shop.call(await shop.paid("zipay", newId()))
    await isHandling.promise
    await shop.handler.close()
    expect((await underway).status).toBe(503)
    expect(shop.lines.all.join()).toContain("1 callbacks or events are still being handled after 0 ms")
  })
})

describe("a handler for many merchants", () => {
  it("finds the account in the path, and answers for one that there is not", async () => {
    const heard: Array<string> = []
    const table = new Map([["toko-1", (await sandbox.control.account("toko-1")).zipay]])
    const zipay = createZipayAccounts({
      load: async (account) => {
        const row = table.get(account)
        return row && { ...row, baseUrl: sandbox.zipay.baseUrl, retry: { times: 0 } }
      },
    })
    await using handler = createHandler({
      providers: [zipay],
      onPaid: ({ ref }, { account }) => heard.push(`${account} ${ref.externalId}`),
      log: new Lines(),
    })
    const id = newId()
    const toko = await zipay.account("toko-1")
    const { ref } = await toko.create({ amount: 25_000, externalId: id })
    await sandbox.control.pay(ref.paymentId)
    const { headers, body } = await sandbox.control.callbacks.build(ref.paymentId)
    const send = (path: string) => handler(posted(path, { headers, body }))
    expect((await send("/zipay/toko-1")).status).toBe(200)
    expect(heard).toEqual([`toko-1 ${id}`])
    expect(await (await send("/zipay/toko-2")).json()).toEqual({ outcome: "unaddressed" })
    expect((await send("/zipay")).status).toBe(404)
    await zipay.close()
  })
})

describe("an acquirer that asks for a token of ours", () => {
  it.each(["node", "fastify"])("gets it over %s, and brings it along with its callback", async (door) => {
    const heard: Array<string> = []
    const snap = createSnap({ ...sandbox.snap.bri, profile: bri })
    const lines = new Lines()
    await using handler = createHandler({
      providers: [snap],
      onPaid: ({ ref }) => heard.push(ref.externalId),
      log: lines,
    })
    const app = fastify()
    app.register(toFastifyPlugin(handler), { prefix: "/webhooks/qris" })
    await app.ready()
    await using server = await Listening.on(door === "node" ? toNodeListener(handler) : app.server)
    const url = `http://127.0.0.1:${server.port}/webhooks/qris/snap-bri/snap/v1.1/qr/qr-mpm-notify`
    await sandbox.control.snap.setCallbackUrl("bri", url)
    const id = newId()
    const { ref } = await snap.create({ amount: 25_000, externalId: id })
    await sandbox.control.pay(ref.paymentId)
    expect(heard).toEqual([id])
    expect(lines.all).toEqual([])
    const token = new Request(`${BASE}/snap-bri/snap/v1.0/access-token/b2b`, { method: "POST" })
    expect((await handler(token)).status).toBe(400)
    expect(lines.all.join()).toContain("snap-bri asked for a token and was answered 400")
    await snap.close()
  })
})
