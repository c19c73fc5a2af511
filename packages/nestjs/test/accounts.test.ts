import { ModuleRef } from "@nestjs/core"
import { HealthIndicatorService } from "@nestjs/terminus"
import type { Payment, QrisError } from "@qriskit/core"
import { describe, expect, it } from "vitest"
import { QrisModule, type QrisProviders, qrisAccountsToken } from "../src/index.js"
import { QrisPayments } from "../src/payments.js"
import { PaymentDto } from "../src/swagger.js"
import { QrisHealthIndicator } from "../src/terminus.js"
import { ifortepayOver, ORDER, zipayOver } from "./support/acquirers.js"
import { startManyMerchants } from "./support/many-merchants.js"
import { memoryPayments } from "./support/memory-payments.js"
import { PLATFORMS } from "./support/platforms.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

const JSON_HEADERS = { "content-type": "application/json" }
const PROVIDERS = ["ifortepay", "zipay"] as const

const reasonOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  // Asserted by whoever looks at the reason.
  return (error as QrisError).reason
}

describe.each(PLATFORMS)("many merchants on %s", (platform) => {
  it("each have payments of their own, and their callbacks an address of their own", async () => {
    await using shop = await startManyMerchants(platform)
    for (const provider of PROVIDERS) {
      for (const account of ["toko-1", "toko-2"]) {
        const payment = await shop.order(account, provider, "order-1")
        expect(payment.ref.account).toBe(account)
        await shop.control.pay(payment.ref.paymentId)
        expect(shop.acquirers.path(provider, "default", account)).toBe(
          `/webhooks/qris/${provider}/${account}`,
        )
        expect([provider, account, (await shop.callBack(payment)).status]).toEqual([provider, account, 200])
      }
    }
    // The same external id twice at each provider, and nobody is taken for the other.
    expect(shop.heard).toEqual([
      "paid toko-1/order-1 toko-1",
      "paid toko-2/order-1 toko-2",
      "paid toko-1/order-1 toko-1",
      "paid toko-2/order-1 toko-2",
    ])
    expect(shop.log.from("warn")).toEqual([])
  })

  it("a callback that comes again is handled once, and only for its account", async () => {
    await using shop = await startManyMerchants(platform)
    const payment = await shop.order("toko-1", "zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    for (const _ of [1, 2, 3]) expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid toko-1/order-1 toko-1"])
  })

  it("no callback of one is taken for another's, signed or not", async () => {
    await using shop = await startManyMerchants(platform)
    for (const provider of PROVIDERS) {
      const payment = await shop.order("toko-1", provider, `order-${provider}`)
      await shop.control.pay(payment.ref.paymentId)
      expect([provider, (await shop.callBack(payment, { account: "toko-2" })).status]).toEqual([
        provider,
        401,
      ])
      expect((await shop.callBack(payment, { secret: "a-guess-0123456789", account: "toko-2" })).status).toBe(
        401,
      )
    }
    expect(shop.heard).toEqual([])
  })

  it("the callback address that goes along with a payment ends in the account", async () => {
    await using shop = await startManyMerchants(platform, { publicUrl: "http://127.0.0.1:9/" })
    const { ref } = await shop.order("toko-1", "ifortepay", "order-1")
    const { url } = await shop.control.callbacks.build(ref.paymentId)
    expect(url).toBe("http://127.0.0.1:9/webhooks/qris/ifortepay/toko-1")
    await using other = await startManyMerchants(platform, {
      notificationUrls: { ifortepay: "http://127.0.0.1:9/api/webhooks/qris/ifortepay" },
    })
    const second = await other.order("toko-2", "ifortepay", "order-1")
    expect((await other.control.callbacks.build(second.ref.paymentId)).url).toBe(
      "http://127.0.0.1:9/api/webhooks/qris/ifortepay/toko-2",
    )
  })

  it("the acquirer's own callbacks arrive at the account's address", async () => {
    await using shop = await startManyMerchants(platform)
    await shop.control.zipay.setCallbackUrl(
      `${shop.url}/webhooks/qris/zipay/{account}/secret-of-the-path-of-{account}`,
    )
    const payment = await shop.order("toko-2", "zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(shop.heard).toEqual(["paid toko-2/order-1 toko-2"])
  })

  it("an account that there is not is answered 404, and the table is not asked again by whoever repeats it", async () => {
    await using shop = await startManyMerchants(platform)
    const send = (account: string) =>
      post(`${shop.url}/webhooks/qris/zipay/${account}/secret`, { headers: JSON_HEADERS, body: "{}" })
    const answers = await Promise.all(Array.from({ length: 50 }, () => send("nobody")))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    expect(answers[0]?.text).toBe('{"outcome":"unaddressed"}')
    expect(shop.loads).toEqual(["zipay nobody"])
    for (const name of ["..", "a b", "%00", "x".repeat(65), "-", "a%2Fb"]) {
      expect([name, (await send(name)).status]).toEqual([name, 404])
    }
    // Accounts alone: nobody is at the provider's own address.
    expect(
      (await post(`${shop.url}/webhooks/qris/zipay`, { headers: JSON_HEADERS, body: "{}" })).status,
    ).toBe(404)
    expect(shop.log.lines.join()).not.toContain("nobody")
  })

  it("made-up accounts without end cost the table a budget, and those that exist are served all the same", async () => {
    await using shop = await startManyMerchants(platform, { unknownPerSecond: 1 })
    const payment = await shop.order("toko-1", "zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    shop.loads.length = 0
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        post(`${shop.url}/webhooks/qris/zipay/made-up-${index}`, { headers: JSON_HEADERS, body: "{}" }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 503]))
    // Ten saved up, those that were under way together, and one for each second that the flood took.
    expect(shop.loads.length).toBeLessThan(60)
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.log.from("warn").length).toBeLessThanOrEqual(21)
  })

  it("the platform's table being away is our own failure: 503, without a word of why", async () => {
    await using shop = await startManyMerchants(platform)
    const payment = await shop.order("toko-1", "zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    shop.qris.accounts("zipay").forget("toko-1")
    shop.away.error = new Error("password of the platform's database")
    expect(await shop.callBack(payment)).toMatchObject({ status: 503, text: '{"outcome":"unavailable"}' })
    delete shop.away.error
    expect((await shop.callBack(payment)).status).toBe(200)
    expect(shop.heard).toEqual(["paid toko-1/order-1 toko-1"])
    expect(shop.log.lines.join()).not.toContain("password of")
    expect(shop.log.lines.join()).not.toContain("secret-of-the-path")
  })

  it("a merchant comes, changes its credentials and leaves while everything runs", async () => {
    await using shop = await startManyMerchants(platform)
    await shop.onboard("toko-3")
    const payment = await shop.order("toko-3", "ifortepay", "order-1")
    await shop.control.renewAccount("toko-3")
    expect(await reasonOf(shop.qris.inquire(payment.ref))).toMatchObject({ _tag: "Unauthorized" })
    await shop.onboard("toko-3")
    shop.qris.accounts("ifortepay").forget("toko-3")
    expect(await shop.qris.inquire(payment.ref)).toMatchObject({ status: "pending" })
    shop.table.delete("toko-3")
    shop.qris.accounts("ifortepay").forget("toko-3")
    expect(await reasonOf(shop.qris.inquire(payment.ref))).toMatchObject({ _tag: "NoSuchAccount" })
    expect((await shop.callBack(payment)).status).toBe(404)
  })

  it("with refOf the stored reference of the account reaches the handler", async () => {
    const stored = new Map<string, string>()
    await using shop = await startManyMerchants(platform, {
      webhooks: { unknownPerSecond: 0.01 },
      refOf: ({ account, externalId }) => stored.get(`${account} ${externalId}`),
    })
    for (const account of ["toko-1", "toko-2"]) {
      const payment = await shop.order(account, "zipay", "order-1")
      stored.set(`${account} order-1`, JSON.stringify(payment.ref))
      await shop.control.pay(payment.ref.paymentId)
      expect((await shop.callBack(payment)).status).toBe(200)
    }
    expect(shop.heard).toEqual(["paid toko-1/order-1 toko-1", "paid toko-2/order-1 toko-2"])
  })

  it("a flood about payments of one account leaves the others their own budget", async () => {
    await using shop = await startManyMerchants(platform, { webhooks: { unknownPerSecond: 0.1 } })
    const claim = (account: string, uuid: string) =>
      post(`${shop.url}/webhooks/qris/zipay/${account}/secret-of-the-path-of-${account}`, {
        headers: JSON_HEADERS,
        body: JSON.stringify({ uuid, externalId: "order-1", status: "PAID" }),
      })
    const flood = await Promise.all(
      Array.from({ length: 20 }, (_, index) => claim("toko-1", `made-up-${index}`)),
    )
    expect(flood.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(18)
    // Asked about, and refuted.
    expect((await claim("toko-2", "made-up")).status).toBe(401)
  })

  it("durable payments keep a key for each account, and their events name it", async () => {
    await using shop = await startManyMerchants(platform, {
      publicUrl: "http://127.0.0.1:9",
      payments: (providers: QrisProviders) => memoryPayments(providers),
    })
    const payments = shop.app.get(QrisPayments)
    for (const account of ["toko-1", "toko-2"]) {
      const opened = await payments.open({ ...ORDER, account, key: "order-1", provider: "ifortepay" })
      expect(await payments.open({ ...ORDER, account, key: "order-1", provider: "ifortepay" })).toMatchObject(
        {
          attempt: 1,
          externalId: opened.externalId,
        },
      )
      const ref = opened.ref
      if (ref === undefined) throw new Error("no reference")
      expect((await shop.control.callbacks.build(ref.paymentId)).url).toBe(
        `http://127.0.0.1:9/webhooks/qris/ifortepay/${account}`,
      )
      await shop.control.pay(ref.paymentId)
      expect((await shop.callBack({ ref })).status).toBe(200)
      const at = `paid ${account}/${ref.externalId} ${account}`
      await expect.poll(() => shop.heard).toContain(at)
      expect(await payments.get("order-1", { account })).toMatchObject({ status: "paid", account })
    }
    expect(shop.heard).toHaveLength(2)
    const send = (account: string) =>
      post(`${shop.url}/webhooks/qris/ifortepay/${account}`, { headers: JSON_HEADERS, body: "{}" })
    shop.loads.length = 0
    for (const _ of [1, 2, 3]) expect((await send("nobody")).status).toBe(404)
    expect(shop.loads).toEqual(["ifortepay nobody"])
  })
})

describe("QrisService.for", () => {
  it("takes an account, or an account and a provider", async () => {
    await using shop = await startManyMerchants("Express")
    const toko = shop.qris.for("toko-1", "zipay")
    const payment = await toko.create({ amount: 10_000, externalId: "order-1" })
    expect(await toko.inquire(payment.ref)).toMatchObject({ status: "pending" })
    expect((await toko.client()).id).toBe("zipay")
    expect((await shop.qris.for("toko-1").provider("ifortepay")).id).toBe("ifortepay")
    expect(shop.qris.providerIds).toEqual(["ifortepay", "zipay"])
    expect(shop.app.get(qrisAccountsToken("zipay"))).toBe(shop.qris.accounts("zipay"))
  })

  it("refuses a reference of another account, and finds the account that a reference names by itself", async () => {
    await using shop = await startManyMerchants("Express")
    const payment = await shop.order("toko-1", "zipay", "order-1")
    expect(await shop.qris.inquire(JSON.parse(JSON.stringify(payment.ref)))).toMatchObject({
      status: "pending",
    })
    const before = (await shop.control.journal()).length
    for (const call of [
      shop.qris.for("toko-2").inquire(payment.ref),
      shop.qris.for("toko-2", "zipay").inquire(payment.ref),
      shop.qris.for("toko-1", "ifortepay").inquire(payment.ref),
    ]) {
      expect(await reasonOf(call)).toMatchObject({ _tag: "InvalidRequest", outcome: "not_sent" })
    }
    expect(await shop.control.journal()).toHaveLength(before)
  })

  it("rejects with what is wrong: no such account, no such provider, no account named", async () => {
    await using shop = await startManyMerchants("Express")
    const { qris } = shop
    const request = { amount: 10_000, externalId: "order-1" }
    expect(await reasonOf(qris.for("nobody").create("zipay", request))).toMatchObject({
      _tag: "NoSuchAccount",
    })
    expect(await reasonOf(qris.for("no body").create("zipay", request))).toMatchObject({
      _tag: "NoSuchAccount",
    })
    expect(await reasonOf(qris.for("toko-1").create("another", request))).toMatchObject({
      issues: [{ path: "provider", message: 'must be one of "ifortepay", "zipay"' }],
    })
    expect(await reasonOf(qris.create("zipay", request))).toMatchObject({
      issues: [{ path: "account", message: 'must be named: "zipay" is registered with accounts only' }],
    })
    const ref = { provider: "zipay", paymentId: "1", externalId: "1", orderId: "1", account: 7 }
    expect(await reasonOf(Reflect.apply(qris.inquire, qris, [ref]))).toMatchObject({
      issues: [{ path: "account", message: "must be text" }],
    })
    expect(() => qris.provider("zipay")).toThrow('"zipay" is registered with accounts only')
    expect(() => qris.accounts("another")).toThrow('No accounts at "another" are registered')
  })

  it("shows a payment with its account and what else its provider needs later", () => {
    const ref = {
      provider: "zipay",
      paymentId: "1",
      externalId: "2",
      orderId: "3",
      account: "toko-1",
      attributes: { a: "b" },
    }
    // As much of a payment as is shown.
    expect(new PaymentDto({ ref, status: "pending", amount: 1 } as unknown as Payment).ref).toEqual(ref)
  })
})

it("health counts accounts, and asks their host with the one that it is told", async () => {
  await using shop = await startManyMerchants("Express")
  const indicator = new QrisHealthIndicator(shop.app.get(ModuleRef), new HealthIndicatorService())
  expect(await indicator.check("qris")).toEqual({
    qris: { status: "up", ifortepay: { accounts: 0 }, zipay: { accounts: 0 } },
  })
  expect(await indicator.check("qris", { account: "toko-1" })).toMatchObject({
    qris: { status: "up", zipay: { reachable: true, accounts: 0 } },
  })
  expect(await indicator.check("qris", { account: "nobody", providers: ["zipay"] })).toMatchObject({
    qris: {
      status: "down",
      zipay: { reachable: false, why: 'the account "nobody" cannot be had: NoSuchAccount' },
    },
  })
})

describe("accounts beside a client", () => {
  it("each keep their address, and what an account's needs is refused where there are none", async () => {
    await using base = await startManyMerchants("Express")
    const accounts = [base.qris.accounts("zipay")]
    await using shop = await startShop("Express", { accounts, closeOnShutdown: false })
    const own = await shop.order("zipay", "order-1")
    await shop.control.pay(own.ref.paymentId)
    expect((await shop.callBack(own)).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1"])
    const other = await shop.qris.for("toko-1").create("zipay", { amount: 10_000, externalId: "order-2" })
    await base.control.pay(other.ref.paymentId)
    const { path, headers, body } = await base.acquirers.callback(other.ref, {
      secret: "secret-of-the-path-of-toko-1",
    })
    expect((await post(shop.url + path, { headers, body })).status).toBe(200)
    expect(shop.heard).toEqual(["paid order-1", "paid order-2"])
    expect(
      await reasonOf(shop.qris.for("toko-1").create("ifortepay", { ...ORDER, externalId: "3" })),
    ).toMatchObject({
      issues: [{ path: "account", message: 'must be absent: "ifortepay" is registered without accounts' }],
    })
  })

  it("what is none is refused at start", async () => {
    await using base = await startManyMerchants("Express")
    const accounts = base.qris.accounts("zipay")
    const start = (options: object) => Reflect.apply(startShop, undefined, ["Express", options])
    await expect(start({ providers: [accounts] })).rejects.toThrow("write them under accounts: [...]")
    await expect(start({ accounts: [zipayOver(base.sandbox)] })).rejects.toThrow(
      "accounts[0] of QrisModule are not accounts behind promises",
    )
    await expect(start({ accounts: [accounts, accounts] })).rejects.toThrow(
      'accounts of QrisModule has "zipay" twice',
    )
    const notificationUrls = { zipay: "https://toko.example/webhooks/qris/zipay" }
    await expect(start({ accounts: [accounts], notificationUrls })).rejects.toThrow(
      "takes no callback address",
    )
    const declared = QrisModule.forRootAsync({
      accountsAt: ["ifortepay"],
      useFactory: () => ({ accounts: [accounts], providers: [ifortepayOver(base.sandbox)] }),
    })
    await expect(start({ imports: [{ ...declared, global: true }] })).rejects.toThrow(
      /providerIds names none|accountsAt names/,
    )
  })
})
