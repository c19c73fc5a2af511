import { Refund, type RefundPayment } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { INVARIANTS, type InvariantName, type Sight, see, violationsIn } from "./simulation/invariants.js"
import type { Mutation } from "./simulation/process.js"
import type { Move, Step } from "./simulation/step.js"
import { openTheatre, type Theatre } from "./simulation/theatre.js"
import { openTestPglite, type TestDatabase } from "./support/databases.js"

const at = (process: number, ...steps: ReadonlyArray<Step>): ReadonlyArray<Move> =>
  steps.map((step) => ({ at: process, step }))
const each = (what: "open" | "pay"): ReadonlyArray<Step> =>
  [0, 1, 2, 3, 4, 5].map((order) => ({ do: what, order }))

/**
 * Something of everything: money, refunds, pending ones, a wrong word of one, an expired QR, late money on a second
 * one, creates that failed over: after one that nobody knows of, after one that was refused for now.
 */
const HISTORY: ReadonlyArray<Move> = [
  ...at(0, { do: "open", order: 0 }, { do: "cancel", order: 0 }, { do: "renew", order: 0 }),
  ...at(0, { do: "fault", fault: "acts-in-silence", times: 1 }, { do: "open", order: 3 }, { do: "heal" }),
  ...at(0, { do: "fault", fault: "too-many", times: 1 }, { do: "open", order: 5 }, { do: "heal" }),
  ...at(1, ...each("open"), ...each("pay")),
  ...at(0, { do: "refresh", order: 4 }, { do: "fault", fault: "acts-in-silence", times: 1 }),
  ...at(0, { do: "refund", order: 4, part: "half" }, { do: "refund", order: 4, part: "little" }),
  ...at(0, { do: "refund-ends", order: 4, status: "failed" }),
  ...at(1, { do: "refresh", order: 2 }, { do: "refund", order: 2, part: "half" }),
  ...at(1, { do: "fault", fault: "acts-in-silence", times: 1 }, { do: "refund", order: 2, part: "little" }),
  ...at(0, { do: "resolve", order: 2, wentBack: false }),
  ...at(0, { do: "pay-late", order: 0 }, { do: "pay-unshown", order: 3 }),
  ...at(0, { do: "callback", order: 3, claim: "true" }, { do: "static" }, { do: "advance", seconds: 60 }),
  ...at(1, { do: "reconcile" }),
]

/** A change of what is on record that no build may make, or of what else is to be seen. */
type Break = string | ReadonlyArray<string> | ((sight: Sight) => Partial<Sight>)

const ONE_PAID = "(select id from qriskit.attempt where paid_amount is not null limit 1)"

/** How each of them is violated. One that nobody knows how to violate holds nothing. */
const BROKEN: Readonly<Record<InvariantName, Break>> = {
  "an order is fulfilled once": "insert into fulfilment select key from fulfilment limit 1",
  "an amount that arrived stays as it is": `update qriskit.attempt set paid_amount = paid_amount + 1 where id = ${ONE_PAID}`,
  "what was paid stays paid": `update qriskit.attempt set status = 'expired' where id = ${ONE_PAID}`,
  "whatever an acquirer made is on record": "delete from qriskit.attempt where number = 2",
  "no money is invented": "update qriskit.attempt set paid_amount = 1 where paid_amount is null",
  "one payment of an acquirer is one attempt's": [
    "alter table qriskit.attempt drop constraint attempt_provider_payment",
    "update qriskit.attempt set provider_payment_id = 'x', provider = 'zipay'",
  ],
  "an order has one QR to show at most": "update qriskit.attempt set status = 'pending'",
  "what failed over was shown to nobody": (sight) => ({
    memory: { ...sight.memory, shown: new Set(sight.ledger.map(({ qrPayload }) => qrPayload)) },
    attempts: new Map(
      [...sight.attempts].map(([id, attempt]) => [id, { ...attempt, status: "unknown" as const }]),
    ),
  }),
  "where an acquirer is away, another that is named is asked": (sight) => ({
    memory: { ...sight.memory, unsold: new Set(["order-3"]) },
  }),
  "a QR that can be paid is not called expired": (sight) => ({
    ledger: sight.ledger.map((payment) => ({ ...payment, status: "pending" })),
    attempts: new Map(
      [...sight.attempts].map(([id, attempt]) => [id, { ...attempt, status: "expired" as const }]),
    ),
  }),
  "no refund is invented, and none is made that is not on record": "delete from qriskit.refund",
  "no more goes back than arrived": (sight) => ({
    ledger: sight.ledger.map((payment) => ({ ...payment, paidAmount: 1 })),
  }),
  "every event is there": "delete from qriskit.event where id = (select max(id) from qriskit.event)",
  "events are handed over in order, each once":
    "insert into handled (key, seq) select key, seq from handled limit 1",
  "a finding stays": "delete from qriskit.anomaly where id = (select max(id) from qriskit.anomaly)",
  "all money is known": `update qriskit.attempt set paid_amount = null where id = ${ONE_PAID}`,
  "the books say what arrived": (sight) => ({
    totals: sight.totals.map((total) => ({ ...total, arrived: total.arrived + 1n })),
  }),
  "what a person said wrongly of a refund is listed": (sight) => ({
    refunds: new Map([...sight.refunds].map(([id, refund]) => [id, { ...refund, isListed: false }])),
  }),
  "the refunds on record are the acquirers', but for what a person said":
    "update qriskit.attempt set refunded = refunded + 1 where paid_amount > refunded",
  "a refund that nobody knows is a finding": "update qriskit.refund set status = 'unknown'",
  "money on two QRs of an order is a finding": "delete from qriskit.anomaly where kind = 'paid_twice'",
  "nothing stays open after its time": "update qriskit.attempt set status = 'pending' where number = 1",
  "every event is handed over": "update qriskit.event set delivered_at = null",
  "what is bought is fulfilled, and nothing else": "delete from fulfilment",
  "the right amount makes an order paid": "update qriskit.payment set status = 'expired'",
  "every claim is looked into": "update qriskit.unmatched set state = 'claimed', inquiries = 0",
}

class Undo extends Error {}

describe("the simulation's invariants", () => {
  let database: TestDatabase
  let theatre: Theatre
  let sight: Sight
  beforeAll(async () => {
    database = await openTestPglite()
    // Nothing dies in it, and a machine under load must not change what happens.
    theatre = await openTheatre(database, {}, 20_000)
    sight = await theatre.play(HISTORY)
  })
  afterAll(async () => {
    await theatre?.close()
    await database?.close()
  })

  test("hold in a history that has something of everything", async () => {
    expect(await violationsIn(sight, true)).toEqual({})
    const soldAt = new Map(sight.ledger.map(({ externalId, provider }) => [externalId, provider]))
    expect([soldAt.get("order-3-2"), soldAt.get("order-5-2")]).toEqual(["midtrans", "xendit"])
    const became = (externalId: string) => sight.refunds.get(externalId)?.status
    expect([became("refund-4-1"), became("refund-4-2")]).toEqual(["succeeded", "failed"])
    expect(Object.keys(BROKEN).sort()).toEqual(Object.keys(INVARIANTS).sort())
  })

  test.each(Object.entries(BROKEN))("see what violates: %s", async (name, how) => {
    let seen: Readonly<Record<string, unknown>> = {}
    const looking = database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      if (typeof how !== "function") for (const change of [how].flat()) await tx.query(change)
      const broken = await see(
        (text, values) => tx.query(text, values),
        sight.ledger,
        sight.totals,
        sight.memory,
      )
      seen = await violationsIn(typeof how === "function" ? { ...broken, ...how(broken) } : broken, true)
      throw new Undo()
    })
    await expect(looking).rejects.toThrow(Undo)
    expect(Object.keys(seen)).toContain(name)
  })
})

/** Builds with a fault in their code, and the invariants that find them out. */
const MUTATIONS: ReadonlyArray<
  readonly [what: string, mutation: Mutation, history: ReadonlyArray<Move>, caught: InvariantName]
> = [
  [
    "gives money back twice, the second time under another id",
    {
      provider: (provider) => ({
        ...provider,
        refund: (ref, asked: RefundPayment) =>
          provider.refund === undefined
            ? Effect.die("no refunds")
            : Effect.andThen(
                provider.refund(ref, asked),
                provider.refund(ref, { ...asked, externalId: `${asked.externalId}-again` } as RefundPayment),
              ),
      }),
    },
    [...at(0, { do: "open", order: 2 }, { do: "pay", order: 2 }, { do: "refresh", order: 2 })].concat(
      at(0, { do: "refund", order: 2, part: "little" }),
    ),
    "no refund is invented, and none is made that is not on record",
  ],
  [
    "says that money went back and never asks the acquirer for it",
    {
      provider: (provider) => ({
        ...provider,
        refund: (ref, { externalId, amount }: RefundPayment) =>
          Effect.succeed(
            new Refund({
              ref,
              externalId,
              status: "succeeded",
              providerStatus: "refund",
              raw: {},
              ...(amount === undefined ? {} : { amount }),
            }),
          ),
      }),
    },
    [...at(0, { do: "open", order: 2 }, { do: "pay", order: 2 }, { do: "refresh", order: 2 })].concat(
      at(0, { do: "refund", order: 2, part: "all" }),
    ),
    "no refund is invented, and none is made that is not on record",
  ],
  [
    "goes by its own clock, which is wrong",
    { isClockOwn: true },
    [...at(0, { do: "open", order: 1 }), ...at(1, { do: "clock", ahead: 3_600 }, { do: "reconcile" })],
    "a QR that can be paid is not called expired",
  ],
]

describe("a build with a fault", () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestPglite()
  })
  afterAll(() => database?.close())

  test.each(MUTATIONS)("that %s is found out", async (_what, mutation, history, caught) => {
    await database.rows("drop table if exists fulfilment, handled")
    const theatre = await openTheatre(database, mutation, 20_000)
    try {
      await expect(theatre.play(history)).rejects.toThrow()
      await expect(theatre.play(history)).rejects.toSatisfy((error) => JSON.stringify(error).includes(caught))
    } finally {
      await theatre.close()
    }
  })
})
