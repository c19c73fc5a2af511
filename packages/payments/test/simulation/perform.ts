import type { QrisError } from "@qriskit/core"
import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import type { AcquirerMoves } from "../support/acquirer-moves.js"
import type { TestDatabase } from "../support/databases.js"
import {
  ifortepayOrder,
  midtransOrder,
  rawOf,
  type World,
  xenditOrder,
  zipayOrder,
} from "../support/world.js"
import type { Memory } from "./invariants.js"
import type { SimulatedProcess } from "./process.js"
import type { makeStatementFiles } from "./statement-files.js"
import type { FaultKind, PlainStep } from "./step.js"

const FAULT: Readonly<Record<FaultKind, Fault>> = {
  cut: { kind: "cut" },
  "acts-in-silence": { kind: "cut", acting: true },
  "half-body": { kind: "half-body" },
  "bad-gateway": badGatewayHtml,
  "too-many": tooManyRequests(30),
  redirect: { kind: "redirect", location: "http://127.0.0.1:1/" },
  oversized: { kind: "oversized" },
}

interface Surroundings {
  readonly database: TestDatabase
  readonly world: World
  readonly memory: Memory
  readonly moves: AcquirerMoves
  readonly failing: { handlers: number }
  readonly statements: ReturnType<typeof makeStatementFiles>
}

/** One order at each acquirer, and two that may be made at either of two. */
const ORDERS = [
  zipayOrder,
  ifortepayOrder,
  midtransOrder,
  (key: string, amount: number) => ({ ...zipayOrder(key, amount), provider: ["zipay", "midtrans"] as const }),
  xenditOrder,
  (key: string, amount: number) => ({
    ...midtransOrder(key, amount),
    provider: ["midtrans", "xendit"] as const,
  }),
]

const keyOf = (order: number): string => `order-${order}`
const amountOf = (order: number): number => 10_000 + order
const inputOf = (order: number) => (ORDERS[order] ?? zipayOrder)(keyOf(order), amountOf(order))

const PART = {
  all: () => undefined,
  half: (order: number) => Math.floor(amountOf(order) / 2),
  little: () => 1,
  "too-much": (order: number) => 2 * amountOf(order),
} as const

/**
 * Reasons of a refusal by which an acquirer says that it is away, or has too much to do; none of them
 * is about the order.
 */
const AWAY: ReadonlySet<string> = new Set(["ProviderUnavailable", "RateLimited"])

type Named = string | ReadonlyArray<string>

const hasNext = (named: Named, provider: string): boolean =>
  Array.isArray(named) && named.indexOf(provider) < named.length - 1

/** Whether this is no answer to an order for which another acquirer was named. */
const isToGoOn = (named: Named, { operation, outcome, provider, reason }: QrisError): boolean =>
  operation === "create" && hasNext(named, provider) && (outcome !== "refused" || AWAY.has(reason._tag))

/** One act after the other, in the order in which they were asked for. */
const oneByOne = () => {
  let before: Promise<unknown> = Promise.resolve()
  return <A>(act: () => Promise<A>): Promise<A> => {
    const turn = before.then(act)
    before = turn.catch(() => {})
    return turn
  }
}

/** What the steps of one history do. */
export const makeActs = ({ database, world, memory, moves, failing, statements }: Surroundings) => {
  const refunds = new Map<number, { readonly externalId: string; readonly amount?: number }>()
  let refundsAsked = 0
  // What is seen of a payment is so until it was acted on: two steps together must not pay it twice, nor give the word
  // of one that was not paid to one that was.
  const atAcquirers = oneByOne()

  const madeFor = async (order: number) =>
    (await world.control.payments()).filter(({ externalId }) => externalId.startsWith(`${keyOf(order)}-`))

  const open = async ({ payments, run }: SimulatedProcess, order: number, renew: boolean) => {
    const input = inputOf(order)
    const { provider } = input
    const record = await run(
      payments()
        .open(input, { renew })
        .pipe(
          Effect.tapError((error) =>
            Effect.sync(() => {
              if (error._tag === "QrisError" && isToGoOn(provider, error)) memory.unsold.add(keyOf(order))
            }),
          ),
        ),
    )
    // Only now can a customer see it.
    if (record.qr !== undefined) memory.shown.add(record.qr.payload)
    if (record.status === "unknown" && hasNext(provider, record.provider)) memory.unsold.add(keyOf(order))
  }

  /** Pays the order's latest QR of which this is so. */
  const pay = (
    order: number,
    isWanted: (qr: {
      readonly provider: string
      readonly status: string
      readonly isShown: boolean
    }) => boolean,
    options: { amount?: number; force?: boolean } = {},
  ) =>
    atAcquirers(async () => {
      const latest = (await madeFor(order)).findLast(({ provider, qrPayload, status }) =>
        isWanted({ provider, status, isShown: memory.shown.has(qrPayload) }),
      )
      if (latest !== undefined) await world.control.pay(latest.paymentId, options)
      return latest
    })

  /** Somebody pays a QR that we showed to nobody: we may have never heard of its id. The acquirer tells us. */
  const payUnshown = async ({ payments, run }: SimulatedProcess, order: number) => {
    const paid = await pay(order, ({ status, isShown }) => !isShown && status === "pending")
    if (paid === undefined) return
    const raw = rawOf(await world.control.callbacks.build(paid.paymentId))
    await run(payments().receive(paid.provider, raw))
  }

  const callback = async (
    { payments, run }: SimulatedProcess,
    { order, claim }: Extract<PlainStep, { do: "callback" }>,
  ) => {
    const made = (await madeFor(order)).at(-1)
    if (made === undefined) return
    const raw = rawOf(
      await world.control.callbacks.build(made.paymentId, {
        ...(claim === "says-paid" ? { status: "PAID" } : {}),
        ...(claim === "wrong-amount" ? { amount: 1 } : {}),
        ...(claim === "forged" ? { wrongSignature: true, set: { externalId: "another" } } : {}),
      }),
    )
    await run(payments().receive(made.provider, raw))
    if (claim === "duplicate") await run(payments().receive(made.provider, raw))
  }

  const refund = async (
    { payments, run }: SimulatedProcess,
    order: number,
    asked: { readonly externalId: string; readonly amount?: number },
  ) => {
    refunds.set(order, asked)
    await run(payments().refund(keyOf(order), { ...asked, reason: "the coffee was cold", by: "kasir" }))
  }

  /**
   * The acquirer ends the order's latest refund that is pending; sooner than it would by itself, or without success.
   */
  const refundEnds = ({ order, status }: Extract<PlainStep, { do: "refund-ends" }>) =>
    atAcquirers(async () => {
      const pending = (await madeFor(order)).flatMap(({ paymentId, refunds: given }) =>
        given.filter((each) => each.status === "pending").map(({ refundId }) => ({ paymentId, refundId })),
      )
      const last = pending.at(-1)
      if (last !== undefined) await world.control.settleRefund(last.paymentId, last.refundId, status)
    })

  const resolve = (
    { payments, run }: SimulatedProcess,
    { order, wentBack }: Extract<PlainStep, { do: "resolve" }>,
    externalId: string,
  ) =>
    run(
      payments().resolveRefund(keyOf(order), { externalId, wentBack, by: "manajer", why: "seen elsewhere" }),
    )

  const refundElsewhere = (order: number) =>
    atAcquirers(async () => {
      const paid = (await madeFor(order)).findLast(
        ({ paidAmount, provider }) => paidAmount !== undefined && provider === "midtrans",
      )
      if (paid !== undefined) await world.control.refund(paid.paymentId, { amount: 1 })
    })

  const staticMoney = async ({ payments, run }: SimulatedProcess) => {
    const { paymentId } = await world.control.payStatic("zipay", 5_000)
    await run(payments().receive("zipay", rawOf(await world.control.callbacks.build(paymentId))))
  }

  /** The acquirer says this of a payment that was not paid: the one lie that money ends. */
  const word = ({ order, word: said }: Extract<PlainStep, { do: "word" }>) =>
    atAcquirers(async () => {
      const made = (await madeFor(order)).at(-1)
      if (made === undefined || made.paidAmount !== undefined) return
      memory.worded.add(made.externalId)
      await world.control.setProviderStatus(made.paymentId, said)
    })

  const perform = async (process: SimulatedProcess, step: PlainStep): Promise<unknown> => {
    const { payments, run } = process
    switch (step.do) {
      case "open":
        return open(process, step.order, false)
      case "renew":
        return open(process, step.order, true)
      case "pay":
        return pay(step.order, ({ status, isShown }) => isShown && status === "pending")
      case "pay-late":
        return pay(
          step.order,
          ({ status, isShown }) => isShown && (status === "expired" || status === "canceled"),
          { force: true },
        )
      case "pay-wrong":
        // No answer of Xendit's names what arrived [DOC]: its QR, which has the amount, takes no other.
        return pay(
          step.order,
          ({ provider, status, isShown }) => isShown && status === "pending" && provider !== "xendit",
          { amount: 9_999, force: true },
        )
      case "pay-unshown":
        return payUnshown(process, step.order)
      case "cancel":
        return run(payments().cancel(keyOf(step.order)))
      case "refresh":
        return run(payments().refresh(keyOf(step.order)))
      case "refund": {
        const amount = PART[step.part](step.order)
        refundsAsked += 1
        const externalId = `refund-${step.order}-${refundsAsked}`
        return refund(process, step.order, { externalId, ...(amount === undefined ? {} : { amount }) })
      }
      case "refund-again": {
        const asked = refunds.get(step.order)
        return asked === undefined ? undefined : refund(process, step.order, asked)
      }
      case "resolve": {
        const asked = refunds.get(step.order)
        return asked === undefined ? undefined : resolve(process, step, asked.externalId)
      }
      case "refund-ends":
        return refundEnds(step)
      case "refund-elsewhere":
        return refundElsewhere(step.order)
      case "callback":
        return callback(process, step)
      case "stranger":
        return run(
          payments().receive("zipay", {
            headers: {},
            body: '{"uuid":"x","externalId":"y","status":"PAID"}',
          }),
        )
      case "static":
        return staticMoney(process)
      case "reconcile":
        return run(payments().reconcileNow)
      case "heal":
        return world.control.faults.clear()
      case "advance":
        return world.advance({ seconds: step.seconds })
      case "fault":
        return world.control.faults.script({ at: "*", times: step.times, fault: FAULT[step.fault] })
      case "handlers-fail":
        failing.handlers = step.times
        return
      case "word":
        return word(step)
      default:
        return statements.perform(process, step)
    }
  }

  return {
    perform,
    /** An answer is kept back until something else has happened, perhaps in another process. */
    overtake: async (
      order: number,
      attempted: (step: PlainStep) => Promise<void>,
      meanwhile: () => Promise<void>,
    ): Promise<void> => {
      const held = moves.holdNextInquiry()
      const late = attempted({ do: "refresh", order })
      const isHeld = await Promise.race([held.read.then(() => true), late.then(() => false)])
      // Where there was nothing to ask, nothing is kept back.
      if (!isHeld) moves.reset()
      await meanwhile()
      held.release()
      moves.reset()
      await late
    },
    /** The order's create is answered with the id of the last payment of another order. */
    repeatId: async (order: number, attempted: (step: PlainStep) => Promise<void>): Promise<void> => {
      const { provider } = inputOf(order)
      const first = typeof provider === "string" ? provider : provider[0]
      const known = await database.rows(
        `select provider_payment_id as id from qriskit.attempt
         where provider = $1 and external_id not like $2 and provider_payment_id is not null order by opened_at, external_id`,
        [first, `${keyOf(order)}-%`],
      )
      const last = known.at(-1)?.["id"]
      moves.repeatId(last === undefined ? undefined : String(last), first)
      await attempted({ do: "open", order })
      moves.reset()
    },
  }
}
