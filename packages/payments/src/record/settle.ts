import type { Payer, Payment, QrisError } from "@qriskit/core"
import { and, eq, isNull, lte } from "drizzle-orm"
import * as Duration from "effect/Duration"
import type { Transaction } from "../database/database.js"
import { receipt } from "../database/schema.js"
import { nextLook } from "../inquiring/next-look.js"
import { nextInquiry, pauseAfterFailures, type Watch } from "../inquiring/poll-schedule.js"
import { isWatched } from "./attempt-status.js"
import { decide, type Finding } from "./decision.js"
import {
  type AttemptPatch,
  type AttemptRow,
  carryOut,
  type Locked,
  lockAttempt,
  type Move,
  type Written,
} from "./move.js"
import { isStorable, storableText } from "./storable.js"

const NOTHING: Written = { events: [], anomalies: [] }

/** A raw answer longer than this, as JSON, is not stored. */
const MAX_ANSWER = 32_768

/** Longer texts of a provider are cut, in characters. */
const MAX_TEXT = 255

/** After a QR's time is over, silence of the provider for so long is a person's business, in milliseconds. */
const UNRESOLVED_AFTER = 3_600_000

/** An ended attempt that the provider does not speak about is not asked about for ever, in milliseconds. */
const SILENCE_LIMIT = 3 * 86_400_000

/** How an inquiry came about. */
export interface Asked {
  readonly attemptId: string
  /** The attempt's `pokes` when it began: callbacks that came later want another one. */
  readonly pokes: number
  readonly askedAt: Date
}

const answerToStore = (raw: unknown): unknown => {
  const json = JSON.stringify(raw)
  return json === undefined || json.length > MAX_ANSWER || !isStorable(raw) ? null : raw
}

const payerToStore = (payer: Payer): unknown =>
  Object.fromEntries(
    Object.entries(payer).map(([field, text]) => [field, storableText(String(text), MAX_TEXT)]),
  )

/** What the provider said, as columns. What it does not say stays as it was; what was redacted does not come back. */
export const factsOf = (said: Payment, { redactedAt }: Pick<AttemptRow, "redactedAt">): AttemptPatch => ({
  ref: said.ref,
  providerPaymentId: said.ref.paymentId,
  providerStatus: storableText(said.providerStatus, MAX_TEXT),
  ...(redactedAt === null ? { answer: answerToStore(said.raw) } : {}),
  ...(said.total === undefined ? {} : { total: said.total }),
  ...(said.expiresAt === undefined ? {} : { expiresAt: said.expiresAt }),
  ...(said.paidAt === undefined ? {} : { paidAt: said.paidAt }),
  ...(said.payer === undefined || redactedAt !== null ? {} : { payer: payerToStore(said.payer) }),
})

/** When to ask next, as milliseconds or null for never. */
export const scheduleOf = (watch: Watch, now: Date, graceMillis: number): Date | null => {
  const at = nextInquiry(watch, now.getTime(), graceMillis)
  return at === undefined ? null : new Date(at)
}

const watchOf = (row: AttemptRow): Omit<Watch, "status" | "changedAt"> => ({
  openedAt: row.openedAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  hasRef: row.providerPaymentId !== null,
})

/** What an answered inquiry means for an attempt. */
export const moveOfAnswer = (
  { attempt: row, isSiblingPaid }: Pick<Locked, "attempt" | "isSiblingPaid">,
  asked: Asked,
  said: Payment,
  graceMillis: number,
  now: Date,
): Move => {
  const expiresAt = said.expiresAt ?? row.expiresAt
  const decision = decide(
    { status: row.status, amount: row.amount, paidAmount: row.paidAmount ?? undefined, isSiblingPaid },
    {
      status: said.status,
      amount: said.amount,
      isOverdue: now.getTime() >= expiresAt.getTime() + graceMillis,
    },
  )
  const hasMoved = decision.status !== row.status
  const watch: Watch = {
    ...watchOf(row),
    status: decision.status,
    expiresAt: expiresAt.getTime(),
    changedAt: (hasMoved ? now : row.changedAt).getTime(),
    hasRef: true,
  }
  return {
    status: decision.status,
    findings: decision.findings,
    patch: {
      ...factsOf(said, row),
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
  const written = await carryOut(tx, locked, moveOfAnswer(locked, asked, said, graceMillis, now), now)
  const checked = await tx.drizzle
    .update(receipt)
    .set({ checkedAt: now })
    .where(
      and(
        eq(receipt.attemptId, asked.attemptId),
        isNull(receipt.checkedAt),
        lte(receipt.receivedAt, asked.askedAt),
      ),
    )
    .returning({ receivedAt: receipt.receivedAt })
  return { ...written, waited: checked.map(({ receivedAt }) => receivedAt) }
}

const silenceFindings = (
  row: AttemptRow,
  error: QrisError,
  graceMillis: number,
  now: Date,
): ReadonlyArray<Finding> => {
  const findings: Array<Finding> = []
  if (error.reason._tag === "UntrustedResponse") {
    findings.push({ kind: "answer_contradicts", once: "", detail: storableText(error.reason.message, 500) })
  }
  const overdue = now.getTime() - row.expiresAt.getTime() - graceMillis
  if (isWatched(row.status) && overdue >= UNRESOLVED_AFTER) {
    findings.push({
      kind: "unresolved",
      once: "",
      detail: `Last failure: ${error.reason._tag}. The payment stays ${row.status}, and is asked about further.`,
    })
  }
  return findings
}

/** What the provider's silence means for an attempt: nothing is concluded from it, and it is asked again after a pause. */
export const moveOfSilence = (
  row: AttemptRow,
  asked: Asked,
  error: QrisError,
  graceMillis: number,
  now: Date,
): Move => {
  const failures = row.failedInquiries + 1
  const wanted = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
  const pause = Math.max(pauseAfterFailures(failures), wanted)
  const isGivenUp = !isWatched(row.status) && now.getTime() > row.changedAt.getTime() + SILENCE_LIMIT
  const scheduled = isGivenUp ? null : new Date(now.getTime() + pause)
  return {
    status: row.status,
    findings: silenceFindings(row, error, graceMillis, now),
    patch: {
      lastInquiryAt: now,
      inquiries: row.inquiries + 1,
      failedInquiries: failures,
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
  if (locked === undefined) return NOTHING
  return carryOut(tx, locked, moveOfSilence(locked.attempt, asked, error, graceMillis, now), now)
}
