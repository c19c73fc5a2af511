import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { databaseFailure } from "../src/database/driver-error.js"
import { IdempotencyConflict, NoSuchPayment, NoSuchProvider, WrongState } from "../src/failure.js"
import type { Payments } from "../src/payments.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { ifortepayOrder, openWorld, type World, zipayOrder } from "./support/world.js"

/** What a caller may hand over who took it from a URL, a header or a form and did not look at it. */
type Careless = {
  readonly [Verb in
    | "open"
    | "get"
    | "cancel"
    | "refresh"
    | "timeline"
    | "list"
    | "receipts"
    | "totals"
    | "unmatched"
    | "redact"]: (input: unknown) => Effect.Effect<unknown, unknown>
} & {
  readonly anomalies: {
    list(query: unknown): Effect.Effect<unknown, unknown>
    acknowledge(id: unknown, decided: unknown): Effect.Effect<unknown, unknown>
  }
  readonly deadLetters: {
    replay(id: unknown): Effect.Effect<unknown, unknown>
    skip(id: unknown, decided: unknown): Effect.Effect<unknown, unknown>
  }
  events(cursor: unknown): Stream.Stream<unknown, unknown>
}

const DECIDED = { by: "Petugas", why: "looked at" }
const NO_CURSOR = "9".repeat(15)
const NO_ID = "00000000-0000-0000-0000-000000000000"

const KEYS = [
  ["NUL", "order\0"],
  ["half a character", "order\ud800"],
  ["SQL", "' or 1=1; drop table qriskit.payment --"],
  ["a list, as a repeated query parameter is", ["order-1001", "order-1002"]],
  ["an object, as a nested query parameter is", { $ne: "" }],
  ["nothing", undefined],
  ["a million characters", "x".repeat(1_000_000)],
] as const

const QUERIES = [
  ["SQL for a status", { status: ["paid') or ('1'='1"] }],
  ["SQL for a cursor", { after: `1.${NO_ID}') or 1=1 --` }],
  ["a cursor in the year 33658", { after: `${NO_CURSOR}.${NO_ID}` }],
  ["a provider with NUL", { provider: "zipay\0" }],
  ["a time before Christ", { from: new Date(-8.64e15) }],
  ["a time in the year 275760", { until: new Date(8.64e15) }],
  ["a time that is none", { from: new Date(Number.NaN) }],
  ["a page of a billion", { limit: 1_000_000_000 }],
  ["a field that is none", { where: "1=1" }],
  ["a text", "status=paid"],
] as const

const IDS = ["1; drop table qriskit.anomaly", Number.NaN, Number.POSITIVE_INFINITY, 1.5, 1e30, undefined, [1]]

describe.each(DATABASES)("hostile input on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let payments: Careless
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
    await world.run(world.payments.open(zipayOrder()))
    // Callers in JavaScript hand over whatever they have.
    payments = world.payments as Payments["Service"] & Careless
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })

  const failure = (effect: Effect.Effect<unknown, unknown>) => world.error(effect)

  test.each(KEYS)("a key of %s is nobody's, and the database is not asked what it means", async (_, key) => {
    for (const verb of ["get", "cancel", "refresh", "timeline"] as const) {
      expect(await failure(payments[verb](key))).toMatchObject({ _tag: "NoSuchPayment" })
    }
  })

  test.each(QUERIES)("a list of %s is refused by its field", async (_, query) => {
    expect(await failure(payments.list(query))).toMatchObject({ _tag: "InvalidInput" })
  })

  test("a provider's name of SQL is compared, not run", async () => {
    expect(await world.run(payments.list({ provider: "x' or '1'='1" }))).toEqual({ payments: [] })
  })

  test.each([
    ["receipts", { after: "0 or 1=1" }],
    ["receipts", { verdict: "forged' or '1'='1" }],
    ["receipts", { key: "order\0" }],
    ["receipts", { key: "x".repeat(256) }],
    ["totals", { from: new Date(-8.64e15) }],
    ["totals", { until: "2026-01-01" }],
    ["unmatched", { state: "claimed' or '1'='1" }],
    ["redact", new Date(8.64e15)],
    ["redact", "2026-01-01"],
  ] as const)("%s of %o is refused by its field", async (verb, input) => {
    expect(await failure(payments[verb](input))).toMatchObject({ _tag: "InvalidInput" })
  })

  test.each(IDS)("the id %s is no item's", async (id) => {
    for (const effect of [
      payments.anomalies.acknowledge(id, DECIDED),
      payments.deadLetters.replay(id),
      payments.deadLetters.skip(id, DECIDED),
    ]) {
      expect(await failure(effect)).toMatchObject({ _tag: "NoSuchItem" })
    }
  })

  test("a cursor that is none ends a stream of events at once, instead of waiting for ever", async () => {
    expect(await failure(Stream.runDrain(payments.events(Number("last"))))).toMatchObject({
      _tag: "InvalidInput",
      issues: [{ path: "cursor" }],
    })
  })

  test("a provider's own fields change neither the amount nor the ids that are asked for", async () => {
    const providerFields = { amount: 1_000, externalId: "order-of-somebody-else", orderId: "another" }
    const record = await world.run(
      world.payments.open({ ...ifortepayOrder("order-1002"), providerFields, expiresInMinutes: 20 }),
    )
    const [asked] = (await world.control.payments()).slice(-1)
    expect(asked).toMatchObject({ amount: 25_000, externalId: record.externalId, orderId: "order-1002" })
    expect(record).toMatchObject({ amount: 25_000, status: "pending" })
  })

  test("a request with __proto__ in it is refused, and changes no other object", async () => {
    const order: unknown = JSON.parse(
      '{"key":"order-1003","amount":25000,"provider":"zipay","__proto__":{"isPaid":true}}',
    )
    expect(await failure(payments.open(order))).toMatchObject({ _tag: "InvalidInput" })
    const fields: unknown = JSON.parse('{"__proto__":{"isPaid":true}}')
    const own = { ...ifortepayOrder("order-1003"), providerFields: fields }
    expect(await failure(payments.open(own))).toMatchObject({ reason: { _tag: "InvalidRequest" } })
    expect("isPaid" in {}).toBe(false)
  })

  test("after all of it the one payment is there as it was", async () => {
    const { payments: all } = await world.run(world.payments.list())
    expect(all.find(({ key }) => key === "order-1001")).toMatchObject({ status: "pending", amount: 25_000 })
  })
})

describe("what a failure says", () => {
  const forged = "order-1\r\n2026-04-07 FATAL paid by \u001b[31mnobody\u009b0m\u202e\u2028"

  test.each([
    new NoSuchPayment({ key: forged }),
    new IdempotencyConflict({ key: forged }),
    new NoSuchProvider({ provider: forged, known: ["zipay"] }),
    new WrongState({ key: forged, operation: "cancel", status: "paid" }),
  ])("$_tag stays on one line of a log, and steers no terminal", ({ message }) => {
    expect(message).toContain("order-1 2026-04-07 FATAL")
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  test.each([
    ["22P02", 'invalid input syntax for type bigint: "Budi, 0812-0000-0000"'],
    ["22007", 'invalid input syntax for type timestamp: "Budi, 0812-0000-0000"'],
    ["22001", "value too long for type character varying(16): Budi"],
  ])("the database's refusal %s comes without the value that it quotes", (code, message) => {
    const cause = Object.assign(new Error(message), { code })
    const failure = databaseFailure(new Error("Failed query: … params: Budi", { cause }))
    expect(failure).toMatchObject({ outcome: "not_done", code })
    expect(failure.message).not.toContain("Budi")
  })
})
