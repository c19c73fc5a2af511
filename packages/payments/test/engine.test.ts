import type { QrisError } from "@qriskit/core"
import { badGatewayHtml } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { describe, expect, test } from "vitest"
import type { FailedDelivery } from "../src/index.js"
import { PGBOUNCER, startPgbouncer } from "./support/pgbouncer.js"
import { order, until, useProcesses } from "./support/processes.js"
import { recordStatements } from "./support/recorded-statements.js"
import { rawOf } from "./support/world.js"

describe("the engine", () => {
  const processes = useProcesses()
  const { start, rows, sell, likeZipay } = processes

  test("a callback is with the handler at once, in the process that took it and by wake-up in another one", async () => {
    const till = await start({ work: false })
    const worker = await start()
    const paid: Array<string> = []
    worker.on("paid", async ({ key }) => paid.push(key))
    await sell(worker, "order-1")
    await until("in the same process", () => paid.includes("order-1"))
    await sell(till, "order-2")
    await until("in another process", () => paid.includes("order-2"))
  })

  test.each([
    ["it has it", undefined],
    ["it has it, though nobody watches any more", "unwatch"],
    ["it has it, though that process is closed", "close"],
  ] as const)(
    "an event that was being given its position as it became due is handed over once %s",
    async (_, leaving) => {
      const till = await start({ work: false })
      // Whoever gives positions waits, with the event locked.
      await rows(`
      create function wait_here() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(4242); return null; end $$`)
      await rows(
        "create trigger wait_here after update of position on qriskit.event for each row execute function wait_here()",
      )
      const gate = await processes.admin.connect()
      await gate.query("select pg_advisory_lock(4242)")
      await till.open(order("order-1"))
      const unwatch = till.watch({}, { happened: () => {} })
      await until("a position is given", async () => {
        const [waiting] = await rows("select from pg_locks where locktype = 'advisory' and not granted")
        return waiting !== undefined
      })
      const opened: Array<string> = []
      const worker = await start()
      worker.on("opened", async ({ key }) => opened.push(key))
      await worker.open(order("order-2"))
      await until("a claim passed over the other one", () => opened.includes("order-2"))
      expect(opened).toEqual(["order-2"])
      if (leaving === "unwatch") unwatch()
      const closed = leaving === "close" ? till.close() : undefined
      await gate.query("select pg_advisory_unlock(4242)")
      gate.release()
      await until("it is handed over", () => opened.includes("order-1"))
      unwatch()
      await closed
    },
  )

  test("a handler that hangs, and many that wait, keep no callback from being confirmed", async () => {
    const payments = await start({ handlerMillis: 20_000 })
    await payments.open(order("order-1"))
    const [attempt] = await rows("select id, payment_id from qriskit.attempt")
    await processes.admin.query("set session_replication_role = replica")
    // Waiting events of other payments: more than any lease would see the end of.
    await rows(
      `insert into qriskit.event (payment_id, attempt_id, seq, type, status, occurred_at, next_delivery_at)
       select $1, $2, seq, 'anomaly', 'pending', now(), now() from generate_series(2, 400) seq`,
      [attempt?.["payment_id"], attempt?.["id"]],
    )
    let handed = 0
    payments.on("anomaly", async () => {
      handed += 1
      await new Promise(() => {})
    })
    payments.on("paid", async () => undefined)
    await until("the handler hangs", () => handed > 0)
    await sell(payments, "order-2")
    await until("it is confirmed", async () => (await payments.get("order-2")).status === "paid")
    // What waits is not claimed: no lease is spent in a queue.
    const [claimed] = await rows(
      "select count(*)::int as n from qriskit.event where deliveries > 0 and type = 'anomaly'",
    )
    expect(claimed?.["n"]).toBe(1)
  })

  test("slow handlers of one type leave connections for orders and callbacks, and places for other types", async () => {
    const payments = await start({ connections: 6, handlerMillis: 20_000 })
    let hanging = 0
    payments.on("opened", async () => {
      hanging += 1
      await new Promise(() => {})
    })
    const paid: Array<string> = []
    for (let index = 0; index < 8; index++) await payments.open(order(`order-${index}`))
    await until("handlers hang", () => hanging >= 3)
    payments.on("paid", async ({ key }) => paid.push(key), { transaction: false })
    const isFull = async () => (await payments.health()).busy.some(({ lane }) => lane === "deliveries")
    await until("there is no room", isFull)
    await until("slow ones make room for others", async () => !(await isFull()))
    await payments.open(order("order-9"))
    await payments.refresh("order-9")
    expect((await payments.health()).busy.map(({ lane }) => lane)).not.toContain("inquiries zipay")
    expect(hanging).toBeLessThan(5)
    await rows(
      "update qriskit.event set delivered_at = now() where type = 'opened' and payment_id = (select id from qriskit.payment where key = 'order-9')",
    )
    await processes.sandbox.control.pay((await payments.get("order-9")).qr?.payload ?? "")
    await payments.refresh("order-9")
    await until("another type's handler runs", () => paid.includes("order-9"))
  })

  test("an acquirer that hangs does not delay another one's paid QR", async () => {
    const hanging = likeZipay("hanging", () => Effect.never)
    const payments = await start({
      providers: [hanging, processes.zipay],
      inquiriesAtOnce: 3,
      sweepMillis: 50,
    })
    for (let index = 0; index < 5; index++) await payments.open(order(`hang-${index}`, "hanging"))
    await rows("update qriskit.attempt set next_inquiry_at = now() where provider = 'hanging'")
    await until("its lane is full", async () => (await payments.health()).busy.length > 0)
    expect((await payments.health()).busy).toMatchObject([
      { lane: "inquiries hanging", inFlight: 3, room: 3 },
    ])
    await sell(payments, "order-1")
    await until("it is confirmed", async () => (await payments.get("order-1")).status === "paid")
  })

  test("whatever a handler throws, and however, is recorded, told and shown, and ends as a dead letter", async () => {
    const told: Array<[unknown, FailedDelivery]> = []
    const payments = await start({
      maxDeliveries: 2,
      sweepMillis: 100,
      onError: (error, failed) => {
        told.push([error, failed])
        throw new Error("the tracker is down")
      },
    })
    // Not async, and a mistake in code: no promise, no error of ours.
    payments.on("opened", () => {
      throw new TypeError("undefined is not a payment")
    })
    await payments.open(order("order-1"))
    await until("it failed", async () => (await payments.health()).failing === 1)
    await until("it is dead", async () => (await payments.health()).deadLetters === 1)
    expect(await payments.health()).toMatchObject({ failing: 0, deadLetters: 1 })
    expect(await payments.deadLetters.list()).toMatchObject([
      { lastError: "TypeError: undefined is not a payment", deliveries: 2 },
    ])
    expect(
      told.map(([error, { delivery, isDead, event }]) => [String(error), delivery, isDead, event.key]),
    ).toEqual([
      ["TypeError: undefined is not a payment", 1, false, "order-1"],
      ["TypeError: undefined is not a payment", 2, true, "order-1"],
    ])
  })

  test("a handler that gives no promise has taken its event", async () => {
    const payments = await start()
    let calls = 0
    payments.on("opened", (() => {
      calls += 1
    }) as () => Promise<unknown>)
    await payments.open(order("order-1"))
    await until(
      "it is delivered",
      async () => (await rows("select from qriskit.event where delivered_at is not null")).length === 1,
    )
    expect(calls).toBe(1)
  })

  test("a process hands over only what it has handlers for; another, or a later one, gets the rest", async () => {
    const old = await start()
    const paid: Array<string> = []
    old.on("paid", async ({ key }) => paid.push(key))
    await sell(old, "order-1")
    await until("the old process has its own", () => paid.includes("order-1"))
    // The next release handles one type more: nothing of it is lost meanwhile.
    const next = await start()
    const opened: Array<string> = []
    next.on("opened", async ({ key }) => opened.push(key))
    await until("the new one gets what waited", () => opened.includes("order-1"))
    // From now on it comes first: order holds across processes.
    const seen: Array<string> = []
    next.on("opened", async ({ key }) => seen.push(`opened ${key}`))
    old.on("paid", async ({ key }) => seen.push(`paid ${key}`))
    await sell(old, "order-2")
    await until("both", () => seen.length === 2)
    expect(seen).toEqual(["opened order-2", "paid order-2"])
  })

  test("replay hands over anew what hangs in a handler, and the one that hung no longer counts", async () => {
    const payments = await start({ handlerMillis: 60_000 })
    let calls = 0
    let release = () => {}
    payments.on(
      "opened",
      async () => {
        calls += 1
        if (calls === 1) await new Promise<void>((resolve) => (release = resolve))
      },
      { transaction: false },
    )
    await payments.open(order("order-1"))
    await until("it hangs", () => calls === 1)
    const [event] = await rows("select id::int from qriskit.event")
    await payments.deadLetters.replay(Number(event?.["id"]))
    await until(
      "it is delivered",
      async () => (await rows("select from qriskit.event where delivered_at is not null")).length === 1,
    )
    release()
    expect(calls).toBe(2)
  })

  test("a callback opens a closed gate's probe at once, and failures count by different payments", async () => {
    let isDown = true
    const failure = async (): Promise<QrisError> => {
      await processes.sandbox.control.faults.script({ at: "zipay.inquire", times: 20, fault: badGatewayHtml })
      const made = await Effect.runPromise(
        processes.zipay.effect.create({ amount: 10_000, externalId: `probe-${Date.now()}` } as never),
      )
      const failed = await Effect.runPromise(Effect.flip(processes.zipay.effect.inquire(made.ref)))
      await processes.sandbox.control.faults.clear()
      return failed
    }
    const down = await failure()
    const flaky = likeZipay("flaky", (ref) =>
      isDown
        ? Effect.fail(down)
        : Effect.map(processes.zipay.effect.inquire({ ...ref, provider: "zipay" }), (payment) => ({
            ...payment,
            ref: { ...payment.ref, provider: "flaky" },
          })),
    )
    const payments = await start({
      providers: [flaky, processes.zipay],
      gateFailures: 2,
      gateMillis: 600_000,
      sweepMillis: 50,
    })
    for (const key of ["order-1", "order-2", "order-3"]) await payments.open(order(key, "flaky"))
    const gate = async () =>
      (
        await rows(
          "select failures, closed_until > now() as is_closed from qriskit.provider_gate where provider = 'flaky'",
        )
      )[0]
    await until("its gate is made", async () => (await gate()) !== undefined)
    for (let again = 0; again < 4; again++) await payments.refresh("order-1").catch(() => undefined)
    expect(await gate()).toMatchObject({ failures: 1, is_closed: null })
    await payments.refresh("order-2").catch(() => undefined)
    expect(await gate()).toMatchObject({ failures: 2, is_closed: true })
    isDown = false
    const record = await payments.get("order-3")
    await processes.sandbox.control.pay(record.qr?.payload ?? "")
    const reply = await payments.receive(
      "flaky",
      rawOf(await processes.sandbox.control.callbacks.build(record.ref?.paymentId ?? "")),
    )
    expect(reply.verdict).toBe("accepted")
    await until("it is confirmed", async () => (await payments.get("order-3")).status === "paid")
    expect(await gate()).toMatchObject({ failures: 0, is_closed: null })
  })

  test("events that come together go in one transaction; where one of a set fails, one by one, each once", async () => {
    const payments = await start()
    await rows("create table fulfilment (key text, transaction text)")
    let poison = ""
    const off = payments.on("opened", async ({ key }, tx) => {
      await tx.query("insert into fulfilment values ($1, pg_current_xact_id()::text)", [key])
      if (key === poison) throw new Error("the kitchen is closed")
    })
    const openAll = async (name: string) => {
      const keys = Array.from({ length: 40 }, (_, index) => `${name}-${index}`)
      await Promise.all(keys.map((key) => payments.open(order(key))))
    }
    const fulfilled = async (name: string) =>
      rows("select key, transaction from fulfilment where key like $1", [`${name}-%`])
    await openAll("first")
    await until("all are fulfilled", async () => (await fulfilled("first")).length === 40)
    off()
    // They wait for their handler, which is known to be quick by now.
    poison = "second-7"
    await openAll("second")
    payments.on("opened", async ({ key }, tx) => {
      await tx.query("insert into fulfilment values ($1, pg_current_xact_id()::text)", [key])
      if (key === poison) throw new Error("the kitchen is closed")
    })
    await until("all but one are fulfilled", async () => (await fulfilled("second")).length === 39)
    const second = await fulfilled("second")
    expect(new Set(second.map(({ key }) => key)).size).toBe(39)
    expect(new Set(second.map(({ transaction }) => transaction)).size).toBeLessThan(39)
    expect((await payments.health()).failing).toBe(1)
    // Given back is not counted as a delivery.
    const [failed] = await rows("select deliveries from qriskit.event where last_error is not null")
    expect(failed).toEqual({ deliveries: 1 })
  })

  test("an overload is seen in health and in metrics, and who makes it, before anything is refused", async () => {
    const hanging = likeZipay("hanging", () => Effect.never)
    const payments = await start({
      providers: [hanging, processes.zipay],
      inquiriesAtOnce: 3,
      connections: 4,
      sweepMillis: 50,
    })
    const keys = Array.from({ length: 8 }, (_, index) => `order-${index}`)
    for (const key of keys) await payments.open(order(key, "hanging"))
    await rows("update qriskit.attempt set next_inquiry_at = now()")
    payments.on("opened", () => new Promise(() => {}))
    await until("both lanes are full", async () => (await payments.health()).busy.length === 2)
    const { busy, waiting } = await payments.health()
    expect(busy).toMatchObject([
      { lane: "inquiries hanging", room: 3, shares: [{ of: "", inFlight: 3 }] },
      { lane: "deliveries", room: 2, shares: [{ of: "opened", inFlight: 2 }] },
    ])
    expect(waiting).toMatchObject({ inquiries: 5, deliveries: 6, callbacks: 0 })
    const gauges = new Map(
      Effect.runSync(Metric.snapshot).map(({ id, attributes, state }) => [
        [id, ...Object.values(attributes ?? {})].join(" "),
        "value" in state ? Number(state.value) : undefined,
      ]),
    )
    const shown = (name: string) => gauges.get(`qriskit_payments_${name}`)
    expect(shown("in_flight inquiries hanging")).toBe(3)
    expect(shown("room inquiries hanging")).toBe(3)
    expect(shown("in_flight deliveries")).toBe(2)
    expect(shown("largest_share deliveries")).toBe(2)
    expect(shown("waiting inquiries")).toBe(5)
    expect(shown("waiting deliveries")).toBe(6)
    expect(shown("inquiry_rate hanging")).toBe(1_000)
    // Every connection is somebody's: what waits for one is seen, too, and still nothing fails.
    let isOver = false
    const queue = Array.from({ length: 8 }, async () => {
      while (!isOver) await payments.query("select pg_sleep(0.02)")
    })
    await until(
      "statements wait for a connection",
      async () => (await payments.health()).waiting.connections > 0,
    )
    isOver = true
    await Promise.all(queue)
    expect((await payments.open(order("order-9"))).status).toBe("pending")
  })

  test.runIf(PGBOUNCER !== undefined)(
    "behind a pooler wake-ups come past it, over listenUrl; without one work is found by looking",
    async () => {
      const pooler = await startPgbouncer(processes.directUrl)
      const till = await start({ database: pooler.url, listenUrl: processes.directUrl, work: false })
      const woken = await start({ database: pooler.url, listenUrl: processes.directUrl })
      const paid: Array<string> = []
      woken.on("paid", async ({ key }) => paid.push(key))
      // Nobody looks by itself within this test.
      await sell(till, "order-1")
      await until("it is woken", () => paid.includes("order-1"))
      await woken.close()
      const looking = await start({ database: pooler.url, sweepMillis: 50 })
      looking.on("paid", async ({ key }) => paid.push(key))
      await sell(till, "order-2")
      await until("it is found", () => paid.includes("order-2"))
      await Promise.all([till.close(), looking.close()])
      await pooler.stop()
    },
    30_000,
  )

  test("a listenUrl that is none is refused by name", async () => {
    await expect(start({ listenUrl: "postgres://one:5432,two:5432/shop" })).rejects.toMatchObject({
      _tag: "UnusableDatabase",
      message: expect.stringContaining("listenUrl"),
    })
  })

  test("a plain order costs two statements: its intent, and what came of it", async () => {
    const payments = await start({ work: false })
    const sent = await recordStatements(async () => {
      await payments.open(order("order-1"))
    })
    expect(sent.map(({ text }) => /insert into qriskit.attempt|set event_seq/.exec(text)?.[0])).toEqual([
      "insert into qriskit.attempt",
      "set event_seq",
    ])
    expect(await payments.open(order("order-1"))).toEqual(await payments.get("order-1"))
  })
})
