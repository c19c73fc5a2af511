import type { Payment, PaymentRef, QrisError } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import type { Transaction } from "../database/database.js"
import { nextLook } from "../inquiring/next-look.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { canBecome } from "../record/attempt-status.js"
import { foreignPayment } from "../record/identity.js"
import { carryOut, lockAttempt, type Move, type Written } from "../record/move.js"
import type { AttemptPatch } from "../record/patch.js"
import type { AttemptFailure } from "../record/record.js"
import type { AttemptRow } from "../record/rows.js"
import { factsOf, scheduleOf } from "../record/settle.js"
import { isStorable, storableText } from "../record/storable.js"
import { believedExpiry, watchOf } from "../record/watched.js"

/** What a create came to. */
export type CreateOutcome =
  | { readonly kind: "made"; readonly payment: Payment }
  | {
      readonly kind: "not_made" | "unknown"
      readonly failure: AttemptFailure
      /** What it made all the same, and whose QR nobody has. */
      readonly found?: PaymentRef
    }

/** What a provider's failure to create means for the attempt. */
export const outcomeOfError = (error: QrisError): CreateOutcome => ({
  kind: error.outcome === "unknown" ? "unknown" : "not_made",
  failure: { reason: error.reason._tag, outcome: error.outcome, message: storableText(error.message, 1_000) },
  ...present({ found: error.found }),
})

/** What is written where nobody knows what became of a create: a crash, an interruption, a time-out of ours. */
export const lostCreate = (why: string): CreateOutcome => ({
  kind: "unknown",
  failure: {
    reason: "Lost",
    outcome: "unknown",
    message: `${why} A payment may exist at the provider, but nobody was shown its QR, so nobody can pay it. A new attempt needs a new external id.`,
  },
})

/** A QR that was made, and is not to be shown. */
const untrustedCreate = (why: string): CreateOutcome => ({
  kind: "unknown",
  failure: {
    reason: "UntrustedResponse",
    outcome: "unknown",
    message: `${why} Its QR is shown to nobody, so that nobody pays it. A new attempt needs a new external id.`,
  },
})

/**
 * An answer that a provider should have refused itself: about another attempt, another amount, or with broken texts.
 */
const contradiction = (
  outcome: CreateOutcome,
  { account, externalId, amount }: AttemptRow,
): CreateOutcome => {
  if (outcome.kind !== "made") return outcome
  const { ref, qr, amount: answered } = outcome.payment
  const isUsable =
    (ref.account ?? ONE_ACCOUNT) === account &&
    ref.externalId === externalId &&
    answered === amount &&
    isStorable([ref, qr?.payload])
  return isUsable ? outcome : lostCreate("The provider's answer is not about what was asked.")
}

const NEXT = { made: "pending", not_made: "not_created", unknown: "unknown" } as const

/** A payment that was found without its QR is watched as any other, and can be canceled. */
const foundPatch = (
  row: AttemptRow,
  found: PaymentRef | undefined,
  graceMillis: number,
  now: Date,
): { readonly patch: AttemptPatch; readonly scheduled: Date | null } => {
  const isOurs =
    found !== undefined &&
    (found.account ?? ONE_ACCOUNT) === row.account &&
    found.externalId === row.externalId &&
    isStorable(found)
  if (!isOurs) return { patch: {}, scheduled: null }
  const watch = watchOf({ ...row, providerPaymentId: found.paymentId }, "unknown", now)
  return {
    patch: { ref: found, providerPaymentId: found.paymentId },
    scheduled: scheduleOf(watch, now, graceMillis),
  }
}

/**
 * What a create came to means for its attempt. An answer that comes after the attempt was given up as lost adds the
 * provider's reference and shows no QR: the attempt stays `unknown`, and is watched.
 */
export const moveOfCreate = (
  row: AttemptRow,
  outcome: CreateOutcome,
  graceMillis: number,
  now: Date,
): Move => {
  const believed = contradiction(outcome, row)
  const status = canBecome(row.status, NEXT[believed.kind]) ? NEXT[believed.kind] : row.status
  // A callback that came while it was made is looked into at once.
  const look = (scheduled: Date | null) => nextLook(row.pokes, row.answeredPokes, scheduled, now)
  if (believed.kind !== "made") {
    if (row.status !== "creating") return { status, patch: {}, findings: [] }
    const { patch, scheduled } = foundPatch(row, believed.found, graceMillis, now)
    return {
      status,
      patch: { ...patch, failure: believed.failure, nextInquiryAt: look(scheduled) },
      findings: [],
    }
  }
  // Inquiries that were answered since know better than a create that took so long.
  if (row.answeredAsking > 0) return { status, patch: {}, findings: [] }
  const { payment } = believed
  const { expiresAt, findings } = believedExpiry(payment.expiresAt, row)
  const watch = watchOf(
    { ...row, expiresAt: expiresAt ?? row.expiresAt, providerPaymentId: payment.ref.paymentId },
    status,
    now,
  )
  return {
    status,
    findings,
    patch: {
      ...factsOf(payment, row, expiresAt),
      qrPayload: payment.qr?.payload ?? null,
      qrAmount: payment.qr?.amount ?? null,
      qrImageUrl: payment.qr?.imageUrl?.href ?? null,
      nextInquiryAt: look(scheduleOf(watch, now, graceMillis)),
    },
  }
}

/** Stores what a create came to. */
export const settleCreate = async (
  tx: Transaction,
  attemptId: string,
  outcome: CreateOutcome,
  graceMillis: number,
  now: Date,
): Promise<Written> => {
  const locked = await lockAttempt(tx, attemptId)
  if (locked === undefined) return { events: [], anomalies: [] }
  const { attempt: row } = locked
  const made = outcome.kind === "made" ? outcome.payment.ref : outcome.found
  const foreign = made && (await foreignPayment(tx, row, made.paymentId))
  const believed = foreign === undefined ? outcome : untrustedCreate(foreign.detail)
  const move = moveOfCreate(row, believed, graceMillis, now)
  const findings = foreign === undefined ? move.findings : [foreign]
  return carryOut(tx, locked, { ...move, findings }, now)
}
