import { setImmediate } from "node:timers/promises"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { connected } from "../src/database/connected.js"
import { carryOut, lockAttempt } from "../src/record/move.js"
import { openTestPostgres, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { rawOf, type World, zipayOrder } from "./support/world.js"

let database: TestDatabase
let world: World
useWorld(openTestPostgres, {}, (opened) => {
  world = opened
  database = opened.database
})

const isAnybodyWaiting = async (): Promise<boolean> =>
  (await database.rows("select from pg_locks where not granted")).length > 0

test("a callback that comes while an answer is being recorded still makes the payment due", async () => {
  const { ref } = await world.run(world.payments.open(zipayOrder()))
  const callback = rawOf(await world.control.callbacks.build(ref?.paymentId ?? "", { status: "PAID" }))
  const [row] = await database.rows("select id from qriskit.attempt")
  const at = new Date(world.clock.currentTimeMillisUnsafe())
  const nextLook = new Date(at.getTime() + 60_000)

  let received: Promise<{ readonly verdict: string }> | undefined
  await Effect.runPromise(
    connected(database.driver).transaction(async (tx) => {
      const locked = await lockAttempt(tx, String(row?.["id"]))
      if (locked === undefined) throw new TypeError("the attempt is there")
      let isOver = false
      received = world.run(world.payments.receive("zipay", callback)).finally(() => {
        isOver = true
      })
      // The callback is stored by now, or waits for this transaction.
      while (!isOver && !(await isAnybodyWaiting())) await setImmediate()
      const { status } = locked.attempt
      await carryOut(tx, locked, { status, findings: [], patch: { nextInquiryAt: nextLook } }, at)
    }),
  )

  expect(await received).toMatchObject({ verdict: "accepted" })
  const [after] = await database.rows("select next_inquiry_at, pokes from qriskit.attempt")
  expect(after).toEqual({ next_inquiry_at: at, pokes: 1 })
})
