import { setImmediate } from "node:timers/promises"
import {
  CreatePayment,
  PaymentNotFound,
  QrisError,
  type QrisProvider,
  type RawNotification,
  Rupiah,
} from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { ifortepayOrder, openWorld, rawOf, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("callbacks on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })

  const reconcile = () => world.run(world.payments.reconcileNow)
  const open = async (order = zipayOrder()) => {
    const { ref } = await world.run(world.payments.open(order))
    return ref?.paymentId ?? ""
  }
  const receive = (provider: string, raw: Parameters<typeof world.payments.receive>[1]) =>
    world.run(world.payments.receive(provider, raw))
  const status = async (key = "order-1001") => (await world.run(world.payments.get(key))).status
  const receipts = () => world.run(world.payments.receipts())
  const DENIED = new QrisError({ provider: "zipay", operation: "inquire", reason: new PaymentNotFound({}) })
  /** Zipay as a process sees it whose first question is answered only when it may be, and then with a denial. */
  const denyingLate = () => {
    const isAsked = Deferred.makeUnsafe<void>()
    const isAnswered = Deferred.makeUnsafe<void>()
    let times = 0
    const provider: QrisProvider = {
      ...world.zipay,
      inquire: (ref) => {
        times += 1
        if (times > 1) return world.zipay.inquire(ref)
        return Deferred.succeed(isAsked, undefined).pipe(
          Effect.andThen(Deferred.await(isAnswered)),
          Effect.andThen(Effect.fail(DENIED)),
        )
      },
    }
    return {
      provider,
      isAsked: () => Effect.runPromise(Deferred.await(isAsked)),
      answer: () => Effect.runPromise(Deferred.succeed(isAnswered, undefined)),
    }
  }
  /** A QR that was made, and whose answer was lost. */
  const openLost = async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    const { externalId } = await world.run(world.payments.open(zipayOrder()))
    const [made] = await world.control.payments()
    return { externalId, paymentId: made?.paymentId ?? "" }
  }

  test("a callback is stored and answered in the provider's words, and confirmed by inquiry", async () => {
    const id = await open()
    await world.control.pay(id)
    const reply = await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    expect(reply).toMatchObject({ status: 200, body: '{"success":true}', verdict: "accepted" })
    expect(await status()).toBe("pending")
    await reconcile()
    expect(await status()).toBe("paid")
    expect(await receipts()).toMatchObject([
      {
        verdict: "accepted",
        claimedStatus: "paid",
        claimedAmount: 25_000,
        times: 1,
        checkedAt: expect.any(Date),
      },
    ])
  })

  test("a callback is asked about at once, whatever the schedule says", async () => {
    const id = await open()
    expect(await reconcile()).toBe(0)
    await world.control.pay(id)
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    expect(await reconcile()).toBe(1)
  })

  test("the same bytes again are counted, not stored twice", async () => {
    const id = await open()
    await world.control.pay(id)
    const raw = rawOf(await world.control.callbacks.build(id))
    for (let times = 0; times < 3; times++) expect((await receive("zipay", raw)).status).toBe(200)
    expect(await receipts()).toMatchObject([{ times: 3 }])
  })

  test("a callback that lies about the status changes nothing", async () => {
    const id = await open()
    await receive("zipay", rawOf(await world.control.callbacks.build(id, { status: "PAID" })))
    await reconcile()
    expect(await status()).toBe("pending")
    expect(await receipts()).toMatchObject([
      { verdict: "accepted", claimedStatus: "paid", checkedAt: expect.any(Date) },
    ])
  })

  test("a callback that lies about the amount changes nothing", async () => {
    const id = await open()
    await world.control.pay(id)
    await receive("zipay", rawOf(await world.control.callbacks.build(id, { amount: 1 })))
    await reconcile()
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({
      status: "paid",
      paidAmount: 25_000,
    })
  })

  test("a forged signature is refused, kept with its verdict, and asks nobody anything", async () => {
    const id = await open(ifortepayOrder())
    await world.control.pay(id)
    const reply = await receive(
      "ifortepay",
      rawOf(await world.control.callbacks.build(id, { wrongSignature: true })),
    )
    expect(reply).toMatchObject({ status: 401, verdict: "forged" })
    expect(await reconcile()).toBe(0)
    expect(await receipts()).toMatchObject([
      { verdict: "forged", why: expect.stringContaining("mcp-signature") },
    ])
  })

  test("what our own code parsed first is nobody's forgery: kept nowhere, and asked for again", async () => {
    const id = await open(ifortepayOrder())
    await world.control.pay(id)
    const raw = rawOf(await world.control.callbacks.build(id))
    // What a caller without types hands over.
    const parsed = { ...raw, body: JSON.parse(String(raw.body)) as string }
    expect(await receive("ifortepay", parsed)).toMatchObject({ status: 500, verdict: "failed" })
    expect(await receipts()).toEqual([])
    expect(await receive("ifortepay", raw)).toMatchObject({ verdict: "accepted" })
  })

  test("a callback is the same one as a web request's headers and bytes", async () => {
    const id = await open(ifortepayOrder())
    await world.control.pay(id)
    const raw = rawOf(await world.control.callbacks.build(id))
    const headers = new Headers(raw.headers as Record<string, string>)
    const body = await new Response(String(raw.body)).arrayBuffer()
    expect(await receive("ifortepay", { headers, body })).toMatchObject({ verdict: "accepted" })
    expect(await receive("ifortepay", raw)).toMatchObject({ verdict: "accepted" })
    expect(await receipts()).toMatchObject([{ times: 2 }])
  })

  test("a genuine callback after a forged one with the same body is taken", async () => {
    const id = await open(ifortepayOrder())
    await world.control.pay(id)
    await receive("ifortepay", rawOf(await world.control.callbacks.build(id, { wrongSignature: true })))
    expect(await receive("ifortepay", rawOf(await world.control.callbacks.build(id)))).toMatchObject({
      verdict: "accepted",
    })
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["JSON of another shape", "[]"],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00])],
    ["a NUL in an id", '{"uuid":"a\\u0000b","externalId":"c","status":"PAID"}'],
    ["half a character", '{"uuid":"a","externalId":"\\ud800","status":"PAID"}'],
    ["an id without end", `{"uuid":"${"u".repeat(5_000)}","externalId":"e","status":"PAID"}`],
    ["nesting without end", "[".repeat(100_000)],
  ])("%s is answered and harms nothing", async (_what, body) => {
    const reply = await receive("zipay", { headers: {}, body })
    expect([200, 401]).toContain(reply.status)
    await reconcile()
    expect((await receipts()).length).toBe(1)
  })

  test("what is no body at all is answered too", async () => {
    const raw: unknown = { headers: {}, body: { parsed: "already" } }
    expect(await receive("zipay", raw as RawNotification)).toMatchObject({
      verdict: "failed",
    })
  })

  test("ids that were cut elsewhere under a good signature, which has no separators, are forged", async () => {
    const id = await open(ifortepayOrder())
    await world.control.pay(id)
    const { externalId } = await world.run(world.payments.get("order-1001"))
    const set = { external_id: externalId.slice(0, -1), order_id: `${externalId.slice(-1)}order-1001` }
    const callback = await world.control.callbacks.build(id, { set })
    expect(await receive("ifortepay", rawOf(callback))).toMatchObject({ status: 401, verdict: "forged" })
    expect(await reconcile()).toBe(0)
  })

  test("ids of another payment than the signed one are forged", async () => {
    const mine = await open(zipayOrder("order-1"))
    await open(zipayOrder("order-2"))
    const other = await world.run(world.payments.get("order-2"))
    const raw = rawOf(await world.control.callbacks.build(mine, { set: { externalId: other.externalId } }))
    expect(await receive("zipay", raw)).toMatchObject({ verdict: "forged" })
    await reconcile()
    expect(await status("order-2")).toBe("pending")
  })

  test("our external id with another payment's id is forged", async () => {
    await open(zipayOrder("order-1"))
    const other = await open(zipayOrder("order-2"))
    const { externalId } = await world.run(world.payments.get("order-1"))
    const raw = rawOf(await world.control.callbacks.build(other, { set: { externalId } }))
    expect(await receive("zipay", raw)).toMatchObject({ verdict: "forged" })
    expect(await receipts()).toMatchObject([{ verdict: "forged", why: expect.stringContaining("expected") }])
    expect(await reconcile()).toBe(0)
  })

  test("a provider that finds a callback with other ids to be about the payment is believed in that", async () => {
    const lenient = await openWorld(
      database,
      {},
      {
        database: (service) => service,
        provider: (provider) => {
          const { notifications } = provider
          return {
            ...provider,
            notifications: { ...notifications, read: (raw: RawNotification) => notifications.read(raw) },
          }
        },
      },
    )
    try {
      const { ref, externalId } = await lenient.run(lenient.payments.open(zipayOrder()))
      const body = JSON.stringify({ uuid: "another-name-for-it", externalId, status: "PAID" })
      const receiving = lenient.payments.receive("zipay", { headers: {}, body })
      expect(await lenient.run(receiving)).toMatchObject({ verdict: "accepted" })
      await lenient.control.pay(ref?.paymentId ?? "")
      await lenient.run(lenient.payments.reconcileNow)
      expect(await lenient.run(lenient.payments.get("order-1001"))).toMatchObject({ status: "paid" })
    } finally {
      await lenient.close()
    }
  })

  test("money on a static QR is listed as unmatched, once the provider confirms it", async () => {
    const { paymentId } = await world.control.payStatic("zipay", 15_000)
    expect(await receive("zipay", rawOf(await world.control.callbacks.build(paymentId)))).toMatchObject({
      status: 200,
      verdict: "unmatched",
    })
    expect(await receipts()).toMatchObject([
      { verdict: "unmatched", providerPaymentId: paymentId, claimedAmount: 15_000 },
    ])
    await reconcile()
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { providerPaymentId: paymentId, state: "confirmed", amount: 15_000 },
    ])
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([{ kind: "unmatched_money" }])
    await receive("zipay", rawOf(await world.control.callbacks.build(paymentId)))
    await reconcile()
    expect(await world.run(world.payments.anomalies.list())).toHaveLength(1)
  })

  test("an invented payment is refuted by the provider", async () => {
    const body = JSON.stringify({ uuid: "made-up", externalId: "made-up", status: "PAID", amount: "1000000" })
    await receive("zipay", { headers: {}, body })
    await reconcile()
    expect(await world.run(world.payments.unmatched())).toMatchObject([{ state: "refuted" }])
    expect(await world.run(world.payments.anomalies.list())).toEqual([])
  })

  test("a stranger's payment that was open when it was told of is asked about again once it is called paid", async () => {
    const { ref } = await world.run(
      world.zipay.create(new CreatePayment({ amount: Rupiah.make(25_000), externalId: "elsewhere" })),
    )
    await receive("zipay", rawOf(await world.control.callbacks.build(ref.paymentId)))
    for (let look = 0; look < 8; look++) {
      await reconcile()
      await world.advance({ minutes: 20 })
    }
    expect(await world.run(world.payments.unmatched())).toMatchObject([{ state: "refuted" }])
    await world.control.pay(ref.paymentId)
    await receive("zipay", rawOf(await world.control.callbacks.build(ref.paymentId)))
    await reconcile()
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { state: "confirmed", amount: 25_000 },
    ])
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([{ kind: "unmatched_money" }])
  })

  test("a stranger's payment that is called paid while it is asked about is asked about once more", async () => {
    const { ref } = await world.run(
      world.zipay.create(new CreatePayment({ amount: Rupiah.make(25_000), externalId: "elsewhere" })),
    )
    const { provider, isAsked, answer } = denyingLate()
    await world.restart({ providers: [provider] })
    await receive("zipay", rawOf(await world.control.callbacks.build(ref.paymentId)))
    const asking = reconcile()
    await isAsked()
    await world.control.pay(ref.paymentId)
    await receive("zipay", rawOf(await world.control.callbacks.build(ref.paymentId)))
    await answer()
    await asking
    await reconcile()
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { state: "confirmed", amount: 25_000 },
    ])
  })

  test("a stranger's money that one process confirmed is not refuted by what another was told later of an earlier question", async () => {
    const { paymentId } = await world.control.payStatic("zipay", 15_000)
    const { provider, isAsked, answer } = denyingLate()
    const slow = await world.spawn({ options: { providers: [provider] } })
    await receive("zipay", rawOf(await world.control.callbacks.build(paymentId)))
    const asking = slow.run(slow.payments.reconcileNow)
    await isAsked()
    // Its lease is over.
    await world.advance({ minutes: 5 })
    await reconcile()
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { state: "confirmed", amount: 15_000 },
    ])
    await answer()
    await asking
    expect(await world.run(world.payments.unmatched())).toMatchObject([
      { state: "confirmed", amount: 15_000 },
    ])
    await slow.end()
  })

  test("a QR whose creation was lost and that is paid all the same is found by its callback", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    expect(await world.run(world.payments.open(zipayOrder()))).toMatchObject({ status: "unknown" })
    const [made] = await world.control.payments()
    await world.control.pay(made?.paymentId ?? "")
    await receive("zipay", rawOf(await world.control.callbacks.build(made?.paymentId ?? "")))
    await reconcile()
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({
      status: "paid",
      paidAmount: 25_000,
    })
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([{ kind: "paid_unshown" }])
  })

  test.each<readonly [string, Fault]>([
    ["who asks is refused", { kind: "status", status: 403 }],
    [
      "the answer cannot be read",
      { kind: "status", status: 200, contentType: "application/json", body: "[]" },
    ],
  ])("a claimed id for a lost QR is not forgotten because %s", async (_why, fault) => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    await world.run(world.payments.open(zipayOrder()))
    const [made] = await world.control.payments()
    await world.control.pay(made?.paymentId ?? "")
    await receive("zipay", rawOf(await world.control.callbacks.build(made?.paymentId ?? "")))
    await world.control.faults.script({ at: "zipay.inquire", fault })
    await reconcile()
    expect(await status()).toBe("unknown")
    await world.advance({ hours: 2 })
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test("a claimed id for a lost QR that the provider denied is asked about again once it is claimed again", async () => {
    const { paymentId } = await openLost()
    const { provider, isAsked, answer } = denyingLate()
    await world.restart({ providers: [provider] })
    await world.control.pay(paymentId)
    const raw = rawOf(await world.control.callbacks.build(paymentId))
    await receive("zipay", raw)
    const asking = reconcile()
    await isAsked()
    await answer()
    await asking
    expect(await receipts()).toMatchObject([{ times: 1, checkedAt: expect.any(Date) }])
    await world.advance({ hours: 1 })
    expect(await reconcile()).toBe(1)
    expect(await status()).toBe("unknown")
    await receive("zipay", raw)
    expect(await receipts()).toMatchObject([{ times: 2 }])
    expect((await receipts())[0]?.checkedAt).toBeUndefined()
    await reconcile()
    expect(await status()).toBe("paid")
    expect(await receipts()).toMatchObject([{ times: 2, checkedAt: expect.any(Date) }])
  })

  test("a claimed id for a lost QR that comes again while the provider denies it is asked about again", async () => {
    const { paymentId } = await openLost()
    const { provider, isAsked, answer } = denyingLate()
    await world.restart({ providers: [provider] })
    await world.control.pay(paymentId)
    const raw = rawOf(await world.control.callbacks.build(paymentId))
    await receive("zipay", raw)
    const asking = reconcile()
    await isAsked()
    await world.advance({ seconds: 5 })
    await receive("zipay", raw)
    await answer()
    await asking
    await world.advance({ seconds: 2 })
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test("a lost QR without a claim is not looked at for ever", async () => {
    const { externalId } = await openLost()
    await receive("zipay", {
      headers: {},
      body: JSON.stringify({ uuid: "made-up", externalId, status: "PAID" }),
    })
    await reconcile()
    await world.advance({ hours: 1 })
    await reconcile()
    for (let hour = 0; hour < 3; hour++) {
      await world.advance({ hours: 1 })
      expect(await reconcile()).toBe(0)
    }
  })

  test("a claimed id for a lost QR that the provider does not confirm is forgotten", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    const { externalId } = await world.run(world.payments.open(zipayOrder()))
    const body = JSON.stringify({ uuid: "made-up", externalId, status: "PAID" })
    await receive("zipay", { headers: {}, body })
    await reconcile()
    await world.advance({ hours: 2 })
    await reconcile()
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "unknown" })
    expect((await world.run(world.payments.get("order-1001"))).ref).toBeUndefined()
  })

  test("a callback for an attempt whose process died while creating it waits for the lease, and is then looked into", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    const { externalId } = await world.run(world.payments.open(zipayOrder()))
    const [made] = await world.control.payments()
    // As a process leaves it that died with the provider's answer in its hands.
    const lease = new Date(world.clock.currentTimeMillisUnsafe() + 60_000)
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query(
        "update qriskit.attempt set status = 'creating', next_inquiry_at = $2 where external_id = $1",
        [externalId, lease],
      )
    })
    await world.control.pay(made?.paymentId ?? "")
    await receive("zipay", rawOf(await world.control.callbacks.build(made?.paymentId ?? "")))
    await world.run(world.payments.refresh("order-1001"))
    await reconcile()
    expect(await status()).toBe("creating")
    await world.advance({ minutes: 2 })
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test("a callback that comes while an inquiry is under way is asked about after it", async () => {
    const id = await open()
    await world.control.faults.script({ at: "zipay.inquire", fault: { kind: "slow-headers", ms: 150 } })
    await world.advance({ seconds: 10 })
    const asking = reconcile()
    // Until the inquiry is at the provider.
    while ((await world.control.faults.list()).length > 0) await setImmediate()
    await world.control.pay(id)
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    await asking
    await world.advance({ seconds: 3 })
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test("strangers fill neither the disk nor the memory: beyond the limit they are counted", async () => {
    await world.restart({ strangersPerHour: 5 })
    for (let index = 0; index < 12; index++) {
      await receive("zipay", { headers: {}, body: `nonsense ${index}` })
    }
    expect(await receipts()).toHaveLength(5)
    const made = (index: number) =>
      JSON.stringify({ uuid: `made-up-${index}`, externalId: "x", status: "PAID" })
    const replies = []
    for (let index = 0; index < 58; index++)
      replies.push((await receive("zipay", { headers: {}, body: made(index) })).verdict)
    // What might be money is noted by its ids; beyond that it is asked for again, not waved through.
    expect(replies).toEqual([...Array(55).fill("unmatched"), ...Array(3).fill("failed")])
    expect(await receipts()).toHaveLength(10)
  })

  test("one attempt stores a bounded number of different callbacks, and is asked about all the same", async () => {
    await world.restart({ receiptsPerAttempt: 3 })
    const id = await open()
    for (let index = 0; index < 6; index++) {
      await receive("zipay", rawOf(await world.control.callbacks.build(id, { set: { noise: index } })))
    }
    expect(await receipts()).toHaveLength(3)
    await world.control.pay(id)
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    await reconcile()
    expect(await status()).toBe("paid")
  })

  test("a long body is stored cut, and hashed whole", async () => {
    await world.restart({ receiptBytes: 50 })
    const id = await open()
    await receive(
      "zipay",
      rawOf(await world.control.callbacks.build(id, { set: { noise: "n".repeat(500) } })),
    )
    await receive(
      "zipay",
      rawOf(await world.control.callbacks.build(id, { set: { noise: "m".repeat(500) } })),
    )
    const stored = await receipts()
    expect(stored.map(({ body }) => body?.length)).toEqual([50, 50])
  })

  test("a callback about what is known already asks nobody", async () => {
    const id = await open()
    await world.control.pay(id)
    await world.run(world.payments.refresh("order-1001"))
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    await world.advance({ seconds: 10 })
    expect(await reconcile()).toBe(0)
  })

  test("callbacks make an attempt be asked about every two seconds at most", async () => {
    const id = await open()
    const noise = async (index: number) =>
      receive(
        "zipay",
        rawOf(await world.control.callbacks.build(id, { status: "PAID", set: { noise: index } })),
      )
    await noise(0)
    expect(await reconcile()).toBe(1)
    for (let index = 1; index < 5; index++) await noise(index)
    expect(await reconcile()).toBe(0)
    await world.advance({ seconds: 2 })
    expect(await reconcile()).toBe(1)
  })

  test("a provider that nobody named is an error of the caller", async () => {
    expect(await world.error(world.payments.receive("danadana", { headers: {}, body: "" }))).toMatchObject({
      _tag: "NoSuchProvider",
    })
  })

  test("old callbacks are deleted, those of strangers first", async () => {
    const id = await open()
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    await receive("zipay", { headers: {}, body: "nonsense" })
    await world.advance({ hours: 10 * 24 })
    await world.run(world.payments.prune)
    expect(await receipts()).toMatchObject([{ verdict: "accepted" }])
    await world.advance({ hours: 90 * 24 })
    await world.run(world.payments.prune)
    expect(await receipts()).toEqual([])
  })

  test("redact removes who paid and what was said, and keeps the money", async () => {
    const id = await open()
    await world.control.pay(id, { payerName: "PELANGGAN CONTOH" })
    await receive("zipay", rawOf(await world.control.callbacks.build(id)))
    await reconcile()
    const before = await world.run(world.payments.get("order-1001"))
    await world.advance({ hours: 1 })
    const at = new Date(world.clock.currentTimeMillisUnsafe())
    expect(await world.run(world.payments.redact(at))).toEqual({ attempts: 1, callbacks: 1 })
    const all = JSON.stringify([
      await database.rows("select * from qriskit.attempt"),
      await database.rows("select * from qriskit.receipt"),
    ])
    expect(all).not.toContain("PELANGGAN")
    await world.run(world.payments.refresh("order-1001"))
    const { payer: _, ...facts } = before
    expect(await world.run(world.payments.get("order-1001"))).toEqual(expect.objectContaining(facts))
    expect((await world.run(world.payments.get("order-1001"))).payer).toBeUndefined()
    expect(await world.run(world.payments.redact(at))).toEqual({ attempts: 0, callbacks: 0 })
  })

  test("redact clears what handlers threw, and a late callback does not bring back what it removed", async () => {
    const id = await open()
    await database.rows("update qriskit.event set last_error = 'Error: PELANGGAN CONTOH is no member'")
    const at = new Date(world.clock.currentTimeMillisUnsafe() + 1)
    await world.run(world.payments.redact(at))
    const late = await world.control.callbacks.build(id, { set: { customerName: "PELANGGAN CONTOH" } })
    expect(await receive("zipay", rawOf(late))).toMatchObject({ verdict: "accepted" })
    const forged = await world.control.callbacks.build(id, {
      set: { customerName: "PELANGGAN CONTOH", externalId: "another" },
    })
    await receive("zipay", rawOf(forged))
    const all = JSON.stringify([
      await database.rows("select * from qriskit.attempt"),
      await database.rows("select * from qriskit.receipt"),
      await database.rows("select * from qriskit.event"),
    ])
    expect(all).not.toContain("PELANGGAN")
    expect((await receipts()).length).toBe(2)
  })
})
