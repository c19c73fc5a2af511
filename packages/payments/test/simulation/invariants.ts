import type { SandboxPayment } from "@qriskit/sandbox"
import { expect } from "vitest"
import type { Row } from "../../src/database/database.js"
import { type AttemptStatus, isMoney } from "../../src/record/attempt-status.js"
import type { TestDatabase } from "../support/databases.js"

/** What a history has seen so far, and must not be unsaid. */
export interface Memory {
  /** QRs that a customer was shown. */
  readonly shown: Set<string>
  /**
   * Orders of which a call said that there is no QR, though another acquirer was named and the failure was
   * one to go on after.
   */
  readonly unsold: Set<string>
  /** External ids of payments about which the acquirer said another word than the true one. */
  readonly worded: Set<string>
  /** By external id: the amount that was recorded as arrived. */
  readonly money: Map<string, number>
  anomalies: number
}

export const newMemory = (): Memory => ({
  shown: new Set(),
  unsold: new Set(),
  worded: new Set(),
  money: new Map(),
  anomalies: 0,
})

interface AttemptState {
  readonly externalId: string
  /** Whether the acquirer's id of it is known: without one nobody can ask. */
  readonly isKnown: boolean
  readonly status: AttemptStatus
  readonly paidAmount: number | undefined
  readonly refunded: number
}

interface RefundState {
  readonly externalId: string
  readonly status: string
  readonly amount: number
  /** Whether the acquirer can be asked about it: one that knows its own ids only, once that was learned. */
  readonly isAskable: boolean
  /** What a person said of it, and whether only that stands behind its status. */
  readonly saidBack: boolean | undefined
  readonly isOnWord: boolean
  /** Whether somebody is told that the acquirer says otherwise. */
  readonly isListed: boolean
}

/** Everything that can be seen at one moment: what is on record, what the acquirers have, what was seen before. */
export interface Sight {
  readonly rows: TestDatabase["rows"]
  readonly attempts: ReadonlyMap<string, AttemptState>
  readonly refunds: ReadonlyMap<string, RefundState>
  /** The acquirers' payments with a QR of an order's own. */
  readonly ledger: ReadonlyArray<SandboxPayment>
  readonly totals: ReadonlyArray<{ readonly arrived: bigint; readonly refunded: bigint }>
  readonly memory: Memory
}

export const see = async (
  rows: Sight["rows"],
  payments: ReadonlyArray<SandboxPayment>,
  totals: Sight["totals"],
  memory: Memory,
): Promise<Sight> => {
  const attempts = (
    await rows(
      "select external_id, provider_payment_id is not null as is_known, status, paid_amount::text, refunded::text from qriskit.attempt",
    )
  ).map((row) => ({
    externalId: String(row["external_id"]),
    isKnown: row["is_known"] === true,
    status: row["status"] as AttemptStatus,
    paidAmount: row["paid_amount"] === null ? undefined : Number(row["paid_amount"]),
    refunded: Number(row["refunded"]),
  }))
  const refunds = (
    await rows(
      `select external_id, status, amount::text, said_back, on_word, provider <> 'xendit' or refund_id is not null as is_askable, exists (
         select from qriskit.anomaly a where a.attempt_id = r.attempt_id and a.kind = 'refund_contradicted'
           and a.once like '%:' || r.id || ':%'
       ) as is_listed from qriskit.refund as r`,
    )
  ).map((row) => ({
    externalId: String(row["external_id"]),
    status: String(row["status"]),
    amount: Number(row["amount"]),
    isAskable: row["is_askable"] === true,
    saidBack: typeof row["said_back"] === "boolean" ? row["said_back"] : undefined,
    isOnWord: row["on_word"] === true,
    isListed: row["is_listed"] === true,
  }))
  return {
    rows,
    attempts: new Map(attempts.map((attempt) => [attempt.externalId, attempt])),
    refunds: new Map(refunds.map((refund) => [refund.externalId, refund])),
    ledger: payments.filter(({ kind }) => kind === "dynamic"),
    totals,
    memory,
  }
}

/** Holds after every step, whatever it was; or in the end, once everything answers again and time has passed. */
interface Invariant {
  readonly holds: "always" | "in the end"
  /** What violates it: nothing, where it holds. */
  violations(sight: Sight): ReadonlyArray<unknown> | Promise<ReadonlyArray<Row>>
}

const sum = (amounts: ReadonlyArray<number | undefined>): number =>
  amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0)

/**
 * What was paid and can be known of: a QR that nobody was shown, whose create was lost, is known by a callback alone.
 */
const paidIn = ({ attempts, ledger, memory }: Sight) =>
  ledger.filter(
    ({ externalId, paidAmount, qrPayload }) =>
      paidAmount !== undefined &&
      (memory.shown.has(qrPayload) || attempts.get(externalId)?.isKnown !== false),
  )

/** The refunds that the acquirers made for us: those of a dashboard have no key of ours. */
const givenBack = ({ ledger }: Sight) =>
  ledger.flatMap(({ externalId, refunds }) =>
    refunds.flatMap(({ key, amount, status }) =>
      key === undefined || status === "failed" ? [] : [{ externalId, key, amount }],
    ),
  )

/** What a person said wrongly of refunds, and stands on record: so much more than the acquirers gave back. */
const saidTooMuch = (sight: Sight): number => {
  const made = new Map(givenBack(sight).map(({ key, amount }) => [key, amount]))
  return sum(
    [...sight.refunds.values()]
      .filter(({ isOnWord }) => isOnWord)
      .map(
        ({ externalId, status, amount }) =>
          (status === "succeeded" ? amount : 0) - (made.get(externalId) ?? 0),
      ),
  )
}

const unequal = (what: string, recorded: number | bigint, theirs: number | bigint) =>
  BigInt(recorded) === BigInt(theirs) ? [] : [`${what}: ${recorded} on record, ${theirs} at the acquirers`]

const always = (violations: Invariant["violations"]): Invariant => ({ holds: "always", violations })
const inTheEnd = (violations: Invariant["violations"]): Invariant => ({ holds: "in the end", violations })

/** What holds, each under its name. `test/simulation-invariants.test.ts` breaks every one of them. */
export const INVARIANTS = {
  "an order is fulfilled once": always(({ rows }) =>
    rows("select key from fulfilment group by key having count(*) > 1"),
  ),
  "an amount that arrived stays as it is": always(({ attempts, memory }) =>
    [...memory.money].filter(([externalId, amount]) => attempts.get(externalId)?.paidAmount !== amount),
  ),
  "what was paid stays paid": always(({ attempts, memory }) =>
    [...memory.money.keys()].filter((externalId) => {
      const status = attempts.get(externalId)?.status ?? "creating"
      return !isMoney(status) && status !== "under_review"
    }),
  ),
  "whatever an acquirer made is on record": always(({ attempts, ledger }) =>
    ledger.filter(({ externalId }) => !attempts.has(externalId)),
  ),
  "no money is invented": always(({ attempts, ledger }) => {
    const arrived = new Map(ledger.map(({ externalId, paidAmount }) => [externalId, paidAmount]))
    return [...attempts.values()].filter(
      ({ externalId, paidAmount }) => paidAmount !== undefined && arrived.get(externalId) !== paidAmount,
    )
  }),
  "one payment of an acquirer is one attempt's": always(({ rows }) =>
    rows(
      `select provider, provider_payment_id from qriskit.attempt where provider_payment_id is not null
       group by provider, account, provider_payment_id having count(*) > 1`,
    ),
  ),
  "an order has one QR to show at most": always(({ rows }) =>
    rows(
      `select payment_id from qriskit.attempt where status in ('creating', 'pending')
       group by payment_id having count(*) > 1`,
    ),
  ),
  "what failed over was shown to nobody": always(({ attempts, ledger, memory }) =>
    ledger.filter(({ externalId, qrPayload }) => {
      const status = attempts.get(externalId)?.status
      return (status === "unknown" || status === "not_created") && memory.shown.has(qrPayload)
    }),
  ),
  "where an acquirer is away, another that is named is asked": always(({ memory }) => [...memory.unsold]),
  "a QR that can be paid is not called expired": always(({ attempts, ledger, memory }) =>
    ledger.filter(
      ({ externalId, status }) =>
        status === "pending" &&
        attempts.get(externalId)?.status === "expired" &&
        !memory.worded.has(externalId),
    ),
  ),
  "no refund is invented, and none is made that is not on record": always((sight) => {
    const made = new Map(givenBack(sight).map(({ key, amount }) => [key, amount]))
    const invented = [...sight.refunds.values()].filter(
      ({ externalId, status, amount, isOnWord }) =>
        status === "succeeded" && !isOnWord && made.get(externalId) !== amount,
    )
    const unrecorded = [...made].filter(([key, amount]) => sight.refunds.get(key)?.amount !== amount)
    return [...invented, ...unrecorded]
  }),
  "no more goes back than arrived": always(({ ledger }) =>
    ledger.filter(
      ({ paidAmount = 0, refunds }) =>
        sum(refunds.filter(({ status }) => status !== "failed").map(({ amount }) => amount)) > paidAmount,
    ),
  ),
  "every event is there": always(({ rows }) =>
    rows(
      `select p.key from qriskit.payment p left join qriskit.event e on e.payment_id = p.id
       group by p.id having count(e.id) <> p.event_seq or coalesce(max(e.seq), 0) <> count(e.id)`,
    ),
  ),
  "events are handed over in order, each once": always(({ rows }) =>
    rows(
      "select key, seq from (select key, seq, row_number() over (partition by key order by id) as place from handled) h where seq <> place",
    ),
  ),
  "a finding stays": always(async ({ rows, memory }) => {
    const [found] = await rows("select count(*)::int as n from qriskit.anomaly")
    return Number(found?.["n"]) < memory.anomalies ? [{ found: found?.["n"] ?? 0 }] : []
  }),
  "all money is known": inTheEnd((sight) =>
    paidIn(sight).filter(
      ({ externalId, paidAmount }) => sight.attempts.get(externalId)?.paidAmount !== paidAmount,
    ),
  ),
  "the books say what arrived": inTheEnd((sight) =>
    unequal(
      "arrived",
      sight.totals.reduce((total, { arrived }) => total + arrived, 0n),
      sum(paidIn(sight).map(({ paidAmount }) => paidAmount)),
    ),
  ),
  "what a person said wrongly of a refund is listed": inTheEnd((sight) => {
    const made = new Set(givenBack(sight).map(({ key }) => key))
    return [...sight.refunds.values()].filter(
      ({ externalId, saidBack, isAskable, isListed }) =>
        saidBack === false && made.has(externalId) && isAskable && !isListed,
    )
  }),
  "the refunds on record are the acquirers', but for what a person said": inTheEnd((sight) => [
    ...unequal(
      "given back",
      sight.totals.reduce((total, { refunded }) => total + refunded, 0n),
      sum(givenBack(sight).map(({ amount }) => amount)) + saidTooMuch(sight),
    ),
    ...unequal(
      "of attempts",
      sum([...sight.attempts.values()].map(({ refunded }) => refunded)),
      sum(givenBack(sight).map(({ amount }) => amount)) + saidTooMuch(sight),
    ),
  ]),
  "a refund that nobody knows is a finding": inTheEnd(({ rows }) =>
    rows(
      `select r.external_id, r.status from qriskit.refund r
       where r.status in ('requested', 'pending') or r.status = 'unknown' and not exists (
         select from qriskit.anomaly a where a.attempt_id = r.attempt_id and a.kind = 'refund_unknown'
       )`,
    ),
  ),
  "money on two QRs of an order is a finding": inTheEnd(({ rows }) =>
    rows(
      `select payment_id from qriskit.attempt as a where paid_amount is not null
       group by payment_id having count(*) > 1 and not exists (
         select from qriskit.anomaly as f where f.payment_id = a.payment_id and f.kind = 'paid_twice'
       )`,
    ),
  ),
  // Without a reference there is nothing to ask about: an attempt that nobody was shown ends as it is.
  "nothing stays open after its time": inTheEnd(({ rows }) =>
    rows(
      `select external_id, status from qriskit.attempt
       where status in ('creating', 'pending') or status = 'abandoned' and provider_payment_id is not null`,
    ),
  ),
  "every event is handed over": inTheEnd(({ rows }) =>
    rows("select id, type from qriskit.event where delivered_at is null"),
  ),
  "what is bought is fulfilled, and nothing else": inTheEnd(({ rows }) =>
    rows(
      // Money that was given back at the acquirer before anybody here heard of it bought nothing.
      `select p.key, f.key as fulfilled from (
         select key from qriskit.payment as p where status = 'paid' or exists (
           select from qriskit.event as e where e.payment_id = p.id and e.type = 'paid'
         )
       ) p full join fulfilment f on f.key = p.key where p.key is null or f.key is null`,
    ),
  ),
  "the right amount makes an order paid": inTheEnd(async (sight) => {
    const keys = paidIn(sight)
      .filter(({ amount, paidAmount }) => amount === paidAmount)
      .map(({ externalId }) => externalId.replace(/-\d+$/, ""))
    return sight.rows(
      `select key, status from qriskit.payment where key = any ($1::text[])
       and status not in ('paid', 'under_review', 'refund_pending', 'partially_refunded', 'refunded')`,
      [keys],
    )
  }),
  "every claim is looked into": inTheEnd(({ rows }) =>
    rows("select id, state from qriskit.unmatched where state = 'claimed' and inquiries < 5"),
  ),
} satisfies Readonly<Record<string, Invariant>>

/** An invariant's name. */
export type InvariantName = keyof typeof INVARIANTS

/** Which invariants are violated, and by what. */
export const violationsIn = async (
  sight: Sight,
  isEnd: boolean,
): Promise<Readonly<Record<string, ReadonlyArray<unknown>>>> => {
  const found: Record<string, ReadonlyArray<unknown>> = {}
  for (const [name, { holds, violations }] of Object.entries<Invariant>(INVARIANTS)) {
    if (holds === "in the end" && !isEnd) continue
    const by = await violations(sight)
    if (by.length > 0) found[name] = by
  }
  return found
}

/** Checks all that hold now, and remembers what must not be unsaid. */
export const check = async (sight: Sight, isEnd: boolean): Promise<void> => {
  expect(await violationsIn(sight, isEnd)).toEqual({})
  const { attempts, memory } = sight
  for (const { externalId, paidAmount } of attempts.values())
    if (paidAmount !== undefined) memory.money.set(externalId, paidAmount)
  const [found] = await sight.rows("select count(*)::int as n from qriskit.anomaly")
  memory.anomalies = Number(found?.["n"])
}
