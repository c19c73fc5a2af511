import { randomUUID } from "node:crypto"
import type { PreparedStatement, Transaction } from "../database/database.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { type AttemptStatus, isSpent } from "../record/attempt-status.js"
import { BY_KEY, foundIn } from "../record/find.js"
import type { PaymentRecord } from "../record/record.js"
import { failureIn, recordOf } from "../record/record.js"
import { type AttemptRow, PAYMENT, type PaymentRow } from "../record/rows.js"
import type { PaymentsSettings } from "../settings.js"
import { randomExternalId } from "./external-id.js"
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

const MAKE: PreparedStatement = {
  name: "qriskit_make_payment",
  text: /* sql */ `
insert into qriskit.payment (id, account, key, fingerprint, provider, order_id, amount, opened_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (account, key) do nothing`,
}

const LOCK: PreparedStatement = {
  name: "qriskit_lock_key",
  text: `select ${PAYMENT.columns} from qriskit.payment as p where p.account = $1 and p.key = $2 for update`,
}

/** The attempts of a payment that can have money and were not asked about since $2. */
const NOT_ASKED: PreparedStatement = {
  name: "qriskit_not_asked",
  text: /* sql */ `
select id from qriskit.attempt
where payment_id = $1 and provider_payment_id is not null and coalesce(answered_asking < $2::bigint, true)
order by number`,
}

/** One more attempt of a payment. */
const MAKE_ATTEMPT: PreparedStatement = {
  name: "qriskit_make_attempt",
  text: /* sql */ `
insert into qriskit.attempt (id, payment_id, number, provider, account, external_id, amount, after_asking, is_unasked,
  opened_at, changed_at, shown_until, expires_at, next_inquiry_at)
select $1, p.id, p.attempts + 1, $3, p.account, $4, p.amount, $5, $6, $7, $7, $8, $9, $10
from qriskit.payment as p where p.id = $2`,
}

/** The attempt governs its payment from now on. A statement of its own: the database looks at the attempt. */
const GOVERN: PreparedStatement = {
  name: "qriskit_govern",
  text: "update qriskit.payment set attempt_id = $2, attempts = attempts + 1, changed_at = $3 where id = $1",
}

/**
 * Stores that a QR is about to be asked for, before anybody is asked: the caller's transaction is committed first, so
 * that whatever happens then, the attempt and its external id are on record.
 */
export const recordIntent = async (
  tx: Transaction,
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
  const orderId = request.orderId ?? request.key
  await tx.query(MAKE, [id, account, request.key, fingerprint, first, orderId, request.amount, now])
  const [locked] = await tx.query(LOCK, [account, request.key])
  if (locked === undefined) throw new TypeError(`the payment ${request.key} was stored and is not there`)
  const record = PAYMENT.read(locked)
  if (record.fingerprint !== fingerprint) return { kind: "conflict" }

  const existing = foundIn(await tx.query(BY_KEY, [account, request.key]))
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

  const { since = null, isUnasked } = permission
  const unasked = isUnasked ? [] : await tx.query(NOT_ASKED, [record.id, since])
  if (unasked.length > 0) return { kind: "ask", attemptIds: unasked.map(({ id }) => String(id)) }

  const number = record.attempts + 1
  const externalId = settings.newExternalId?.(request.key, number) ?? randomExternalId()
  const attemptId = randomUUID()
  const times = expiryOf(request, settings, now)
  await tx.query(MAKE_ATTEMPT, [
    attemptId,
    record.id,
    provider,
    externalId,
    since,
    isUnasked,
    now,
    times.shown_until,
    times.expires_at,
    times.until,
  ])
  await tx.query(GOVERN, [record.id, attemptId, now])
  return { kind: "create", intent: { attemptId, externalId, provider, followsUnknown } }
}
