import { formatRupiah, type Payer, type Payment, type QrisError } from "@qriskit/core"
import * as Duration from "effect/Duration"
import type { PreparedStatement, Transaction } from "../database/database.js"
import { time } from "../database/table.js"
import { nextLook } from "../inquiring/next-look.js"
import { nextInquiry, pauseAfterFailures, type Watch } from "../inquiring/poll-schedule.js"
import { isWatched } from "./attempt-status.js"
import { decide, type Finding, isMoneyObserved } from "./decision.js"
import { foreignPayment } from "./identity.js"
import { carryOut, type Locked, lockAttempt, type Move, type Written } from "./move.js"
import type { AttemptPatch } from "./patch.js"
import type { AttemptRow } from "./rows.js"
import { isStorable, REDACTED, storableText } from "./storable.js"
import { believedExpiry, watchedUntil, watchOf } from "./watched.js"

const NOTHING: Written = { events: [], anomalies: [] }

/** A raw answer longer than this, as JSON, is not stored. */
const MAX_ANSWER = 32_768

/** Longer texts of a provider are cut, in characters. */
const MAX_TEXT = 255

/** After a QR's time is over, silence of the provider for so long is a person's business, in milliseconds. */
const UNRESOLVED_AFTER = 3_600_000

/** So many answers in a row that cannot be read are a person's business. */
const UNREADABLE_AFTER = 3

/** A callback that came before the question is answered by it, whatever the answer. */
const CHECK: PreparedStatement = {
  name: "qriskit_check_receipts",
  text: /* sql */ `
update qriskit.receipt set checked_at = $2
where attempt_id = $1 and checked_at is null and last_received_at <= $3
returning last_received_at`,
}

const MAKE_DUE: PreparedStatement = {
  name: "qriskit_make_due",
  text: `update qriskit.attempt set next_inquiry_at = least(coalesce(next_inquiry_at, 'infinity'), $2) where id = $1`,
}

/** An ended attempt that the provider does not speak about is not asked about for ever, in milliseconds. */
const SILENCE_LIMIT = 3 * 86_400_000

/** How an inquiry came about. */
export interface Asked {
  readonly attemptId: string
  /** Its number in the order of all: see `asking.ts`. */
  readonly asking: number
  /** The attempt's `pokes` when it began: callbacks that came later want another one. */
  readonly pokes: number
  readonly askedAt: Date
}

const answerToStore = (raw: unknown): unknown => {
  const json = JSON.stringify(raw)
  return json === undefined || json.length > MAX_ANSWER || !isStorable(raw) ? null : raw
}

export const payerToStore = (payer: Payer): unknown =>
  Object.fromEntries(
    Object.entries(payer).map(([field, text]) => [field, storableText(String(text), MAX_TEXT)]),
  )

/** What the provider said, as columns. What it does not say stays as it was; what was redacted does not come back. */
export const factsOf = (
  said: Payment,
  { redactedAt }: Pick<AttemptRow, "redactedAt">,
  expiresAt: Date | undefined,
): AttemptPatch => ({
  ref: said.ref,
  providerPaymentId: said.ref.paymentId,
  providerStatus: storableText(said.providerStatus, MAX_TEXT),
  ...(redactedAt === null ? { answer: answerToStore(said.raw) } : {}),
  ...(said.total === undefined ? {} : { total: said.total }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(said.paidAt === undefined ? {} : { paidAt: said.paidAt }),
  ...(said.payer === undefined || redactedAt !== null ? {} : { payer: payerToStore(said.payer) }),
})

/** When to ask next, as milliseconds or null for never. */
export const scheduleOf = (watch: Watch, now: Date, graceMillis: number): Date | null => {
  const at = nextInquiry(watch, now.getTime(), graceMillis)
  return at === undefined ? null : new Date(at)
}

/**
 * An answer that was asked for before the last recorded one: the world has moved on since. It changes nothing; where it
 * speaks of money that nobody recorded, the provider is asked once more.
 */
const overtaken = async (tx: Transaction, row: AttemptRow, said: Payment, now: Date): Promise<void> => {
  if (row.paidAmount !== null || !isMoneyObserved(said.status)) return
  await tx.query(MAKE_DUE, [row.id, now])
}

/** What one more inquiry without an answer leaves on the attempt. */
const failedAgain = (row: AttemptRow, now: Date): AttemptPatch => ({
  lastInquiryAt: now,
  inquiries: row.inquiries + 1,
  failedInquiries: row.failedInquiries + 1,
})

/** When to ask again after it, and not before the provider wants it, in milliseconds. */
const afterPause = (row: AttemptRow, wanted: number, now: Date): Date =>
  new Date(now.getTime() + Math.max(pauseAfterFailures(row.failedInquiries + 1), wanted))

const REFUNDED: ReadonlySet<string> = new Set(["refund_pending", "partially_refunded", "refunded"])

/** Money that went back and that no refund on record explains: a dashboard's, another system's. */
const foreignRefunds = (row: AttemptRow, said: Payment): ReadonlyArray<Finding> => {
  const ours = row.refunded + row.refunding
  const { refunded } = said
  if (refunded === undefined ? !REFUNDED.has(said.status) || ours > 0 : refunded <= ours) return []
  const told = refunded === undefined ? said.status : `${formatRupiah(refunded)} given back`
  return [
    {
      kind: "refund_not_ours",
      once: refunded === undefined ? "" : String(refunded),
      detail: `The provider says ${told}; refunds on record give back ${ours === 0 ? "nothing" : formatRupiah(ours)}.`,
    },
  ]
}

/** What an answered inquiry means for an attempt. */
export const moveOfAnswer = (
  { attempt: row, isSiblingPaid }: Pick<Locked, "attempt" | "isSiblingPaid">,
  asked: Asked,
  said: Payment,
  graceMillis: number,
  now: Date,
): Move => {
  const believed = believedExpiry(said.expiresAt, row)
  const expiresAt = believed.expiresAt ?? row.expiresAt
  const decision = decide(
    {
      status: row.status,
      amount: row.amount,
      paidAmount: row.paidAmount ?? undefined,
      isSiblingPaid,
      isRefundOurs: row.refunded + row.refunding > 0,
    },
    {
      status: said.status,
      amount: said.amount,
      isOverdue: now.getTime() >= watchedUntil(expiresAt, row).getTime() + graceMillis,
    },
  )
  const hasMoved = decision.status !== row.status
  const watch = watchOf(
    { ...row, expiresAt, providerPaymentId: said.ref.paymentId },
    decision.status,
    hasMoved ? now : row.changedAt,
  )
  return {
    status: decision.status,
    findings: [...decision.findings, ...believed.findings, ...foreignRefunds(row, said)],
    patch: {
      ...factsOf(said, row, believed.expiresAt),
      answeredAsking: asked.asking,
      paidAmount: decision.paidAmount ?? row.paidAmount,
      lastInquiryAt: now,
      inquiries: row.inquiries + 1,
      failedInquiries: 0,
      answeredPokes: asked.pokes,
      nextInquiryAt: nextLook(row.pokes, asked.pokes, scheduleOf(watch, now, graceMillis), now),
    },
  }
}

/**
 * Carries out what an answered inquiry means. Whatever asked (schedule, callback, cancel, a person), this is the only
 * way from a provider's answer to a record. `waited` are the times at which callbacks came that this inquiry checked.
 */
export const settleAnswer = async (
  tx: Transaction,
  asked: Asked,
  said: Payment,
  graceMillis: number,
  now: Date,
): Promise<Written & { readonly waited: ReadonlyArray<Date> }> => {
  const locked = await lockAttempt(tx, asked.attemptId)
  if (locked === undefined) return { ...NOTHING, waited: [] }
  const { attempt: row } = locked
  if (asked.asking <= row.answeredAsking) {
    await overtaken(tx, row, said, now)
    return { ...NOTHING, waited: [] }
  }
  const foreign = await foreignPayment(tx, row, said.ref.paymentId)
  if (foreign !== undefined) {
    const patch = { ...failedAgain(row, now), nextInquiryAt: afterPause(row, 0, now) }
    const written = await carryOut(tx, locked, { status: row.status, findings: [foreign], patch }, now)
    return { ...written, waited: [] }
  }
  const written = await carryOut(tx, locked, moveOfAnswer(locked, asked, said, graceMillis, now), now)
  const checked = await tx.query(CHECK, [asked.attemptId, now, asked.askedAt])
  return { ...written, waited: checked.map((row) => time.read(row["last_received_at"])) }
}

const silenceFindings = (
  row: AttemptRow,
  error: QrisError,
  graceMillis: number,
  now: Date,
): ReadonlyArray<Finding> => {
  const findings: Array<Finding> = []
  // The message may quote the answer.
  const said = row.redactedAt === null ? storableText(error.reason.message, 500) : REDACTED
  if (error.reason._tag === "UntrustedResponse") {
    findings.push({ kind: "answer_contradicts", once: "", detail: said })
  }
  if (error.reason._tag === "MalformedResponse" && row.failedInquiries + 1 >= UNREADABLE_AFTER) {
    findings.push({
      kind: "unreadable_answers",
      once: "",
      detail: `${row.failedInquiries + 1} inquiries in a row: ${said}`,
    })
  }
  const overdue = now.getTime() - watchedUntil(row.expiresAt, row).getTime() - graceMillis
  if (isWatched(row.status) && overdue >= UNRESOLVED_AFTER) {
    findings.push({
      kind: "unresolved",
      once: "",
      detail: `Last failure: ${error.reason._tag}. The payment stays ${row.status}, and is asked about further.`,
    })
  }
  return findings
}

/**
 * What the provider's silence means for an attempt: nothing is concluded from it, and it is asked again after a pause.
 */
export const moveOfSilence = (
  row: AttemptRow,
  asked: Asked,
  error: QrisError,
  graceMillis: number,
  now: Date,
): Move => {
  const wanted = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
  const isGivenUp = !isWatched(row.status) && now.getTime() > row.changedAt.getTime() + SILENCE_LIMIT
  const scheduled = isGivenUp ? null : afterPause(row, wanted, now)
  return {
    status: row.status,
    findings: silenceFindings(row, error, graceMillis, now),
    patch: {
      ...failedAgain(row, now),
      nextInquiryAt: nextLook(row.pokes, asked.pokes, scheduled, now),
    },
  }
}

/** Notes that an inquiry gave no answer. */
export const settleSilence = async (
  tx: Transaction,
  asked: Asked,
  error: QrisError,
  graceMillis: number,
  now: Date,
): Promise<Written> => {
  const locked = await lockAttempt(tx, asked.attemptId)
  if (locked === undefined || asked.asking <= locked.attempt.answeredAsking) return NOTHING
  return carryOut(tx, locked, moveOfSilence(locked.attempt, asked, error, graceMillis, now), now)
}
