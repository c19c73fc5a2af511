import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { REFUSALS } from "../src/acts/refusals.js"
import * as failures from "../src/failure.js"
import * as endpointFailures from "../src/onward/failure.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { midtransOrder, START, type World, zipayOrder } from "./support/world.js"

test("every error of ours says whether an act that ends with it was surely not done", () => {
  const errors = Object.entries({ ...failures, ...endpointFailures }).flatMap(([name, value]) =>
    typeof value === "function" && value.prototype instanceof Error ? [name] : [],
  )
  // The database says it itself; whose handler hangs, and which database cannot be opened, ends no act.
  const others = ["DatabaseFailure", "HandlerTimeout", "UnusableDatabase"]
  expect(errors.toSorted()).toEqual([...REFUSALS.map(({ name }) => name), ...others].toSorted())
})

describe.each(DATABASES)("what people do, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })
  beforeEach(async () => {
    await world.run(world.payments.open(zipayOrder()))
  })

  const cancels = { verb: "cancel", via: "console", by: "Kasir Contoh", why: "sold out", key: "order-1001" }
  const acts = () => world.run(world.payments.acts.list())

  test("is stored before it is done, with who, why and what came of it, and is in the payment's timeline", async () => {
    const canceling = Effect.gen(function* () {
      expect(yield* world.payments.acts.list()).toMatchObject([{ ...cancels, begunAt: START }])
      return yield* world.payments.cancel("order-1001")
    })
    const record = await world.run(world.payments.acts.record(cancels, canceling))
    expect(record.status).toBe("abandoned")
    expect(await acts()).toMatchObject([{ ...cancels, outcome: "done", endedAt: START }])
    const timeline = await world.run(world.payments.timeline("order-1001"))
    expect(timeline.find(({ kind }) => kind === "act")).toMatchObject({
      verb: "cancel",
      by: "Kasir Contoh",
      why: "sold out",
      outcome: "done",
    })
  })

  test("and is refused says why; what nobody knows is not called refused", async () => {
    const refund = world.payments.refund("order-1001", { by: "Kasir Contoh", reason: "cold" })
    const refused = await world.error(world.payments.acts.record({ ...cancels, verb: "refund" }, refund))
    expect(refused).toMatchObject({ _tag: "WrongState" })
    await world.control.faults.script({ at: "zipay.inquire", fault: { kind: "status", status: 502 } })
    await world.error(
      world.payments.acts.record({ ...cancels, verb: "refresh" }, world.payments.refresh("order-1001")),
    )
    await world.control.faults.clear()
    await world.error(world.payments.acts.record({ ...cancels, verb: "own" }, Effect.fail("s3cret")))
    await world.run(
      Effect.exit(world.payments.acts.record({ ...cancels, verb: "dies" }, Effect.die("s3cret"))),
    )
    const [dies, own, refresh, refunds] = await acts()
    expect(refunds).toMatchObject({ outcome: "refused", detail: expect.stringContaining("Nothing was") })
    expect(refresh?.outcome).toBe("unknown")
    expect([own?.outcome, dies?.outcome]).toEqual(["unknown", "unknown"])
    expect(JSON.stringify([own, dies])).not.toContain("s3cret")
  })

  test("a refund of which nobody knows yet is not called done, and one that the provider refused neither", async () => {
    const { ref } = await world.run(world.payments.open(midtransOrder("order-1002")))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh("order-1002"))
    const deed = { verb: "refund", via: "console", by: "Kasir Contoh", why: "cold", key: "order-1002" }
    const refund = world.payments.refund("order-1002", { by: "Kasir Contoh", reason: "cold", amount: 1_000 })
    await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: true } })
    expect(await world.run(world.payments.acts.record(deed, refund))).toMatchObject({ status: "unknown" })
    await world.control.faults.clear()
    expect(await world.run(world.payments.acts.record(deed, refund))).toMatchObject({ status: "succeeded" })
    const [done, unknown] = await acts()
    expect(done?.outcome).toBe("done")
    expect(unknown).toMatchObject({ outcome: "unknown", detail: expect.any(String) })
  })

  test("is not done where it cannot be stored", async () => {
    const done: Array<string> = []
    const deed = Effect.sync(() => void done.push("done"))
    for (const wrong of [
      { by: "" },
      { why: "" },
      { why: "x".repeat(1_001) },
      { verb: "" },
      { account: "a b" },
    ])
      expect(await world.error(world.payments.acts.record({ ...cancels, ...wrong }, deed))).toMatchObject({
        _tag: "InvalidInput",
      })
    expect(await world.error(world.payments.acts.record({ ...cancels, key: "nothing" }, deed))).toMatchObject(
      {
        _tag: "NoSuchPayment",
      },
    )
    expect([done, await acts()]).toEqual([[], []])
  })

  test("never changes, whatever code writes, and is listed newest first, in pages, by account", async () => {
    await world.run(world.payments.open({ ...zipayOrder("branch"), account: "toko-17" }).pipe(Effect.ignore))
    const { key: _, ...others } = cancels
    await world.run(world.payments.acts.record(cancels, Effect.void))
    await world.run(
      world.payments.acts.record({ ...others, account: "toko-17", subject: "finding 3" }, Effect.void),
    )
    const [second, first] = await acts()
    expect(second).toMatchObject({ account: "toko-17", subject: "finding 3" })
    expect(await world.run(world.payments.acts.list({ before: second?.id ?? 0 }))).toEqual([first])
    expect(await world.run(world.payments.acts.list({ account: "toko-17" }))).toEqual([second])
    await expect(database.rows("update qriskit.act set requested_by = 'x'")).rejects.toThrow("never changes")
    await expect(database.rows("update qriskit.act set why = 'x'")).rejects.toThrow("never changes")
    await expect(
      database.rows("update qriskit.act set outcome = 'unknown', ended_at = now()"),
    ).rejects.toThrow("never changes")
    await expect(database.rows("delete from qriskit.act")).rejects.toThrow("never deleted")
  })
})
