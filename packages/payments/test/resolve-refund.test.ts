import { canRefund, type PaymentRef, Refund, type RefundRef, type Refunds } from "@qriskit/core"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { ResolveRefundInput } from "../src/opening/resolving-refund.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { makeFuse } from "./support/fuse.js"
import { holdingStatement } from "./support/held-statement.js"
import { midtransOrder, openWorld, type Spawned, type World, xenditOrder } from "./support/world.js"

const WHY = { reason: "the coffee was cold", by: "kasir" }
const SEEN = { by: "Manajer Contoh", why: "seen in the acquirer's portal" }
const KEY = "order-1001"

describe.each(DATABASES)(
  "what a person says of a refund that nobody knows of, on %s",
  (name, openDatabase) => {
    let database: TestDatabase
    let world: World
    const fuse = makeFuse()
    beforeAll(async () => {
      database = await openDatabase()
      world = await openWorld(database, { reconcileConcurrency: 1, createMillis: 20_000 }, fuse)
    })
    afterAll(async () => {
      await world?.close()
      await database?.close()
    })
    beforeEach(async () => {
      fuse.reset()
      await world.reset()
    })

    const refund = (input = {}) => world.run(world.payments.refund(KEY, { ...WHY, ...input }))
    const said = (input: Omit<ResolveRefundInput, "by" | "why">) => ({ ...SEEN, ...input })
    const resolve = (input: Omit<ResolveRefundInput, "by" | "why">) =>
      world.run(world.payments.resolveRefund(KEY, said(input)))
    const refused = (input: Omit<ResolveRefundInput, "by" | "why">) =>
      world.error(world.payments.resolveRefund(KEY, said(input)))
    const refunds = () => world.run(world.payments.refunds(KEY))
    const record = () => world.run(world.payments.get(KEY))
    const onRecord = async () =>
      Number((await world.run(world.payments.totals())).reduce((sum, total) => sum + total.refunded, 0n))
    const ledger = async () =>
      (await world.control.payments())
        .flatMap(({ refunds: given }) => given)
        .filter(({ status }) => status !== "failed")
        .reduce((sum, { amount }) => sum + amount, 0)
    const findings = (acknowledged = false) => world.run(world.payments.anomalies.list({ acknowledged }))
    const kinds = async () => (await findings()).map(({ kind }) => kind)
    const live = async (minutes = 1) => {
      await world.advance({ minutes })
      await world.run(world.payments.reconcileNow)
    }
    const eventsOf = async () =>
      (await world.run(world.payments.timeline(KEY))).flatMap((entry) =>
        entry.kind === "event" ? [entry.type] : [],
      )
    /** A paid payment with a refund of whose call nobody learnt the end; the acquirer acted or did not. */
    const unknown = async (acting: boolean, amount = 25_000) => {
      const { ref } = await world.run(world.payments.open(midtransOrder(KEY)))
      await world.control.pay(ref?.paymentId ?? "")
      await world.run(world.payments.refresh(KEY))
      await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting } })
      return refund({ amount })
    }
    /** A process to whom the acquirer says this of a refund whenever it is asked. */
    const told = (says: (ref: PaymentRef, asked: RefundRef) => Partial<Refund> & Pick<Refund, "status">) =>
      spawned({
        inquireRefund: (ref, asked) =>
          Effect.succeed(
            new Refund({
              ref,
              externalId: asked.externalId,
              providerStatus: "its own word",
              raw: {},
              ...says(ref, asked),
            }),
          ),
      })
    const spawned = (change: Partial<Refunds>): Promise<Spawned> =>
      world.spawn({
        decorate: {
          database: (service) => service,
          provider: (provider) => (canRefund(provider) ? { ...provider, ...change } : provider),
        },
      })
    const hears = async (process: Promise<Spawned>, minutes = 1) => {
      const { run, payments, end } = await process
      await world.advance({ minutes })
      await run(payments.reconcileNow)
      await end()
    }

    test("it went back: record, event, timeline and totals say so, and whose word it is; the finding is acknowledged", async () => {
      const { externalId } = await unknown(false)
      for (let look = 0; look < 6; look++) await live(60)
      expect(await kinds()).toEqual(["refund_unknown"])
      expect(await resolve({ externalId, wentBack: true, refundId: "R-1" })).toMatchObject({
        status: "refunded",
        refunded: 25_000,
      })
      expect(await refunds()).toMatchObject([
        {
          status: "succeeded",
          evidence: "person",
          refundId: "R-1",
          by: "kasir",
          said: {
            wentBack: true,
            refundId: "R-1",
            ...SEEN,
            at: new Date(world.clock.currentTimeMillisUnsafe()),
          },
        },
      ])
      expect(await onRecord()).toBe(25_000)
      expect(await eventsOf()).toEqual(["opened", "paid", "refunded"])
      expect(await world.run(world.payments.timeline(KEY))).toContainEqual(
        expect.objectContaining({ kind: "refund_word", externalId, wentBack: true, ...SEEN }),
      )
      expect(await findings()).toEqual([])
      expect(await findings(true)).toMatchObject([
        { kind: "refund_unknown", acknowledgedBy: SEEN.by, acknowledgedWhy: SEEN.why },
      ])
    })

    test("it stayed: its amount may be given back anew, and never again under its own id", async () => {
      const { externalId } = await unknown(false)
      expect(await resolve({ externalId, wentBack: false })).toMatchObject({ status: "paid" })
      expect(await refunds()).toMatchObject([{ status: "failed", evidence: "person" }])
      expect(await refund({ externalId })).toMatchObject({ status: "failed", number: 1 })
      expect(await ledger()).toBe(0)
      expect(await refund()).toMatchObject({ status: "succeeded", amount: 25_000, number: 2 })
      for (let look = 0; look < 3; look++) await live(60)
      expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
      expect(await kinds()).toEqual([])
    })

    test("one that is pending is resolved, and what the acquirer goes on saying of it is no news", async () => {
      const { externalId } = await unknown(false, 10_000)
      await hears(told(() => ({ status: "pending" })))
      expect(await record()).toMatchObject({ status: "refund_pending" })
      expect(await resolve({ externalId, wentBack: false })).toMatchObject({ status: "paid" })
      await hears(told(() => ({ status: "pending" })))
      expect(await refunds()).toMatchObject([{ status: "failed", evidence: "person" }])
      expect(await eventsOf()).toEqual(["opened", "paid", "refund_pending", "refund_failed"])
      expect(await kinds()).toEqual([])
    })

    test("said twice alike it is said once; said otherwise, of what is known or of none, it is refused", async () => {
      const { externalId } = await unknown(false)
      const first = await resolve({ externalId, wentBack: true, refundId: "R-1" })
      await live()
      expect(await resolve({ externalId, wentBack: true, refundId: "R-1" })).toEqual(first)
      expect(await resolve({ externalId, wentBack: true })).toEqual(first)
      const otherwise = { _tag: "WrongRefundState", externalId, status: "succeeded", saidBy: SEEN.by }
      expect(await refused({ externalId, wentBack: false })).toMatchObject(otherwise)
      expect(await refused({ externalId, wentBack: true, refundId: "R-2" })).toMatchObject(otherwise)
      expect(await refused({ externalId: "another", wentBack: true })).toMatchObject({ _tag: "NoSuchRefund" })
      expect(
        await world.error(world.payments.resolveRefund("none", said({ externalId, wentBack: true }))),
      ).toMatchObject({ _tag: "NoSuchPayment" })
      expect((await refunds()).map(({ said }) => said?.why)).toEqual([SEEN.why])
    })

    test("who and why are wanted", async () => {
      const { externalId } = await unknown(false)
      const error = await world.error(
        world.payments.resolveRefund(KEY, { externalId, wentBack: true, by: "", why: "" }),
      )
      expect(error).toMatchObject({ _tag: "InvalidInput", issues: [{ path: "by" }, { path: "why" }] })
      expect(await refunds()).toMatchObject([{ status: "unknown" }])
    })

    test("what the acquirer has told is not for a person to say", async () => {
      const { externalId } = await unknown(true)
      await live()
      expect(await refunds()).toMatchObject([{ status: "succeeded", evidence: "provider" }])
      for (const wentBack of [true, false]) {
        const error = await refused({ externalId, wentBack })
        expect(error).toMatchObject({ _tag: "WrongRefundState", status: "succeeded" })
        expect(error).not.toHaveProperty("saidBy")
      }
    })

    test("the acquirer's id of it is not another than the acquirer's, nor another refund's", async () => {
      const { externalId } = await unknown(false, 10_000)
      await hears(told(() => ({ status: "pending", refundId: "R-1" })))
      const issues = [{ path: "refundId", message: expect.stringContaining("R-1") }]
      expect(await refused({ externalId, wentBack: true, refundId: "R-2" })).toMatchObject({ issues })
      await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: false } })
      const other = await refund({ amount: 5_000 })
      expect(await refused({ externalId: other.externalId, wentBack: true, refundId: "R-1" })).toMatchObject({
        issues: [{ path: "refundId", message: expect.stringContaining(externalId) }],
      })
    })

    test("where the acquirer says the same, it is the acquirer's word from then on", async () => {
      const { externalId } = await unknown(true)
      await resolve({ externalId, wentBack: true })
      await live()
      expect(await refunds()).toMatchObject([
        { status: "succeeded", evidence: "provider", said: { wentBack: true } },
      ])
      expect(await kinds()).toEqual([])
      expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
    })

    test("the same, under another id of the acquirer's, is a finding: they may be two", async () => {
      const { externalId } = await unknown(false)
      await resolve({ externalId, wentBack: true, refundId: "R-1" })
      await hears(told(() => ({ status: "succeeded", refundId: "R-2" })))
      const [finding] = await findings()
      expect(finding).toMatchObject({ kind: "refund_contradicted" })
      expect(finding?.detail).toMatch(/R-1.*R-2/)
    })

    test("where a person said that it stayed and it went back, the record follows the acquirer, and both are told of", async () => {
      const { externalId } = await unknown(true)
      await resolve({ externalId, wentBack: false })
      await live()
      expect(await refunds()).toMatchObject([
        { status: "succeeded", evidence: "provider", said: { wentBack: false } },
      ])
      expect(await record()).toMatchObject({ status: "refunded", refunded: 25_000 })
      expect([await onRecord(), await ledger()]).toEqual([25_000, 25_000])
      const [finding, ...more] = await findings()
      expect(more).toEqual([])
      expect(finding).toMatchObject({ kind: "refund_contradicted", key: KEY })
      expect(finding?.detail).toContain(
        `${SEEN.by} said that it did not go back; the provider says succeeded`,
      )
      expect(await refused({ externalId, wentBack: false })).toMatchObject({ _tag: "WrongRefundState" })
    })

    test.each([
      [25_000, "refunded", "paid"],
      [10_000, "partially_refunded", "paid"],
    ])(
      "where a person said that %i went back and it stayed, it is %s no more but %s, and nobody fulfils twice",
      async (amount, before, after) => {
        const seen: Array<string> = []
        const scope = Scope.makeUnsafe()
        await world.run(
          Scope.provide(
            world.payments.on("*", ({ type }) => Effect.sync(() => seen.push(type))),
            scope,
          ),
        )
        const { externalId } = await unknown(false, amount)
        expect(await resolve({ externalId, wentBack: true })).toMatchObject({ status: before })
        await hears(told(() => ({ status: "failed" })))
        expect(await refunds()).toMatchObject([
          { status: "failed", evidence: "provider", said: { wentBack: true } },
        ])
        expect(await record()).toMatchObject({ status: after })
        expect([await onRecord(), await ledger()]).toEqual([0, 0])
        expect(await kinds()).toEqual(["refund_contradicted"])
        // The payment itself is asked about once more, and nothing of it changes.
        await live(10)
        expect(await record()).toMatchObject({ status: after })
        expect(seen).toEqual(["opened", "paid", before, "refund_failed", "anomaly"])
        // What is left may be given back.
        expect(await refund()).toMatchObject({ status: "succeeded", amount: 25_000 })
        await Effect.runPromise(Scope.close(scope, Exit.void))
      },
    )

    test("one of two that stayed leaves what the other gave back", async () => {
      const { externalId } = await unknown(false, 10_000)
      expect(await refund()).toMatchObject({ status: "succeeded", amount: 15_000 })
      expect(await resolve({ externalId, wentBack: true })).toMatchObject({ status: "refunded" })
      await hears(told(() => ({ status: "failed" })))
      expect(await record()).toMatchObject({ status: "partially_refunded", refunded: 15_000 })
      expect([await onRecord(), await ledger()]).toEqual([15_000, 15_000])
    })

    test("where it went back after all and another refund took its place, no more than arrived is on record, and both are told of", async () => {
      const { externalId } = await unknown(false)
      await resolve({ externalId, wentBack: false })
      await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: false } })
      const { externalId: second } = await refund({ amount: 20_000 })
      const process = () =>
        told((_ref, asked) => ({ status: asked.externalId === second ? "pending" : "succeeded" }))
      await hears(process())
      expect(await refunds()).toMatchObject([
        { status: "failed", evidence: "person", amount: 25_000 },
        { status: "pending", amount: 20_000 },
      ])
      const [finding, ...more] = await findings()
      expect(more).toEqual([])
      expect(finding).toMatchObject({ kind: "refund_contradicted" })
      expect(finding?.detail).toContain("more than arrived")
      // Once there is room, the record follows.
      await resolve({ externalId: second, wentBack: false })
      await hears(process(), 10)
      expect(await refunds()).toMatchObject([
        { status: "succeeded", evidence: "provider" },
        { status: "failed", evidence: "person" },
      ])
      expect(await record()).toMatchObject({ status: "refunded", refunded: 25_000 })
    })

    test("where it stayed and the acquirer takes it up, it is under way again, and a person may say what becomes of that", async () => {
      const { externalId } = await unknown(false)
      await resolve({ externalId, wentBack: false })
      await hears(told(() => ({ status: "pending" })))
      expect(await refunds()).toMatchObject([{ status: "pending", said: { wentBack: false } }])
      expect(await record()).toMatchObject({ status: "refund_pending" })
      expect(await kinds()).toEqual(["refund_contradicted"])
      expect(await resolve({ externalId, wentBack: true })).toMatchObject({ status: "refunded" })
    })

    test("an answer about another refund changes nothing that a person said", async () => {
      const { externalId } = await unknown(false)
      await resolve({ externalId, wentBack: true })
      await hears(told(() => ({ status: "failed", externalId: "another" })))
      expect(await refunds()).toMatchObject([{ status: "succeeded", evidence: "person" }])
      expect(await kinds()).toEqual(["answer_contradicts"])
    })

    test("one that can only be asked about by asking for it is not asked for again; by the id that a person saw it is asked about", async () => {
      const asked: Array<string> = []
      const deaf = () =>
        world.spawn({
          decorate: {
            database: (service) => service,
            provider: (provider) =>
              canRefund(provider)
                ? {
                    ...provider,
                    capabilities: {
                      ...provider.capabilities,
                      refund: { ...provider.capabilities.refund, askedBy: "refundId" } as never,
                    },
                    refund: (ref, wanted) => {
                      asked.push("asked for")
                      return provider.refund(ref, wanted)
                    },
                    inquireRefund: (_ref, { refundId }) => {
                      asked.push(`asked about ${refundId}`)
                      return Effect.succeed(undefined)
                    },
                  }
                : provider,
          },
        })
      const { externalId } = await unknown(false, 10_000)
      await resolve({ externalId, wentBack: false })
      await hears(deaf())
      await hears(deaf(), 60)
      expect(asked).toEqual([])
      await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: false } })
      const other = await refund({ amount: 5_000 })
      await resolve({ externalId: other.externalId, wentBack: true, refundId: "R-7" })
      await hears(deaf())
      expect(asked).toEqual(["asked about R-7"])
      expect(await ledger()).toBe(0)
    })

    test.each(["a look", "somebody"])(
      "while %s asks for it once more nobody says what became of it: it would go back twice",
      async (who) => {
        const { ref } = await world.run(world.payments.open(xenditOrder(KEY)))
        await world.control.pay(ref?.paymentId ?? "")
        await world.run(world.payments.refresh(KEY))
        await world.control.faults.script({ at: "xendit.refund", fault: { kind: "cut", acting: false } })
        const { externalId } = await refund({ amount: 10_000 })
        const isAsked = Deferred.makeUnsafe<void>()
        const goesOn = Deferred.makeUnsafe<void>()
        const { refund: give } = world.xendit
        const { run, payments, end } = await spawned({
          refund: (of, wanted) =>
            Deferred.succeed(isAsked, undefined).pipe(
              Effect.andThen(Deferred.await(goesOn)),
              Effect.andThen(give(of, wanted)),
            ),
        })
        await world.advance({ minutes: 1 })
        const again = payments.refund(KEY, { ...WHY, amount: 10_000, externalId })
        const asking = who === "a look" ? run(payments.reconcileNow) : run(again)
        await Effect.runPromise(Deferred.await(isAsked))
        const error = await refused({ externalId, wentBack: false })
        expect(error).toMatchObject({
          _tag: "WrongRefundState",
          status: "unknown",
          askedUntil: new Date(world.clock.currentTimeMillisUnsafe() + 40_000),
        })
        expect(String(error)).toContain("is being asked for once more")
        // One call at a time: another would still be on its way when the first is over.
        expect(await refund({ amount: 10_000, externalId })).toMatchObject({ status: "unknown" })
        expect(await ledger()).toBe(0)
        await Effect.runPromise(Deferred.succeed(goesOn, undefined))
        await asking
        await end()
        expect(await refunds()).toMatchObject([{ status: "pending" }])
        // It is for a person to say again, should the acquirer never tell.
        expect(await resolve({ externalId, wentBack: true })).toMatchObject({ status: "partially_refunded" })
        expect(await ledger()).toBe(10_000)
      },
    )

    test("one that somebody resolves as a look takes it up is not asked for any more", async () => {
      const { ref } = await world.run(world.payments.open(xenditOrder(KEY)))
      await world.control.pay(ref?.paymentId ?? "")
      await world.run(world.payments.refresh(KEY))
      await world.control.faults.script({ at: "xendit.refund", fault: { kind: "cut", acting: false } })
      const { externalId } = await refund({ amount: 10_000 })
      const taken = holdingStatement("qriskit_refund_again")
      const { run, payments, end } = await world.spawn({ decorate: taken.decorate })
      await world.advance({ minutes: 1 })
      const looking = run(payments.reconcileNow)
      await taken.held()
      await resolve({ externalId, wentBack: false })
      await taken.goOn()
      await looking
      await end()
      expect(await ledger()).toBe(0)
      expect(await refunds()).toMatchObject([{ status: "failed", evidence: "person" }])
    })

    test("it is asked about for a month, and then no more", async () => {
      const { externalId } = await unknown(false)
      await resolve({ externalId, wentBack: true })
      const due = () => database.rows("select 1 from qriskit.refund where next_inquiry_at is not null")
      for (let day = 0; day < 29; day++) await live(24 * 60)
      expect(await due()).toHaveLength(1)
      for (let day = 0; day < 2; day++) await live(24 * 60)
      expect(await due()).toHaveLength(0)
      expect(await refunds()).toMatchObject([{ status: "succeeded", evidence: "person" }])
    })

    test("as an act it is done, whichever way it went", async () => {
      const { externalId } = await unknown(false)
      const act = { verb: "resolve-refund", via: "console", key: KEY, ...SEEN }
      await world.run(
        world.payments.acts.record(
          act,
          world.payments.resolveRefund(KEY, said({ externalId, wentBack: false })),
        ),
      )
      expect(await world.run(world.payments.acts.list())).toMatchObject([{ ...act, outcome: "done" }])
      await world.error(
        world.payments.acts.record(
          act,
          world.payments.resolveRefund(KEY, said({ externalId, wentBack: true })),
        ),
      )
      expect((await world.run(world.payments.acts.list()))[0]).toMatchObject({ outcome: "refused" })
    })

    test("the database holds to it, whatever code writes", async () => {
      const { externalId } = await unknown(false)
      const saying = (what: string) => database.rows(`update qriskit.refund set ${what}`)
      const word = "said_by = 'x', said_why = 'y', said_at = now()"
      await expect(saying(`status = 'failed', on_word = true`)).rejects.toThrow("refund_on_word")
      await expect(saying(`status = 'failed', on_word = true, said_back = true, ${word}`)).rejects.toThrow(
        "refund_on_word",
      )
      await expect(saying(`said_back = true, ${word}`)).rejects.toThrow("never changes")
      await saying("asked_until = now() + interval '1 minute'")
      await expect(saying(`status = 'failed', on_word = true, said_back = false, ${word}`)).rejects.toThrow(
        "is being asked for",
      )
      await saying("asked_until = null")
      await resolve({ externalId, wentBack: true })
      await expect(saying("said_by = 'another'")).rejects.toThrow("never changes")
      await expect(saying("status = 'failed', said_back = false")).rejects.toThrow("never changes")
      await expect(saying("status = 'unknown', on_word = false")).rejects.toThrow("cannot become unknown")
      await expect(
        database.rows("update qriskit.attempt set status = 'paid' where status = 'refunded'"),
      ).rejects.toThrow("cannot become paid")
      await live()
      await saying("on_word = false")
      await expect(saying(`status = 'failed', on_word = true, said_back = false, ${word}`)).rejects.toThrow(
        "not for a person to say",
      )
    })

    test("a process killed between any two lines of it: it is said, or it is not", async () => {
      // The places are the same; on the first database every third one does.
      for (let place = 1; place < 60; place += name === "PostgreSQL" ? 1 : 3) {
        fuse.reset()
        await world.reset()
        const { externalId } = await unknown(true)
        fuse.arm(place)
        const resolving = resolve({ externalId, wentBack: false })
        const isAlive = await Promise.race([resolving.then(() => true), fuse.killed().then(() => false)])
        fuse.reset()
        await world.restart()
        const [left] = await refunds()
        expect(left?.status, `killed at ${place}`).toMatch(/^(unknown|failed)$/)
        expect(left?.said === undefined, `killed at ${place}`).toBe(left?.status === "unknown")
        for (const minutes of [1, 5, 60]) await live(minutes)
        expect([await onRecord(), await ledger()], `killed at ${place}`).toEqual([25_000, 25_000])
        if (isAlive) return
      }
      expect.unreachable("the story has more places")
    })
  },
)
