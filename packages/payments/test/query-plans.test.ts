import { Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { openTestPostgres, type TestDatabase } from "./support/databases.js"
import { nodesOf, planOf, recordStatements, rowsSeen, type Sent } from "./support/recorded-statements.js"
import { seed } from "./support/seed.js"
import { ifortepayOrder, openWorld, rawOf, START, type World, zipayOrder } from "./support/world.js"

const SEEDED = 20_000
/** As many are due, or wait for handlers, when a sweep comes. */
const BACKLOG = 3_000
/** No statement looks at more rows than this: a page of 500, and as many again. */
const MOST_ROWS = 1_000

/** Tables that grow with every payment or callback. */
const GROWING = new Set([
  "payment",
  "attempt",
  "event",
  "receipt",
  "anomaly",
  "unmatched",
  "expectation",
  "act",
])

describe("statements on PostgreSQL with many payments", () => {
  let database: TestDatabase
  let world: World
  let client: pg.Client
  let statements: ReadonlyArray<Sent>

  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => world.run(effect)
  const paymentIdOf = async (key: string) => (await run(world.payments.get(key))).ref?.paymentId ?? ""
  const callback = async (provider: string, paymentId: string, set: Readonly<Record<string, unknown>> = {}) =>
    run(world.payments.receive(provider, rawOf(await world.control.callbacks.build(paymentId, { set }))))

  /** Everything that runs for a payment, a callback, a sweep, a page or a health check. */
  const live = async () => {
    const { payments, control } = world
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* payments.on("paid", (_, tx) => Effect.promise(() => tx.query("select 1")))
          yield* payments.on("canceled", () => Effect.fail("no"))
          yield* Effect.promise(async () => {
            for (const order of [zipayOrder("order-1"), zipayOrder("order-2"), ifortepayOrder("order-3")]) {
              await run(payments.open(order))
              await run(payments.open(order))
            }
            const [first, third] = [await paymentIdOf("order-1"), await paymentIdOf("order-3")]
            await control.pay(first)
            await callback("zipay", first)
            await callback("zipay", first)
            await callback("zipay", first, { externalId: "external-7" })
            await callback("zipay", (await control.payStatic("zipay", 15_000)).paymentId)
            const printed = {
              qr: await control.staticQr("zipay"),
              amount: 25_000,
              within: 15,
              provider: "zipay",
            }
            for (const key of ["told", "accepted", "ended", "released"])
              await run(payments.expect({ ...printed, key }))
            const told = await run(payments.get("told"))
            await callback("zipay", (await control.pay(told.qr?.payload ?? "")).paymentId)
            await run(payments.acceptMoney("accepted", { by: "kasir", why: "seen" }))
            await run(payments.cancel("released"))
            await run(payments.timeline("accepted"))
            await run(payments.receive("zipay", { headers: {}, body: "nonsense" }))
            await run(payments.reconcileNow)
            await run(payments.cancel("order-2"))
            await run(payments.cancel("order-3"))
            await callback("ifortepay", third)
            await run(payments.refresh("order-1"))
            for (let sweep = 0; sweep < 3; sweep++) {
              await world.advance({ hours: 2 })
              await run(payments.reconcileNow)
            }
            await run(payments.list())
            const { next = "" } = await run(payments.list({ limit: 500 }))
            await run(payments.list({ after: next, provider: "ifortepay" }))
            await run(payments.list({ status: ["paid", "under_review"] }))
            for (const query of [
              { key: "seeded-7" },
              { orderId: "seeded-7" },
              { externalId: "external-7" },
              { paymentId: "provider-7" },
              { retrievalReference: "000000000001" },
              { amount: Rupiah.make(24_000), limit: 100 },
            ])
              await run(payments.list(query))
            await run(payments.cursor)
            await run(payments.list({ status: ["pending"], from: new Date(0), until: START }))
            await run(payments.health)
            await run(payments.anomalies.list())
            await run(payments.deadLetters.list())
            await run(payments.receipts({ after: 5_000 }))
            await run(payments.receipts({ newestFirst: true }))
            await run(payments.receipts({ newestFirst: true, verdict: "accepted", after: 5_000 }))
            await run(payments.receipts({ verdict: "malformed" }))
            await run(payments.receipts({ verdict: "forged" }))
            await run(payments.receipts({ key: "order-1" }))
            await run(payments.timeline("order-1"))
            await run(payments.timeline("seeded-7"))
            await run(payments.providers)
            await run(payments.accounts())
            await run(
              payments.acts.record(
                { verb: "refresh", via: "test", by: "kasir", why: "asked for", key: "order-1" },
                payments.refresh("order-1"),
              ),
            )
            await run(payments.acts.list())
            await run(payments.totals({ from: new Date(START.getTime() - 60_000) }))
            await run(payments.unmatched())
            await run(payments.prune)
            await run(Stream.runHead(payments.events(0)))
            await run(Stream.runDrain(Stream.interruptWhen(payments.events(), Effect.sleep(50))))
          })
        }),
      ),
    )
  }

  beforeAll(async () => {
    database = await openTestPostgres()
    world = await openWorld(database, { maxDeliveries: 1 })
    const url = new URL(inject("postgresUrl"))
    url.pathname = String((await database.rows("select current_database() as name"))[0]?.["name"])
    client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const query = (text: string, values: ReadonlyArray<unknown> = []) => client.query(text, [...values])
    await query("set session_replication_role = replica")
    await seed(query, { from: 1, to: SEEDED, at: START })
    await query("set session_replication_role = replica")
    await query(
      "update qriskit.attempt set next_inquiry_at = $1 where external_id in (select 'external-' || 4 * n from generate_series(1, $2::int) n)",
      [START, BACKLOG],
    )
    await query("update qriskit.event set delivered_at = null, next_delivery_at = $1 where id <= $2", [
      new Date(START.getTime() + 86_400_000),
      BACKLOG,
    ])
    await query("set session_replication_role = origin")
    await query("analyze")
    statements = await recordStatements(live)
  })
  afterAll(async () => {
    await client?.end()
    await world?.close()
    await database?.close()
  })

  test("none reads a growing table from end to end, or looks at more rows than it needs", async () => {
    const findings: Array<string> = []
    for (const sent of statements) {
      const nodes = nodesOf(await planOf(client, sent))
      for (const node of nodes) {
        const isSequential = node["Node Type"] === "Seq Scan" && GROWING.has(node["Relation Name"] ?? "")
        if (isSequential || rowsSeen(node) > MOST_ROWS)
          findings.push(
            `${node["Node Type"]} ${node["Relation Name"] ?? ""} ${rowsSeen(node)} rows: ${sent.text}`,
          )
      }
    }
    expect(findings).toEqual([])
  })

  test("every kind of statement was among them", () => {
    const texts = new Set(statements.map(({ text }) => text.toLowerCase()))
    const all = [...texts].join("\n")
    for (const table of GROWING) {
      expect(all).toMatch(new RegExp(`from "?qriskit"?."?${table}"?`))
      expect(all).toMatch(new RegExp(`insert into "?qriskit"?."?${table}"?`))
    }
    expect(texts.size).toBeGreaterThan(40)
  })

  test("a statement without an index would be noticed", async () => {
    const plan = await planOf(client, {
      text: "select from qriskit.attempt where failure is not null",
      values: [],
    })
    expect(nodesOf(plan)).toContainEqual(
      expect.objectContaining({ "Node Type": "Seq Scan", "Relation Name": "attempt" }),
    )
  })
})
