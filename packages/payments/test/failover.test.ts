import { Outcome, type QrisProvider, Reason } from "@qriskit/core"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { badGatewayHtml, type Fault, type FaultRule, tooManyRequests } from "@qriskit/sandbox"
import { statementFrom } from "@qriskit/statements"
import { freePort } from "@qriskit/testing/free-port"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { nextProvider } from "../src/opening/next-provider.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { REPORT_PROFILE, report } from "./support/statement-files.js"
import { openWorld, rawOf, type World } from "./support/world.js"

const ORDER = { key: "order-1001", amount: 25_000, provider: ["zipay", "midtrans"] } as const

/** Whom an order is asked of first, and whom then. */
const PAIRS = [
  { first: "zipay", second: "midtrans" },
  { first: "midtrans", second: "xendit" },
] as const

/** A page of somebody else's gateway, which says that all is well. */
const PAGE: Fault = { kind: "status", status: 200, contentType: "text/html", body: "<html>Welcome</html>" }

/**
 * Reasons by which a provider says that it is away. After others the next one is asked only where nobody
 * knows the outcome.
 */
const AWAY = [
  "NetworkFailure",
  "TimedOut",
  "ProviderUnavailable",
  "RateLimited",
  "MalformedResponse",
  "AccountUnavailable",
]

describe("whom an order is asked of next", () => {
  const named = ["zipay", "midtrans", "xendit"]

  test("after each failure", () => {
    for (const { identifier: reason } of Reason.members)
      for (const outcome of Outcome.literals) {
        const isNext = outcome === "unknown" || AWAY.includes(reason)
        const next = nextProvider(named, "zipay", { outcome, reason })
        expect(next, `${reason}, ${outcome}`).toBe(isNext ? "midtrans" : undefined)
      }
  })

  test("nobody after the last, or after one that is not named", () => {
    const away = { outcome: "unknown", reason: "NetworkFailure" } as const
    expect(nextProvider(named, "midtrans", away)).toBe("xendit")
    expect(nextProvider(named, "xendit", away)).toBeUndefined()
    expect(nextProvider(named, "ifortepay", away)).toBeUndefined()
  })
})

describe.each(DATABASES)("a second acquirer when the first is down, on %s", (name, openDatabase) => {
  let database: TestDatabase
  let world: World
  const fuse = makeFuse()
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database, { createMillis: 3_000, reconcileConcurrency: 1 }, fuse)
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
  const failing = (at: FaultRule["at"], fault: Fault, times = 1) =>
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

  describe.each(PAIRS)("of $first and then $second", ({ first, second }) => {
    const asked = { ...ORDER, provider: [first, second] as [string, string] }
    const refused = { kind: "status", status: 401, contentType: "application/json", body: "{}" } as const
    /** The order is sold at the second, and there alone a customer can pay it. */
    const isSoldAtTheSecond = async ({ run, payments }: Pick<World, "run" | "payments"> = world) => {
      const record = await run(payments.open(asked))
      expect(record).toMatchObject({ provider: second, status: "pending", attempt: 2 })
      expect(record.qr).toBeDefined()
      expect(await run(payments.open(asked))).toEqual(record)
      await world.control.pay(record.qr?.payload ?? "")
      await world.advance({ minutes: 1 })
      await run(payments.reconcileNow)
      expect(await get()).toMatchObject({ status: "paid", provider: second })
    }
    const failures = () =>
      database.rows(
        "select failure ->> 'reason' as reason, failure ->> 'outcome' as outcome from qriskit.attempt where number = 1",
      )

    test.each<[string, Fault, { readonly reason: string; readonly outcome: string }]>([
      ["has a gateway that fails", badGatewayHtml, { reason: "ProviderUnavailable", outcome: "unknown" }],
      ["has too much to do", tooManyRequests(1), { reason: "RateLimited", outcome: "refused" }],
      ["answers with a page", PAGE, { reason: "MalformedResponse", outcome: "unknown" }],
      [
        "breaks off its answer",
        { kind: "cut", acting: true },
        { reason: "NetworkFailure", outcome: "unknown" },
      ],
    ])("the next one makes it where the first %s", async (_what, fault, failure) => {
      // Midtrans is asked once more for an answer that got lost.
      await failing(`${first}.create`, fault, 2)
      await isSoldAtTheSecond()
      expect(await failures()).toEqual([failure])
    })

    test("the next one makes it where nobody listens at the first", async () => {
      const baseUrl = `http://127.0.0.1:${await freePort()}`
      const { userId, password, merchantId, merchantKey } = world.sandbox.zipay
      const { serverKey } = world.sandbox.midtrans
      const client =
        first === "zipay"
          ? createZipay({ baseUrl, userId, password, merchantId, merchantKey, retry: { times: 0 } })
          : createMidtrans({ baseUrl, serverKey, retry: { times: 0 } })
      await world.restart({ providers: [client, world[second]] })
      await isSoldAtTheSecond()
      expect(await failures()).toEqual([{ reason: "NetworkFailure", outcome: "not_sent" }])
      await client.close()
    })

    test("the next one makes it where the first is silent for longer than a create may take", async () => {
      const createMillis = 1_234
      let hasStruck = false
      const silent = await world.spawn({
        options: { createMillis },
        // Time is over for the first create as soon as somebody waits for that.
        clock: {
          ...world.clock,
          sleep: (duration) => {
            if (hasStruck || Duration.toMillis(duration) !== createMillis) return world.clock.sleep(duration)
            hasStruck = true
            return Effect.void
          },
        },
        decorate: {
          database: (service) => service,
          provider: <P extends QrisProvider>(provider: P): P =>
            provider.id === first ? { ...provider, create: () => Effect.never } : provider,
        },
      })
      await isSoldAtTheSecond(silent)
      expect(await failures()).toEqual([{ reason: "Lost", outcome: "unknown" }])
      await silent.end()
    })

    test("credentials that the first refuses are the answer, and the next one is not asked", async () => {
      await failing(`${first}.create`, refused, 2)
      expect(await world.error(world.payments.open(asked))).toMatchObject({
        _tag: "QrisError",
        provider: first,
        outcome: "refused",
        reason: { _tag: "Unauthorized" },
      })
      expect(await made()).toEqual([])
      expect(await get()).toMatchObject({ status: "not_created", provider: first, attempt: 1 })
    })
  })

  test.each<[string, Fault]>([
    ["is answered with a page", PAGE],
    ["meets a gateway that fails", badGatewayHtml],
  ])("the next one makes it where the first one's login %s: nothing was sent", async (_what, fault) => {
    await failing("zipay.login", fault)
    expect(await open()).toMatchObject({ provider: "midtrans", status: "pending", attempt: 2 })
    expect(await made()).toEqual(["midtrans"])
  })

  const listed = async (provider: string) =>
    (await world.run(world.payments.list({ provider }))).payments.map(({ key }) => key)

  test("a list by provider shows an order where its record says that it is, and providers are all that were tried", async () => {
    await failing("zipay.create", badGatewayHtml)
    await open()
    expect(await listed("midtrans")).toEqual(["order-1001"])
    expect(await listed("zipay")).toEqual([])
    expect(await world.run(world.payments.providers)).toEqual(["midtrans", "zipay"])
  })

  test("a report explains money that arrived where every attempt was given up", async () => {
    await failing("zipay.create", { kind: "cut", acting: true })
    await failing("midtrans.create", { kind: "cut", acting: true }, 4)
    await open()
    await world.control.faults.clear()
    expect(await open({ renew: true })).toMatchObject({ provider: "zipay", attempt: 3 })
    expect(await listed("midtrans")).toEqual([])
    const unshown = (await world.control.payments()).find(({ provider }) => provider === "midtrans")
    await world.control.pay(unshown?.paymentId ?? "")
    const callback = rawOf(await world.control.callbacks.build(unshown?.paymentId ?? ""))
    await world.run(world.payments.receive("midtrans", callback))
    await world.run(world.payments.reconcileNow)
    const rows = [{ ref: unshown?.externalId ?? "", gross: 25_000, settled: "2026-04-08" }]
    const read = statementFrom(report(rows), { profile: REPORT_PROFILE })
    const imported = await world.run(
      world.payments.statements.import(read, { by: "Siti, finance", provider: "midtrans" }),
    )
    expect(imported).toMatchObject({ matched: { found: {}, payments: { settled: 1 } } })
  })

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
      await world.advance({ seconds: 10 })
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
