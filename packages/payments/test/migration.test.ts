import { randomUUID } from "node:crypto"
import type { Payment } from "@qriskit/core"
import { CreatePayment, Rupiah } from "@qriskit/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { migrate } from "../src/database/migrate.js"
import { AttemptStatus, isMoney } from "../src/record/attempt-status.js"
import { openTestPglite, type TestDatabase } from "./support/databases.js"
import { createVersion } from "./support/earlier-schema.js"
import { openWorld, rawOf, START, type World, zipayOrder } from "./support/world.js"

/** A record as version 2 wrote it. */
interface Old {
  readonly key: string
  readonly status: AttemptStatus
  readonly paidAmount: number | null
  readonly made?: Payment
}

describe("a database of version 2 with payments in every state", () => {
  let database: TestDatabase
  let world: World

  const insert = (old: Old) =>
    database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      const [id, attemptId] = [randomUUID(), randomUUID()]
      await tx.query(
        `insert into qriskit.payment (id, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts,
           event_seq, opened_at, changed_at)
         values ($1, $2, 'old', 'zipay', $2, 25000, $3, $4, 1, 1, $5, $5)`,
        [id, old.key, old.status, attemptId, START],
      )
      await tx.query(
        `insert into qriskit.attempt (id, payment_id, number, provider, external_id, provider_payment_id, ref, amount,
           status, paid_amount, opened_at, changed_at, expires_at, next_inquiry_at)
         values ($1, $2, 1, 'zipay', $3, $4, $5, 25000, $6, $7, $8, $8, $8::timestamptz + interval '1 hour', $9)`,
        [
          attemptId,
          id,
          old.made?.ref.externalId ?? old.key,
          old.made?.ref.paymentId ?? null,
          old.made === undefined ? null : JSON.stringify(old.made.ref),
          old.status,
          old.paidAmount,
          START,
          old.made === undefined ? null : START,
        ],
      )
      await tx.query(
        `insert into qriskit.event (payment_id, attempt_id, seq, type, status, occurred_at, next_delivery_at)
         values ($1, $2, 1, $3, $4, $5, $5)`,
        [id, attemptId, old.status === "pending" ? "opened" : "anomaly", old.status, START],
      )
    })

  beforeAll(async () => {
    database = await openTestPglite()
    world = await openWorld(database)
    await createVersion(database.driver, 2)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })

  test("is migrated, and everything goes on", async () => {
    const create = (externalId: string) =>
      world.run(world.zipay.create(new CreatePayment({ amount: Rupiah.make(25_000), externalId })))
    const [polled, called] = [await create("polled-1"), await create("called-1")]
    await insert({ key: "polled", status: "pending", paidAmount: null, made: polled })
    await insert({ key: "called", status: "pending", paidAmount: null, made: called })
    for (const status of AttemptStatus.literals)
      await insert({ key: `old-${status}`, status, paidAmount: isMoney(status) ? 25_000 : null })

    await migrate(database.driver)

    for (const status of AttemptStatus.literals)
      expect(await world.run(world.payments.get(`old-${status}`))).toMatchObject({ status, amount: 25_000 })
    await world.control.pay(polled.ref.paymentId)
    await world.control.pay(called.ref.paymentId)
    const callback = rawOf(await world.control.callbacks.build(called.ref.paymentId))
    expect(await world.run(world.payments.receive("zipay", callback))).toMatchObject({ verdict: "accepted" })
    await world.run(world.payments.reconcileNow)
    expect(await world.run(world.payments.get("polled"))).toMatchObject({ status: "paid" })
    expect(await world.run(world.payments.get("called"))).toMatchObject({ status: "paid" })
    const { payments } = await world.run(world.payments.list())
    expect(payments).toHaveLength(AttemptStatus.literals.length + 2)
    expect(await world.run(world.payments.open(zipayOrder("new")))).toMatchObject({ status: "pending" })
  })
})
