import { randomUUID } from "node:crypto"
import { and, eq, isNotNull } from "drizzle-orm"
import type { Drizzle, Transaction } from "../database/database.js"
import { attempt, payment } from "../database/schema.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { type AttemptStatus, isSpent } from "../record/attempt-status.js"
import { findByKey } from "../record/find.js"
import type { AttemptRow, PaymentRow } from "../record/move.js"
import type { PaymentRecord } from "../record/record.js"
import { failureIn, recordOf } from "../record/record.js"
import type { PaymentsSettings } from "../settings.js"
import { nextProvider } from "./next-provider.js"
import { type OpenPayment, providersIn } from "./open-payment.js"

/** An attempt that this call stored and must now carry to the provider. */
export interface Intent {
  readonly attemptId: string
  readonly externalId: string
  /** Who is to make the QR. */
  readonly provider: string
  /** It was made because the one before it is `unknown`. */
  readonly followsUnknown: boolean
  /** The order's first attempt as it was stored, where nothing else can have happened to it. */
  readonly first?: { readonly payment: PaymentRow; readonly attempt: AttemptRow; readonly version: string }
}

/** What an `open` finds to do. */
export type Next =
  | { readonly kind: "create"; readonly intent: Intent }
  /** Another call is at the provider with it. */
  | { readonly kind: "wait" }
  /** These earlier attempts can have money: the provider is to be asked about them first. */
  | { readonly kind: "ask"; readonly attemptIds: ReadonlyArray<string> }
  | { readonly kind: "done"; readonly record: PaymentRecord }
  | { readonly kind: "conflict" }

/** Why a further attempt may be made for a record that has one. */
export interface Permission {
  /** The caller asked for a new QR. */
  readonly renew: boolean
  /** Further attempts after an unknown create are left. */
  readonly retryUnknown: boolean
  /** Attempts that were asked about at this asking or later count as asked. */
  readonly since: number | undefined
  /** The caller's word stands for asking. */
  readonly isUnasked: boolean
}

const MINUTE = 60_000

/** Nobody was shown a QR of it. */
const isUnmade = (status: AttemptStatus): boolean => status === "not_created" || status === "unknown"

/** Until when a new QR is shown, and watched; and until when whoever makes it has time to say what came of it. */
export const expiryOf = (
  { expiresInMinutes }: OpenPayment,
  { watchMillis, createMillis }: PaymentsSettings,
  now: Date,
) => {
  const later = (millis: number) => new Date(now.getTime() + millis)
  const shownUntil = expiresInMinutes === undefined ? null : later(expiresInMinutes * MINUTE)
  return {
    shown_until: shownUntil,
    expires_at: shownUntil ?? later(watchMillis),
    // Whoever finds it still `creating` then knows that the call is over, one way or another.
    until: later(2 * createMillis),
  }
}

/** The attempts of a payment that can have money and were not asked about since. */
const notAskedSince = async (
  drizzle: Drizzle,
  paymentId: string,
  since: number | undefined,
): Promise<ReadonlyArray<string>> => {
  const earlier = await drizzle
    .select({ id: attempt.id, answeredAsking: attempt.answeredAsking })
    .from(attempt)
    .where(and(eq(attempt.paymentId, paymentId), isNotNull(attempt.providerPaymentId)))
    .orderBy(attempt.number)
  return earlier
    .filter(({ answeredAsking }) => since === undefined || answeredAsking < since)
    .map(({ id }) => id)
}

/**
 * Stores that a QR is about to be asked for, before anybody is asked: the caller's transaction is committed first, so
 * that whatever happens then, the attempt and its external id are on record.
 */
export const recordIntent = async (
  { drizzle }: Transaction,
  request: OpenPayment,
  fingerprint: string,
  permission: Permission,
  settings: PaymentsSettings,
  now: Date,
): Promise<Next> => {
  const id = randomUUID()
  const account = request.account ?? ONE_ACCOUNT
  const [first, ...others] = providersIn(request)
  let provider = first
  await drizzle
    .insert(payment)
    .values({
      id,
      account,
      key: request.key,
      fingerprint,
      provider: first,
      orderId: request.orderId ?? request.key,
      amount: request.amount,
      openedAt: now,
      changedAt: now,
    })
    .onConflictDoNothing({ target: [payment.account, payment.key] })
  const [record] = await drizzle
    .select()
    .from(payment)
    .where(and(eq(payment.account, account), eq(payment.key, request.key)))
    .for("update")
  if (record === undefined) throw new TypeError(`the payment ${request.key} was stored and is not there`)
  if (record.fingerprint !== fingerprint) return { kind: "conflict" }

  const existing = await findByKey(drizzle, account, request.key)
  const followsUnknown = existing?.attempt.status === "unknown"
  if (existing !== undefined) {
    const { status, paidAmount } = existing.attempt
    if (status === "creating") return { kind: "wait" }
    const failure = failureIn(existing.attempt)
    const following =
      failure && isUnmade(status)
        ? nextProvider([first, ...others], existing.attempt.provider, failure)
        : undefined
    provider = following ?? first
    const mayFollow =
      following !== undefined ||
      status === "not_created" ||
      (permission.renew && isSpent(status)) ||
      (permission.retryUnknown && followsUnknown)
    if (!mayFollow || paidAmount !== null) return { kind: "done", record: recordOf(record, existing.attempt) }
  }

  const unasked = permission.isUnasked ? [] : await notAskedSince(drizzle, record.id, permission.since)
  if (unasked.length > 0) return { kind: "ask", attemptIds: unasked }

  const number = record.attempts + 1
  const externalId = settings.newExternalId?.(request.key, number) ?? randomUUID()
  const attemptId = randomUUID()
  const times = expiryOf(request, settings, now)
  await drizzle.insert(attempt).values({
    id: attemptId,
    paymentId: record.id,
    number,
    provider,
    account,
    externalId,
    amount: record.amount,
    afterAsking: permission.since ?? null,
    isUnasked: permission.isUnasked,
    openedAt: now,
    changedAt: now,
    shownUntil: times.shown_until,
    expiresAt: times.expires_at,
    nextInquiryAt: times.until,
  })
  await drizzle
    .update(payment)
    .set({ attemptId, attempts: number, changedAt: now })
    .where(eq(payment.id, record.id))
  return { kind: "create", intent: { attemptId, externalId, provider, followsUnknown } }
}
