import { Webhook } from "standardwebhooks"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import { endpoints } from "../../src/endpoints.js"
import type { AddEndpoint } from "../../src/onward/endpoint.js"
import { DATABASES, type TestDatabase } from "../support/databases.js"
import { type Arrived, openReceiver, type Receiver } from "../support/receiver.js"
import { midtransOrder, openWorld, type World, zipayOrder } from "../support/world.js"

const FIRST_PAUSE = 5_000

describe.each(DATABASES)("webhooks onward on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let receiver: Receiver
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, {
      endpoints: endpoints({
        allowPrivate: ["127.0.0.0/8"],
        allowHttp: true,
        ports: "any",
        attemptMillis: 1_000,
        retryMillis: [FIRST_PAUSE, 300_000],
      }),
    })
    receiver = await openReceiver()
  })
  afterAll(async () => {
    await receiver?.close()
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    receiver.reset()
  })
  afterEach(() => vi.useRealTimers())

  const verbs = () => world.payments.endpoints
  const add = (input: Partial<AddEndpoint> = {}) => world.run(verbs().add({ url: receiver.url, ...input }))
  const reconcile = () => world.run(world.payments.reconcileNow)
  const sell = async (key: string) => {
    const { ref } = await world.run(world.payments.open(zipayOrder(key)))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh(key))
  }
  /** As a merchant's server does it, at the time that it is in the test. */
  const verify = (secret: string, { headers, body }: Arrived): unknown => {
    vi.setSystemTime(world.clock.currentTimeMillisUnsafe())
    try {
      return new Webhook(secret).verify(body, headers)
    } finally {
      vi.useRealTimers()
    }
  }
  const attempts = () => world.run(verbs().attempts())

  test("an endpoint is told what happens, in order, signed as Standard Webhooks says", async () => {
    const { endpoint, secret } = await add()
    expect(endpoint).toMatchObject({
      url: receiver.url,
      isEnabled: true,
      secrets: [{ hint: secret.slice(-4) }],
    })
    await sell("order-1")
    await reconcile()
    expect(receiver.told()).toEqual(["opened order-1", "paid order-1"])
    const [opened, paid] = receiver.arrived
    expect(verify(secret, paid as Arrived)).toEqual({
      version: 1,
      type: "payment.paid",
      timestamp: "2026-04-07T03:00:00.000Z",
      data: {
        key: "order-1",
        orderId: "order-1",
        provider: "zipay",
        externalId: expect.any(String),
        sequence: 2,
        status: "paid",
        amount: 25_000,
        paidAmount: 25_000,
      },
    })
    expect(opened?.headers["webhook-id"]).toMatch(/^msg_[0-9a-f]{32}$/)
    expect(opened?.headers["webhook-id"]).not.toBe(paid?.headers["webhook-id"])
    expect(() => verify(secret, { ...(paid as Arrived), body: opened?.body ?? "" })).toThrow()
    expect(await attempts()).toMatchObject([
      { message: paid?.headers["webhook-id"], number: 1, isDelivered: true, status: 204 },
      { message: opened?.headers["webhook-id"], number: 1, isDelivered: true, status: 204 },
    ])
    await reconcile()
    expect(receiver.arrived).toHaveLength(2)
  })

  test("an endpoint is told only of its subjects, of its account, and of what happens after it was added", async () => {
    await sell("before")
    await add({ subjects: ["paid"] })
    await sell("after")
    await reconcile()
    expect(receiver.told()).toEqual(["paid after"])
  })

  test("an endpoint may begin at a cursor, and then goes along with the others", async () => {
    await sell("order-1")
    await add({ subjects: ["paid"], from: 0 })
    await reconcile()
    await sell("order-2")
    await reconcile()
    expect(receiver.told()).toEqual(["paid order-1", "paid order-2"])
  })

  test("while a secret is rotated both sign; then the new one alone", async () => {
    const { endpoint, secret: old } = await add({ subjects: ["paid"] })
    const { secret, endpoint: rotated } = await world.run(
      verbs().rotate(endpoint.id, { overlapMillis: 3_600_000 }),
    )
    expect(rotated.secrets).toMatchObject([
      { hint: secret.slice(-4) },
      { hint: old.slice(-4), until: new Date("2026-04-07T04:00:00.000Z") },
    ])
    await sell("order-1")
    await reconcile()
    verify(old, receiver.arrived[0] as Arrived)
    verify(secret, receiver.arrived[0] as Arrived)
    await world.advance({ hours: 2 })
    await sell("order-2")
    await reconcile()
    verify(secret, receiver.arrived[1] as Arrived)
    expect(() => verify(old, receiver.arrived[1] as Arrived)).toThrow("No matching signature")
    const { secret: third } = await world.run(verbs().rotate(endpoint.id, { overlapMillis: 0 }))
    await sell("order-3")
    await reconcile()
    verify(third, receiver.arrived[2] as Arrived)
    expect(() => verify(secret, receiver.arrived[2] as Arrived)).toThrow("No matching signature")
  })

  test("what is not taken comes again after a pause, under the same id, and what follows it waits", async () => {
    await add()
    receiver.answer(({ message }) => (message.data["key"] === "order-1" ? 500 : 204))
    await sell("order-1")
    await sell("order-2")
    await reconcile()
    expect(receiver.told()).toEqual(["opened order-1", "opened order-2", "paid order-2"])
    receiver.answer(() => 204)
    await world.advance({ ms: 0.8 * FIRST_PAUSE - 1 })
    await reconcile()
    expect(receiver.arrived).toHaveLength(3)
    await world.advance({ ms: 0.4 * FIRST_PAUSE + 1 })
    await reconcile()
    expect(receiver.told().slice(3)).toEqual(["opened order-1", "paid order-1"])
    expect(receiver.arrived[3]?.headers["webhook-id"]).toBe(receiver.arrived[0]?.headers["webhook-id"])
  })

  test("after the last try it is a dead letter, what follows goes on, and it can be sent again", async () => {
    const { endpoint } = await add()
    receiver.answer(({ message }) => (message.type === "payment.opened" ? 500 : 204))
    await sell("order-1")
    for (let turn = 0; turn < 4; turn++) {
      await reconcile()
      await world.advance({ minutes: 10 })
    }
    expect(receiver.told()).toEqual(["opened order-1", "opened order-1", "opened order-1", "paid order-1"])
    const dead = await world.run(verbs().deadLetters())
    expect(dead).toMatchObject([
      {
        key: "order-1",
        type: "payment.opened",
        attempts: 3,
        state: "dead",
        lastStatus: 500,
        lastWhy: "it answered 500",
      },
    ])
    receiver.answer(() => 204)
    await reconcile()
    expect(receiver.arrived).toHaveLength(4)
    expect(await world.run(verbs().resend({ message: dead[0]?.id ?? "" }))).toBe(1)
    await reconcile()
    expect(receiver.told().at(-1)).toBe("opened order-1")
    expect(await world.run(verbs().deadLetters())).toEqual([])
    const since = { endpoint: endpoint.id, since: new Date(0) }
    expect(await world.run(verbs().resend(since))).toBe(0)
    expect(await world.run(verbs().resend({ ...since, delivered: true }))).toBe(2)
    await reconcile()
    expect(receiver.told().slice(-2)).toEqual(["opened order-1", "paid order-1"])
    expect(await world.run(verbs().messages({ state: "delivered" }))).toMatchObject([
      { type: "payment.opened", attempts: 5 },
      { type: "payment.paid", attempts: 2 },
    ])
  })

  test("a refund is told with what went back, in whole rupiah", async () => {
    await add({ subjects: ["refunded"] })
    const { ref } = await world.run(world.payments.open(midtransOrder("order-1")))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1"))
    await world.run(world.payments.refund("order-1", { reason: "Sold out", by: "kasir" }))
    await reconcile()
    expect(receiver.arrived.map(({ message }) => message.data)).toMatchObject([
      { status: "refunded", amount: 25_000, paidAmount: 25_000, refunded: 25_000 },
    ])
  })

  test("a ping goes out now and once, is on record, and is nobody's dead letter", async () => {
    const { endpoint, secret } = await add()
    expect(await world.run(verbs().ping(endpoint.id))).toMatchObject({ isDelivered: true, status: 204 })
    expect(verify(secret, receiver.arrived[0] as Arrived)).toMatchObject({
      type: "ping",
      data: { endpoint: endpoint.id },
    })
    receiver.answer((_, response) => {
      response.writeHead(418).end("kasir@example.com said no to whsec_c2VjcmV0 for 081234567890")
      return undefined
    })
    expect(await world.run(verbs().ping(endpoint.id))).toMatchObject({
      isDelivered: false,
      status: 418,
      why: "it answered 418",
      answer: "<e-mail> said no to <secret> for <number>",
    })
    expect(await world.run(verbs().deadLetters())).toEqual([])
    expect(await attempts()).toHaveLength(2)
    await reconcile()
    expect(receiver.arrived).toHaveLength(2)
  })

  test("a redirect is not followed, and says what to do", async () => {
    const { endpoint } = await add()
    receiver.answer((_, response) => {
      response.writeHead(308, { location: `${receiver.url}/elsewhere` }).end()
      return undefined
    })
    expect(await world.run(verbs().ping(endpoint.id))).toMatchObject({
      isDelivered: false,
      status: 308,
      why: expect.stringContaining("redirects are not followed"),
    })
    expect(receiver.arrived).toHaveLength(1)
  })

  test("410 Gone disables at once, with a finding and a message to the others; what waits goes when it is enabled", async () => {
    const other = await openReceiver()
    const { endpoint } = await add()
    await add({ url: other.url, subjects: ["endpoint_disabled"] })
    receiver.answer(() => 410)
    await sell("order-1")
    await reconcile()
    expect(receiver.told()).toEqual(["opened order-1"])
    expect(await world.run(verbs().get(endpoint.id))).toMatchObject({ isEnabled: false, disabledWhy: "gone" })
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([
      { kind: "endpoint_disabled", detail: expect.stringContaining(endpoint.id) },
    ])
    expect(other.arrived.map(({ message }) => message)).toMatchObject([
      { type: "endpoint.disabled", data: { endpoint: endpoint.id, why: "gone" } },
    ])
    await sell("order-2")
    await world.advance({ hours: 1 })
    receiver.reset()
    await reconcile()
    expect(receiver.arrived).toEqual([])
    await world.run(verbs().update(endpoint.id, { isEnabled: true }))
    await reconcile()
    expect(receiver.told().sort()).toEqual([
      "opened order-1",
      "opened order-2",
      "paid order-1",
      "paid order-2",
    ])
    await other.close()
  })

  test.each([
    ["takes something", false],
    ["gets another URL", true],
  ])("an endpoint that fails for days is disabled, and one that %s meanwhile is not", async (_, isMoved) => {
    const { endpoint } = await add()
    receiver.answer(() => 503)
    for (let day = 0; day < 7; day++) {
      await sell(`order-${day}`)
      await reconcile()
      await world.advance({ hours: 24 })
      if (day === 3 && isMoved) {
        // What was at the old address says nothing of the new one.
        await world.run(verbs().update(endpoint.id, { url: `${receiver.url}/new` }))
      } else if (day === 3) {
        receiver.answer(() => 204)
        expect(await world.run(verbs().ping(endpoint.id))).toMatchObject({ isDelivered: true })
        receiver.answer(() => 503)
      }
    }
    expect(await world.run(verbs().get(endpoint.id))).toMatchObject({ isEnabled: true })
    for (let day = 7; day < 11; day++) {
      await sell(`order-${day}`)
      await reconcile()
      await world.advance({ hours: 24 })
    }
    expect(await world.run(verbs().get(endpoint.id))).toMatchObject({
      isEnabled: false,
      disabledWhy: "failing",
    })
    expect(await world.run(world.payments.anomalies.list())).toMatchObject([{ kind: "endpoint_disabled" }])
  })

  test("Retry-After is respected", async () => {
    await add({ subjects: ["paid"] })
    receiver.answer((_, response) => {
      response.writeHead(429, { "retry-after": "600" }).end()
      return undefined
    })
    await sell("order-1")
    await reconcile()
    receiver.reset()
    await world.advance({ seconds: 599 })
    await sell("order-2")
    await reconcile()
    expect(receiver.arrived).toEqual([])
    await world.advance({ seconds: 2 })
    await reconcile()
    expect(receiver.told().sort()).toEqual(["paid order-1", "paid order-2"])
  })

  test("an endpoint that is stopped keeps what it was not told, and goes on in order", async () => {
    const { endpoint } = await add({ subjects: ["paid"] })
    await world.run(verbs().update(endpoint.id, { isEnabled: false }))
    await sell("order-1")
    await reconcile()
    await sell("order-2")
    await reconcile()
    expect(receiver.arrived).toEqual([])
    await world.run(verbs().update(endpoint.id, { isEnabled: true }))
    await reconcile()
    expect(receiver.told()).toEqual(["paid order-1", "paid order-2"])
  })

  test("one that is removed is told nothing more, and its rows go in time", async () => {
    const { endpoint } = await add()
    await sell("order-1")
    await reconcile()
    await world.run(verbs().remove(endpoint.id))
    await sell("order-2")
    await reconcile()
    expect(receiver.arrived).toHaveLength(2)
    expect(await world.run(verbs().list())).toEqual([])
    expect(await world.error(verbs().get(endpoint.id))).toMatchObject({ _tag: "NoSuchEndpoint" })
    expect(await database.rows("select from qriskit.endpoint_secret")).toEqual([])
    await world.run(world.payments.prune)
    for (const table of ["endpoint", "endpoint_message", "endpoint_attempt"])
      expect(await database.rows(`select from qriskit.${table}`), table).toEqual([])
  })
})
