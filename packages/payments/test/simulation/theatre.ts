import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { makeAcquirerMoves } from "../support/acquirer-moves.js"
import type { TestDatabase } from "../support/databases.js"
import { type Fuse, makeFuse } from "../support/fuse.js"
import { ifortepayOrder, openWorld, rawOf, type World, zipayOrder } from "../support/world.js"
import { checkEnd, checkStep, type Memory, newMemory } from "./invariants.js"
import type { FaultKind, PlainStep, Step } from "./step.js"

const FAULT: Readonly<Record<FaultKind, Fault>> = {
  cut: { kind: "cut" },
  "silent-create": { kind: "cut", acting: true },
  "half-body": { kind: "half-body" },
  "bad-gateway": badGatewayHtml,
  "too-many": tooManyRequests(30),
  redirect: { kind: "redirect", location: "http://127.0.0.1:1/" },
  oversized: { kind: "oversized" },
}

/** How long everything is given to come right, in minutes between looks: past every late look. */
const AFTERWARDS = [1, 4, 15, 60, 120, 26 * 60, 26 * 60]

/** The real code, both acquirers, and a process that may die: where histories are played. */
export interface Theatre {
  play(steps: ReadonlyArray<Step>): Promise<void>
  close(): Promise<void>
}

export const openTheatre = async (database: TestDatabase): Promise<Theatre> => {
  const fuse: Fuse = makeFuse()
  const moves = makeAcquirerMoves()
  const world: World = await openWorld(
    database,
    {
      reconcileConcurrency: 1,
      // How many go together follows from how long they took, which no seed repeats.
      deliveriesTogether: 1,
      // A call that died at the provider is waited for in real time.
      createMillis: 1_000,
      // Named, so that one seed gives the same ids, and with them the same history.
      newExternalId: (key, attempt) => `${key}-${attempt}`,
    },
    { ...fuse, provider: (provider) => moves.provider(fuse.provider(provider)) },
  )
  await database.rows("create table fulfilment (key text)")
  await database.rows("create table handled (id serial, key text, seq integer)")

  let memory: Memory = newMemory()
  let handlersFail = 0
  let handling = Scope.makeUnsafe()

  const register = async () => {
    handling = Scope.makeUnsafe()
    const handler = world.payments.on("*", ({ key, seq, type }, tx) =>
      Effect.promise(async () => {
        await tx.query("insert into handled (key, seq) values ($1, $2)", [key, seq])
        if (type === "paid") await tx.query("insert into fulfilment values ($1)", [key])
        if (handlersFail > 0) {
          handlersFail -= 1
          throw new Error("the handler failed, as the history wants")
        }
      }),
    )
    await world.run(Scope.provide(handler, handling))
  }

  const restart = async () => {
    await Effect.runPromise(Scope.close(handling, Exit.void))
    fuse.reset()
    await world.restart()
    await register()
  }

  const keyOf = (order: number) => `order-${order}`
  const inputOf = (order: number) =>
    (order % 2 === 1 ? ifortepayOrder : zipayOrder)(keyOf(order), 10_000 + order)
  const madeFor = async (order: number) =>
    (await world.control.payments()).filter(({ externalId }) => externalId.startsWith(`${keyOf(order)}-`))

  const open = async (order: number, renew: boolean) => {
    const record = await world.run(world.payments.open(inputOf(order), { renew }))
    // Only now can a customer see it.
    if (record.qr !== undefined) memory.shown.add(record.qr.payload)
  }

  /** Pays the order's latest QR that a customer was shown and that the acquirer has in this state. */
  const pay = async (
    order: number,
    isWanted: (status: string) => boolean,
    options: { amount?: number; force?: boolean },
  ) => {
    const shown = (await madeFor(order)).filter(
      ({ qrPayload, status }) => memory.shown.has(qrPayload) && isWanted(status),
    )
    const latest = shown.at(-1)
    if (latest !== undefined) await world.control.pay(latest.paymentId, options)
  }

  const callback = async ({ order, claim }: Extract<PlainStep, { do: "callback" }>) => {
    const made = (await madeFor(order)).at(-1)
    if (made === undefined) return
    const raw = rawOf(
      await world.control.callbacks.build(made.paymentId, {
        ...(claim === "says-paid" ? { status: "PAID" } : {}),
        ...(claim === "wrong-amount" ? { amount: 1 } : {}),
        ...(claim === "forged" ? { wrongSignature: true, set: { externalId: "another" } } : {}),
      }),
    )
    const provider = made.provider
    await world.run(world.payments.receive(provider, raw))
    if (claim === "duplicate") await world.run(world.payments.receive(provider, raw))
  }

  const staticMoney = async () => {
    const { paymentId } = await world.control.payStatic("zipay", 5_000)
    await world.run(world.payments.receive("zipay", rawOf(await world.control.callbacks.build(paymentId))))
  }

  const perform = async (step: PlainStep): Promise<unknown> => {
    switch (step.do) {
      case "open":
        return open(step.order, false)
      case "renew":
        return open(step.order, true)
      case "pay":
        return pay(step.order, (status) => status === "pending", {})
      case "pay-late":
        return pay(step.order, (status) => status === "expired" || status === "canceled", { force: true })
      case "pay-wrong":
        return pay(step.order, (status) => status === "pending", { amount: 9_999, force: true })
      case "cancel":
        return world.run(world.payments.cancel(keyOf(step.order)))
      case "refresh":
        return world.run(world.payments.refresh(keyOf(step.order)))
      case "callback":
        return callback(step)
      case "stranger":
        return world.run(
          world.payments.receive("zipay", {
            headers: {},
            body: '{"uuid":"x","externalId":"y","status":"PAID"}',
          }),
        )
      case "static":
        return staticMoney()
      case "reconcile":
        return world.run(world.payments.reconcileNow)
      case "heal":
        return world.control.faults.clear()
      case "advance":
        return world.advance({ seconds: step.seconds })
      case "fault":
        return world.control.faults.script({ at: "*", times: step.times, fault: FAULT[step.fault] })
      case "handlers-fail":
        handlersFail = step.times
        return
      case "word": {
        const made = (await madeFor(step.order)).at(-1)
        if (made !== undefined && made.status !== "paid")
          await world.control.setProviderStatus(made.paymentId, step.word)
      }
    }
  }

  /** A user's call may fail in every documented way; what must not happen is left to the invariants. */
  const EXPECTED = new Set(["QrisError", "WrongState", "NoSuchPayment"])
  const attempted = async (step: PlainStep): Promise<void> => {
    try {
      await perform(step)
    } catch (error) {
      const tag = error instanceof Error && "_tag" in error ? String(error._tag) : undefined
      if (tag === undefined || !EXPECTED.has(tag)) throw error
    }
  }

  const overtake = async ({ order, by }: Extract<Step, { do: "overtake" }>): Promise<void> => {
    const held = moves.holdNextInquiry()
    const late = attempted({ do: "refresh", order })
    const isHeld = await Promise.race([held.read.then(() => true), late.then(() => false)])
    // Where there was nothing to ask, nothing is kept back.
    if (!isHeld) moves.reset()
    await attempted(by)
    held.release()
    moves.reset()
    await late
  }

  const repeatId = async (order: number): Promise<void> => {
    const known = await database.rows(
      `select provider_payment_id as id from qriskit.attempt
       where provider = $1 and external_id not like $2 and provider_payment_id is not null order by opened_at, external_id`,
      [inputOf(order).provider, `${keyOf(order)}-%`],
    )
    const last = known.at(-1)?.["id"]
    moves.repeatId(last === undefined ? undefined : String(last))
    await attempted({ do: "open", order })
    moves.reset()
  }

  const take = async (step: Step): Promise<void> => {
    if (step.do === "restart") return restart()
    if (step.do === "overtake") return overtake(step)
    if (step.do === "repeat-id") return repeatId(step.order)
    if (step.do !== "crash") return attempted(step)
    fuse.arm(step.place)
    const hasDied = await Promise.race([attempted(step.in).then(() => false), fuse.killed().then(() => true)])
    if (hasDied) await restart()
    else fuse.reset()
  }

  return {
    play: async (steps) => {
      await Effect.runPromise(Scope.close(handling, Exit.void))
      fuse.reset()
      await world.reset()
      await database.rows("truncate fulfilment, handled")
      memory = newMemory()
      handlersFail = 0
      await register()
      for (const step of steps) {
        await take(step)
        await checkStep(database, world.control, memory)
      }
      handlersFail = 0
      await world.control.faults.clear()
      await restart()
      for (const minutes of AFTERWARDS) {
        await world.advance({ minutes })
        await world.run(world.payments.reconcileNow)
      }
      await checkStep(database, world.control, memory)
      await checkEnd(database, world.control, memory)
    },
    close: () => world.close(),
  }
}
