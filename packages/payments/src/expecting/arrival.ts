import { formatRupiah, type Payer, type PaymentRef } from "@qriskit/core"
import type { PreparedStatement, Transaction } from "../database/database.js"
import type { Finding } from "../record/decision.js"
import { carryOut, type Locked, lockAttempt, type Written } from "../record/move.js"
import type { AttemptPatch } from "../record/patch.js"
import type { AttemptRow } from "../record/rows.js"
import { payerToStore } from "../record/settle.js"
import { storableText } from "../record/storable.js"
import { type Candidate, candidatesFor, endOf, type Money, SKEW } from "./candidates.js"

/** What says that money arrived. A claim that nobody signed or confirmed is none. */
export type Evidence =
  /**
   * A callback whose signature covers status and amount; or the acquirer's answer about a payment
   * that a callback named.
   */
  | {
      readonly kind: "callback" | "answer"
      readonly ref: PaymentRef
      readonly providerStatus: string
      readonly payer?: Payer | undefined
    }
  /** A line of a statement, by its key. */
  | { readonly kind: "statement"; readonly id: string }
  /** A person, and why; with the acquirer's payment where a claim names one. */
  | {
      readonly kind: "person"
      readonly by: string
      readonly why: string
      readonly ref?: PaymentRef | undefined
    }

/** Money that arrived on a printed QR. */
export interface Arrival extends Money {
  readonly evidence: Evidence
}

/**
 * What came of it.
 *
 * - `settled`: exactly one order fits, and is paid by it. `known`: it is the money by which the order is paid already.
 * - `again`: the one order that fits is paid, by other money.
 * - `several`: for a person. `none`: nobody's that is on record.
 */
export type Settlement = Settled | LeftOver

/** Money that is an order's. */
export interface Settled {
  readonly kind: "settled" | "known"
  readonly key: string
  readonly attemptId: string
  readonly written: Written
}

/** Money by which nobody was called paid: for a person. */
export type LeftOver =
  | { readonly kind: "again"; readonly key: string; readonly attemptId: string }
  | {
      readonly kind: "several"
      readonly keys: ReadonlyArray<string>
      readonly attemptIds: ReadonlyArray<string>
    }
  | { readonly kind: "none" }

export const isSettled = (settlement: Settlement): settlement is Settled => "written" in settlement

const NOTE_EVIDENCE: PreparedStatement = {
  name: "qriskit_note_evidence",
  text: /* sql */ `
update qriskit.expectation set evidence = $2, evidence_id = $3, money_at = $4, accepted_by = $5, accepted_why = $6
where attempt_id = $1 and evidence is null`,
}

/** A person's word, or a statement's, is now the acquirer's own. */
const CONFIRM: PreparedStatement = {
  name: "qriskit_confirm_evidence",
  text: "update qriskit.expectation set evidence = $2, evidence_id = $3 where attempt_id = $1",
}

const refIn = (evidence: Evidence): PaymentRef | undefined =>
  evidence.kind === "statement" ? undefined : evidence.ref

const idOf = (evidence: Evidence): string | null =>
  evidence.kind === "statement" ? evidence.id : (refIn(evidence)?.paymentId ?? null)

/** What the report adds to the attempt. Of a payment at another provider than the record's nobody is asked. */
const factsIn = (row: AttemptRow, evidence: Evidence): AttemptPatch => {
  const ref = refIn(evidence)
  const isTold = evidence.kind === "callback" || evidence.kind === "answer"
  return {
    ...(ref !== undefined && ref.provider === row.provider && row.providerPaymentId === null
      ? { ref, providerPaymentId: ref.paymentId }
      : {}),
    ...(isTold ? { providerStatus: storableText(evidence.providerStatus, 255) } : {}),
    ...(isTold && evidence.payer !== undefined && row.redactedAt === null
      ? { payer: payerToStore(evidence.payer) }
      : {}),
  }
}

/** Money of an order that ended before is a finding: the goods may be somebody else's by now. */
const lateness = (row: AttemptRow, { amount, from }: Money, endsAt: Date): ReadonlyArray<Finding> => {
  const detail = `${formatRupiah(amount)} arrived on the printed QR`
  if (row.status === "canceled")
    return [{ kind: "paid_after_cancel", once: "", detail: `${detail}; the order was canceled before.` }]
  return row.status === "expired" && from.getTime() > endsAt.getTime() + SKEW
    ? [
        {
          kind: "paid_after_expiry",
          once: "",
          detail: `${detail} at ${from.toISOString()}; the order's time was over at ${endsAt.toISOString()}.`,
        },
      ]
    : []
}

/** Calls a locked order paid by this money. The database checks the move against its table. */
export const payBy = async (
  tx: Transaction,
  locked: Locked,
  arrival: Pick<Arrival, "amount" | "from" | "account" | "until" | "evidence">,
  now: Date,
): Promise<Written> => {
  const { attempt: row } = locked
  const { evidence, amount, from, until } = arrival
  const { id } = row
  const person = evidence.kind === "person" ? evidence : undefined
  // Where only the day is told, it was not before there was an order.
  const arrived = from < until && from < row.openedAt && row.openedAt <= until ? row.openedAt : from
  const moneyAt = arrived > now ? now : arrived
  const findings = lateness(row, arrival, await endOf(tx, id))
  await tx.query(NOTE_EVIDENCE, [
    id,
    evidence.kind,
    idOf(evidence),
    moneyAt,
    person?.by ?? null,
    person?.why ?? null,
  ])
  return carryOut(
    tx,
    locked,
    {
      status: "paid",
      patch: { ...factsIn(row, evidence), paidAmount: amount, paidAt: moneyAt, nextInquiryAt: null },
      findings,
      asking: "latest",
    },
    now,
  )
}

/** The acquirer's id of money by which an order is paid already, on somebody else's word. */
const confirm = async (
  tx: Transaction,
  locked: Locked,
  { evidence }: Arrival,
  now: Date,
): Promise<Written> => {
  await tx.query(CONFIRM, [locked.attempt.id, evidence.kind, idOf(evidence)])
  const patch = factsIn(locked.attempt, evidence)
  return carryOut(tx, locked, { status: locked.attempt.status, patch, findings: [], asking: "latest" }, now)
}

const OWNER: PreparedStatement = {
  name: "qriskit_owner_of_money",
  text: /* sql */ `
select a.id, p.key from qriskit.attempt as a join qriskit.payment as p on p.id = a.payment_id
where a.provider = $1 and a.account = $2 and a.provider_payment_id = $3 or a.id = $4`,
}

const LOCK_CLAIM: PreparedStatement = {
  name: "qriskit_lock_claim_of_money",
  text: /* sql */ `
select attempt_id from qriskit.unmatched where provider = $1 and account = $2 and provider_payment_id = $3 for update`,
}

/**
 * The order whose money the acquirer's payment is already, if it is any's: one payment never pays two orders. A person
 * may have given it to an order of which this acquirer tells nothing; who does so now holds the claim until it is done.
 */
const ownerOf = async (tx: Transaction, { account, evidence }: Arrival): Promise<Settled | undefined> => {
  const ref = refIn(evidence)
  if (ref === undefined) return undefined
  const payment = [ref.provider, account, ref.paymentId]
  const [claim] = await tx.query(LOCK_CLAIM, payment)
  const [row] = await tx.query(OWNER, [...payment, claim?.["attempt_id"] ?? null])
  return row === undefined
    ? undefined
    : {
        kind: "known",
        key: String(row["key"]),
        attemptId: String(row["id"]),
        written: { events: [], anomalies: [] },
      }
}

/**
 * Whether the money may be the one by which the order is paid already: told by the acquirer, where it was not the
 * acquirer that said so before; told by a line, where no line of such a report has told of it.
 */
const isUnconfirmed = (
  { isPaid, hasPaymentId, hasLine, evidence }: Candidate,
  by: Evidence["kind"],
): boolean => {
  if (!isPaid || evidence === null) return false
  return by === "statement" ? !hasLine : !hasPaymentId
}

const severalOf = (candidates: ReadonlyArray<Candidate>): LeftOver => ({
  kind: "several",
  keys: candidates.map(({ key }) => key),
  attemptIds: candidates.map(({ attemptId }) => attemptId),
})

/** An order that others have moved meanwhile is looked at anew, so often. */
const TRIES = 3

/**
 * Finds whose money this is, and calls that order paid: only where exactly one order fits, by QR, amount and time.
 * Everything is in the caller's transaction. The only way from a report about a printed QR to a record.
 */
export const settleArrival = async (
  tx: Transaction,
  arrival: Arrival,
  now: Date,
  tries = TRIES,
): Promise<Settlement> => {
  const owner = await ownerOf(tx, arrival)
  if (owner !== undefined) return owner
  const settlement = await settleNew(tx, arrival, now, tries)
  // The same report may have been taken meanwhile, by another process: then it is no other money.
  return isSettled(settlement) ? settlement : ((await ownerOf(tx, arrival)) ?? settlement)
}

const settleNew = async (
  tx: Transaction,
  arrival: Arrival,
  now: Date,
  tries: number,
): Promise<Settlement> => {
  const candidates = await candidatesFor(tx, arrival)
  const open = candidates.filter(({ isPaid }) => !isPaid)
  const fitting = [...open, ...candidates.filter((each) => isUnconfirmed(each, arrival.evidence.kind))]
  const [fits] = fitting
  if (fitting.length > 1) return severalOf(fitting)
  if (fits === undefined) {
    const [paid] = candidates
    if (paid === undefined) return { kind: "none" }
    return candidates.length > 1
      ? severalOf(candidates)
      : { kind: "again", key: paid.key, attemptId: paid.attemptId }
  }
  const { key, attemptId } = fits
  // A line adds nothing to what is on record of the money that it tells of.
  if (fits.isPaid && arrival.evidence.kind === "statement") return { kind: "again", key, attemptId }
  const locked = await lockAttempt(tx, attemptId)
  const isAsSeen =
    locked !== undefined &&
    (locked.attempt.paidAmount !== null) === fits.isPaid &&
    (locked.attempt.providerPaymentId !== null) === fits.hasPaymentId
  if (!isAsSeen) {
    if (tries > 1) return settleArrival(tx, arrival, now, tries - 1)
    throw new TypeError("the order was changed by others, again and again")
  }
  if (fits.isPaid) return { kind: "known", key, attemptId, written: await confirm(tx, locked, arrival, now) }
  return { kind: "settled", key, attemptId, written: await payBy(tx, locked, arrival, now) }
}
