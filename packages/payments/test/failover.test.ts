import { badGatewayHtml, type Fault } from "@qriskit/sandbox"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { openWorld, rawOf, type World } from "./support/world.js"

const ORDER = { key: "order-1001", amount: 25_000, provider: ["zipay", "midtrans"] } as const

describe.each(DATABASES)("a second acquirer when the first is down, on %s", (name, openDatabase) => {
  let database: TestDatabase
  let world: World
  const fuse = makeFuse()
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { createMillis: 1_000, reconcileConcurrency: 1 }, fuse)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })
  beforeEach(() => {
    fuse.reset()
    return world.reset()
  })

  const open = (options = {}) =>
    world.run(world.payments.open({ ...ORDER, provider: [...ORDER.provider] }, options))
  const get = () => world.run(world.payments.get("order-1001"))
  const failing = (at: "zipay.create" | "midtrans.create", fault: Fault, times = 1) =>
    world.control.faults.script({ at, fault, times })
  const kinds = async () => (await world.run(world.payments.anomalies.list())).map(({ kind }) => kind)
  const made = async () => (await world.control.payments()).map(({ provider }) => provider)

  test("the first one makes the QR where it can", async () => {
    expect(await open()).toMatchObject({ provider: "zipay", status: "pending", attempt: 1 })
    expect(await made()).toEqual(["zipay"])
  })

  test.each<[string, Fault]>([
    ["is away", badGatewayHtml],
    ["acts and says nothing", { kind: "cut", acting: true }],
  ])(
    "the next one makes it where the first %s, and the same call gives the same QR",
    async (_what, fault) => {
      await failing("zipay.create", fault)
      const record = await open()
      expect(record).toMatchObject({ provider: "midtrans", status: "pending", attempt: 2 })
      expect(record.qr).toBeDefined()
      expect(await open()).toEqual(record)
      await world.control.pay(record.ref?.paymentId ?? "")
      await world.advance({ minutes: 1 })
      await world.run(world.payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "paid", provider: "midtrans" })
      expect(await world.run(world.payments.totals())).toMatchObject([
        { provider: "midtrans", payments: 1, arrived: 25_000n },
        { provider: "zipay", payments: 0, arrived: 0n },
      ])
    },
  )

  test("a refusal of what was asked is the answer, and no other is asked", async () => {
    const asked = { ...ORDER, provider: ["midtrans", "zipay"] as [string, string], amount: 10_000_001 }
    const error = await world.error(world.payments.open(asked))
    expect(error).toMatchObject({ _tag: "QrisError", reason: { _tag: "InvalidRequest" } })
    expect(await made()).toEqual([])
  })

  test("where all are away, the last one's failure is the answer, and the same call begins anew", async () => {
    await failing("midtrans.create", { kind: "cut", acting: true }, 4)
    await failing("zipay.create", { kind: "cut", acting: true })
    expect(await open()).toMatchObject({ status: "unknown", provider: "midtrans", attempt: 2 })
    await world.control.faults.clear()
    expect(await open()).toMatchObject({ status: "unknown", attempt: 2 })
    expect(await open({ renew: true })).toMatchObject({ status: "pending", provider: "zipay", attempt: 3 })
  })

  test("late money on the QR that nobody was shown is a finding", async () => {
    await failing("zipay.create", { kind: "cut", acting: true })
    const record = await open()
    const unshown = (await world.control.payments()).find(({ provider }) => provider === "zipay")
    await world.control.pay(record.ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1001"))
    await world.control.pay(unshown?.paymentId ?? "")
    const callback = rawOf(await world.control.callbacks.build(unshown?.paymentId ?? ""))
    await world.run(world.payments.receive("zipay", callback))
    await world.run(world.payments.reconcileNow)
    expect(await get()).toMatchObject({ status: "paid", provider: "midtrans", attempt: 2 })
    expect((await kinds()).sort()).toEqual(["paid_twice", "paid_unshown"])
    const arrived = (await world.run(world.payments.totals())).map((total) => [
      total.provider,
      total.arrived,
      total.surplus,
    ])
    expect(arrived).toEqual([
      ["midtrans", 25_000n, 0n],
      ["zipay", 25_000n, 25_000n],
    ])
  })

  test("a process killed between any two lines leaves one QR to show at most", async () => {
    for (let place = 1; place < 100; place += name === "PostgreSQL" ? 1 : 5) {
      fuse.reset()
      await world.reset()
      await failing("zipay.create", { kind: "cut", acting: true })
      fuse.arm(place)
      const isAlive = await Promise.race([open().then(() => true), fuse.killed().then(() => false)])
      fuse.reset()
      await world.restart()
      await world.advance({ seconds: 5 })
      await world.run(world.payments.reconcileNow)
      await open()
      const shown = await database.rows("select id from qriskit.attempt where status = 'pending'")
      expect(shown.length, `killed at ${place}`).toBeLessThanOrEqual(1)
      expect(["pending", "unknown"], `killed at ${place}`).toContain((await get()).status)
      if (isAlive) return
    }
    expect.unreachable("the story has more places")
  })

  test("names that are none, or twice the same, are refused", async () => {
    const refused = (provider: ReadonlyArray<string>) =>
      world.error(world.payments.open({ ...ORDER, provider: provider as [string, ...Array<string>] }))
    expect(await refused(["zipay", "zipay"])).toMatchObject({ _tag: "InvalidInput" })
    expect(await refused([])).toMatchObject({ _tag: "InvalidInput" })
    expect(await refused(["zipay", "nobody"])).toMatchObject({ _tag: "NoSuchProvider" })
  })
})
