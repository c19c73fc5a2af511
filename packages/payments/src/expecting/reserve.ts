import { randomUUID } from "node:crypto"
import type { PreparedStatement, Transaction } from "../database/database.js"
import { optional, time } from "../database/table.js"
import { randomExternalId } from "../opening/external-id.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { BY_KEY, type Found, foundIn } from "../record/find.js"
import { carryOut, lockAttempt, type Written } from "../record/move.js"
import type { PaymentsSettings } from "../settings.js"
import { type ExpectPayment, NO_ACQUIRER } from "./expect-payment.js"
import { type PrintedQr, pricedPayload } from "./printed-qr.js"

/** What came of an `expect`. */
export type Reserved =
  | { readonly kind: "done"; readonly found: Found; readonly written?: Written }
  | { readonly kind: "conflict" }
  | { readonly kind: "none free"; readonly freeAt: Date | undefined }

const MINUTE = 60_000

const LOCK_PLACE: PreparedStatement = {
  name: "qriskit_lock_printed_qr",
  text: "select id from qriskit.printed_qr where place = $1 for update",
}

const MAKE_PLACE: PreparedStatement = {
  name: "qriskit_make_printed_qr",
  text: /* sql */ `
insert into qriskit.printed_qr (place, nmid, merchant_name, first_at) values ($1, $2, $3, $4)
on conflict (place) do nothing`,
}

/** Amounts of ended orders whose rest is over are free. Only those that are wanted now are looked at. */
const FREE_RESTED: PreparedStatement = {
  name: "qriskit_free_rested",
  text: /* sql */ `
update qriskit.expectation set freed_at = $4
where printed_qr_id = $1 and amount between $2 and $3 and freed_at is null and due_at is null and held_until <= $4`,
}

/**
 * The smallest amount that no other order holds on this QR ($1). Where an acquirer tells of the money ($4, $5), one
 * that none of its other QRs holds is taken first: what it tells seldom names the QR.
 */
const CHOOSE: PreparedStatement = {
  name: "qriskit_choose_amount",
  text: /* sql */ `
with free as (
  select wanted.amount from generate_series($2::bigint, $3::bigint) as wanted (amount)
  where not exists (
    select from qriskit.expectation as e
    where e.printed_qr_id = $1 and e.amount = wanted.amount and e.freed_at is null
  )
)
select free.amount::text as amount from free
order by exists (
  select from qriskit.expectation as e
  where e.amount = free.amount and e.held_until > $6 and e.freed_at is null and e.provider = $4 and e.account = $5
    and $4::text <> '${NO_ACQUIRER}'
), free.amount limit 1`,
}

const FREE_AT: PreparedStatement = {
  name: "qriskit_free_at",
  text: /* sql */ `
select min(held_until) as at from qriskit.expectation
where printed_qr_id = $1 and amount between $2 and $3 and freed_at is null`,
}

/** The order, its attempt and its amount; nothing where the key is used. */
const MAKE: PreparedStatement = {
  name: "qriskit_make_expected",
  text: /* sql */ `
with made as (
  insert into qriskit.payment (id, account, key, fingerprint, provider, order_id, amount, attempt_id, attempts, opened_at, changed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)
  on conflict (account, key) do nothing
  returning id
),
stored as (
  insert into qriskit.attempt (id, payment_id, number, provider, account, external_id, amount, surplus, opened_at, changed_at,
    shown_until, expires_at)
  select $8, made.id, 1, $5, $2, $10, $7, $11, $9, $9, $12, $12 from made
  returning id
)
insert into qriskit.expectation (attempt_id, account, provider, printed_qr_id, amount, opened_at, ends_at, due_at, rest_millis, held_until)
select stored.id, $2, $5, $13, $7, $9, $12, $14, $15, $16 from stored
returning attempt_id`,
}

/** Locks the QR's row, so that of those who want an amount on it one chooses at a time. */
const lockPlace = async (tx: Transaction, { place, nmid, merchantName }: PrintedQr, now: Date) => {
  const [known] = await tx.query(LOCK_PLACE, [place])
  if (known !== undefined) return Number(known["id"])
  await tx.query(MAKE_PLACE, [place, nmid ?? null, merchantName ?? null, now])
  const [made] = await tx.query(LOCK_PLACE, [place])
  if (made === undefined) throw new TypeError("the printed QR was stored and is not there")
  return Number(made["id"])
}

/** What is on record under the key, if it is the same request. */
export const existing = (found: Found | undefined, fingerprint: string): Reserved | undefined => {
  if (found === undefined) return undefined
  return found.payment.fingerprint === fingerprint ? { kind: "done", found } : { kind: "conflict" }
}

const timesOf = ({ within }: ExpectPayment, settings: PaymentsSettings, now: Date) => {
  const later = (millis: number) => new Date(now.getTime() + millis)
  const due = within * MINUTE + settings.graceMillis
  return {
    endsAt: later(within * MINUTE),
    dueAt: later(due),
    heldUntil: later(due + settings.expectRestMillis),
  }
}

/**
 * Reserves an amount, and makes the order's record with it: all of it in the caller's transaction, or nothing. Nobody
 * outside is told, so that there is nothing else that could be half done.
 */
export const reserve = async (
  tx: Transaction,
  request: ExpectPayment,
  qr: PrintedQr,
  fingerprint: string,
  settings: PaymentsSettings,
  now: Date,
): Promise<Reserved> => {
  const account = request.account ?? ONE_ACCOUNT
  const provider = request.provider ?? NO_ACQUIRER
  const qrId = await lockPlace(tx, qr, now)
  const byKey = async () => existing(foundIn(await tx.query(BY_KEY, [account, request.key])), fingerprint)
  const earlier = await byKey()
  if (earlier !== undefined) return earlier

  const least = request.amount
  const most = Math.min(least + (request.surplus ?? settings.expectSurplus), 9_999_999_999_999)
  await tx.query(FREE_RESTED, [qrId, least, most, now])
  const [chosen] = await tx.query(CHOOSE, [qrId, least, most, provider, account, now])
  if (chosen === undefined) {
    const [next] = await tx.query(FREE_AT, [qrId, least, most])
    return { kind: "none free", freeAt: optional(time).read(next?.["at"]) ?? undefined }
  }
  const amount = Number(chosen["amount"])
  const qrPayload = pricedPayload(qr, amount)
  if (qrPayload === undefined) throw new TypeError(`the amount ${amount} does not fit into the code`)

  const attemptId = randomUUID()
  const { endsAt, dueAt, heldUntil } = timesOf(request, settings, now)
  const [made] = await tx.query(MAKE, [
    randomUUID(),
    account,
    request.key,
    fingerprint,
    provider,
    request.orderId ?? request.key,
    amount,
    attemptId,
    now,
    randomExternalId(),
    amount - least,
    endsAt,
    qrId,
    dueAt,
    settings.expectRestMillis,
    heldUntil,
  ])
  const locked = made === undefined ? undefined : await lockAttempt(tx, attemptId)
  if (locked === undefined) {
    // Another call with the key, on another QR, was quicker.
    const quicker = await byKey()
    if (quicker === undefined) throw new TypeError(`the order ${request.key} was stored and is not there`)
    return quicker
  }
  const written = await carryOut(
    tx,
    locked,
    { status: "pending", patch: { qrPayload, qrAmount: amount, nextInquiryAt: null }, findings: [] },
    now,
  )
  const found = foundIn(await tx.query(BY_KEY, [account, request.key]))
  if (found === undefined) throw new TypeError(`the order ${request.key} was stored and is not there`)
  return { kind: "done", found, written }
}
