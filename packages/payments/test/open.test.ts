import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { randomExternalId } from "../src/opening/external-id.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { ifortepayOrder, START, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })

  /** How many QRs the acquirers have made. */
  const qrs = async () => (await world.control.payments()).length

  test("open gives a QR that carries the amount, and a record that says so", async () => {
    const record = await world.run(world.payments.open({ ...zipayOrder(), expiresInMinutes: 30 }))
    expect(record).toMatchObject({
      key: "order-1001",
      provider: "zipay",
      status: "pending",
      amount: 25_000,
      attempt: 1,
      qr: { amount: 25_000 },
      openedAt: START,
      shownUntil: new Date("2026-04-07T03:30:00.000Z"),
      // Zipay decides itself when a QR expires.
      expiresAt: new Date("2026-04-08T03:00:00.000Z"),
    })
    expect(await world.run(world.payments.get("order-1001"))).toEqual(record)
  })

  test("where the provider lets one choose, the QR expires there when it is no longer shown", async () => {
    const record = await world.run(world.payments.open({ ...ifortepayOrder(), expiresInMinutes: 20 }))
    expect(record.expiresAt).toEqual(new Date("2026-04-07T03:20:00.000Z"))
  })

  test("the shortest expiry that a provider allows is accepted", async () => {
    const record = await world.run(world.payments.open({ ...ifortepayOrder(), expiresInMinutes: 15 }))
    expect(record.status).toBe("pending")
  })

  test("the same key and request give the same record and one call", async () => {
    const first = await world.run(world.payments.open(zipayOrder()))
    const second = await world.run(world.payments.open(zipayOrder()))
    expect(second).toEqual(first)
    expect(await qrs()).toBe(1)
  })

  test("concurrent opens of one key make one call, and all get its QR", async () => {
    const records = await world.run(
      Effect.all(
        Array.from({ length: 8 }, () => world.payments.open(zipayOrder())),
        { concurrency: "unbounded" },
      ),
    )
    expect(new Set(records.map(({ qr }) => qr?.payload)).size).toBe(1)
    expect(await qrs()).toBe(1)
  })

  test("the same key with another request is a conflict that changes nothing", async () => {
    const first = await world.run(world.payments.open(zipayOrder()))
    const error = await world.error(world.payments.open(zipayOrder("order-1001", 25_001)))
    expect(error).toMatchObject({ _tag: "IdempotencyConflict", key: "order-1001" })
    expect(await world.run(world.payments.get("order-1001"))).toEqual(first)
    expect(await qrs()).toBe(1)
  })

  test("the order of a request's fields makes no other request of it", async () => {
    const { key, ...rest } = ifortepayOrder()
    await world.run(world.payments.open({ key, ...rest }))
    const reversed = Object.fromEntries(Object.entries({ ...rest, key }).reverse())
    await world.run(world.payments.open(reversed as unknown as typeof rest & { key: string }))
    expect(await qrs()).toBe(1)
  })

  test.each([
    ["an amount of zero", { amount: 0 }, "amount"],
    ["half a rupiah", { amount: 10.5 }, "amount"],
    ["an empty key", { key: "" }, "key"],
    ["a key with a NUL", { key: "a\0b" }, "key"],
    ["a key without end", { key: "k".repeat(256) }, "key"],
    ["an unknown field", { amonut: 1 }, "amonut"],
    ["no minutes", { expiresInMinutes: 0 }, "expiresInMinutes"],
  ])("%s is refused before anything is stored", async (_what, wrong, path) => {
    const error = await world.error(world.payments.open({ ...zipayOrder(), ...wrong }))
    expect(error).toMatchObject({ _tag: "InvalidInput", issues: [{ path }] })
    expect(await database.rows("select from qriskit.payment")).toHaveLength(0)
  })

  test("a provider that was not handed over is refused before anything is stored", async () => {
    const error = await world.error(world.payments.open({ ...zipayOrder(), provider: "danadana" }))
    expect(error).toMatchObject({
      _tag: "NoSuchProvider",
      known: ["zipay", "ifortepay", "midtrans", "xendit"],
    })
    expect(await database.rows("select from qriskit.payment")).toHaveLength(0)
  })

  test("a create that was refused fails with the reason, and may be repeated with a new external id", async () => {
    await world.control.faults.script({
      at: "zipay.create",
      fault: { kind: "status", status: 400, body: "{}", contentType: "application/json" },
    })
    const error = await world.error(world.payments.open(zipayOrder()))
    expect(error).toMatchObject({ _tag: "QrisError", outcome: "refused" })
    const refused = await world.run(world.payments.get("order-1001"))
    expect(refused).toMatchObject({ status: "not_created", attempt: 1, failure: { outcome: "refused" } })
    const record = await world.run(world.payments.open(zipayOrder()))
    expect(record).toMatchObject({ status: "pending", attempt: 2 })
    expect(record.externalId).not.toBe(refused.externalId)
  })

  test("a create whose outcome is unknown gives a record that says so, and no second call", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    const record = await world.run(world.payments.open(zipayOrder()))
    expect(record).toMatchObject({ status: "unknown", failure: { outcome: "unknown" } })
    expect(record.qr).toBeUndefined()
    expect(await world.run(world.payments.open(zipayOrder()))).toEqual(record)
    expect(await qrs()).toBe(1)
  })

  test("with retryUnknownCreates an unknown create is followed by another, under a new external id", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "silence", acting: true } })
    const record = await world.run(world.payments.open(zipayOrder(), { retryUnknownCreates: 1 }))
    expect(record).toMatchObject({ status: "pending", attempt: 2 })
    const [lost, shown] = await world.control.payments()
    expect(lost?.externalId).not.toBe(shown?.externalId)
    expect(record.externalId).toBe(shown?.externalId)
  })

  test("as many unknown creates as are allowed, and no more", async () => {
    await world.control.faults.script({ at: "zipay.create", times: 9, fault: { kind: "cut", acting: true } })
    const record = await world.run(world.payments.open(zipayOrder(), { retryUnknownCreates: 2 }))
    expect(record).toMatchObject({ status: "unknown", attempt: 3 })
    expect(await qrs()).toBe(3)
  })

  test("an expired payment is renewed only when that is asked for", async () => {
    const first = await world.run(world.payments.open(ifortepayOrder()))
    await world.advance({ minutes: 20 })
    await world.run(world.payments.reconcileNow)
    expect(await world.run(world.payments.open(ifortepayOrder()))).toMatchObject({
      status: "expired",
      attempt: 1,
    })
    const second = await world.run(world.payments.open(ifortepayOrder(), { renew: true }))
    expect(second).toMatchObject({ status: "pending", attempt: 2 })
    expect(second.qr?.payload).not.toBe(first.qr?.payload)
  })

  test("a pending or paid payment is not renewed", async () => {
    const first = await world.run(world.payments.open(zipayOrder()))
    expect(await world.run(world.payments.open(zipayOrder(), { renew: true }))).toEqual(first)
    await world.control.pay(first.qr?.payload ?? "")
    await world.run(world.payments.refresh("order-1001"))
    expect(await world.run(world.payments.open(zipayOrder(), { renew: true }))).toMatchObject({
      status: "paid",
      attempt: 1,
    })
    expect(await qrs()).toBe(1)
  })

  test("a caller that gives up while the QR is made leaves a record that says so", async () => {
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "silence", acting: true } })
    const opening = world.run(Effect.timeoutOption(world.payments.open(zipayOrder()), 1_000))
    await opening
    expect(await world.run(world.payments.get("order-1001"))).toMatchObject({ status: "unknown" })
  })

  test("an external id of one's own making is used", async () => {
    await world.restart({ newExternalId: (key, attempt) => `${key}.${attempt}` })
    expect(await world.run(world.payments.open(zipayOrder()))).toMatchObject({ externalId: "order-1001.1" })
  })
})

test("an external id of its own making fits every acquirer, and no other is like it", () => {
  const made = Array.from({ length: 1_000 }, randomExternalId)
  expect(new Set(made).size).toBe(1_000)
  for (const id of made) expect(id).toMatch(/^[\da-z]{25}$/)
})
