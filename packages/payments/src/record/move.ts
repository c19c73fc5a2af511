import type { PreparedStatement, Transaction } from "../database/database.js"
import { type EventType, eventOf } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { NEXT_ASKING } from "./asking.js"
import { type AttemptStatus, isMoney } from "./attempt-status.js"
import type { Finding } from "./decision.js"
import { type AttemptPatch, columnsOf, setFrom } from "./patch.js"
import { ATTEMPT, type AttemptRow, PAYMENT, type PaymentRow } from "./rows.js"

/** An attempt and its payment, locked: nobody else moves this payment until the transaction ends. */
export interface Locked {
  readonly payment: PaymentRow
  readonly attempt: AttemptRow
  /** Whether another attempt of the payment has money. */
  readonly isSiblingPaid: boolean
}

export interface Move {
  readonly status: AttemptStatus
  readonly patch: AttemptPatch
  readonly findings: ReadonlyArray<Finding>
  /** It is known of an act of ours: no answer that was asked for before adds to it. */
  readonly asking?: "latest"
}

/** What was written, for metrics. */
export interface Written {
  readonly events: ReadonlyArray<EventType>
  readonly anomalies: ReadonlyArray<AnomalyKind>
}

const LOCK_PAYMENT: PreparedStatement = {
  name: "qriskit_lock_payment",
  text: /* sql */ `
select ${PAYMENT.columns} from qriskit.payment as p
where p.id = (select payment_id from qriskit.attempt where id = $1) for update`,
}

/**
 * A callback that comes meanwhile waits: what it makes due must not be overwritten by a schedule that
 * knows nothing of it.
 */
const LOCK_ATTEMPTS: PreparedStatement = {
  name: "qriskit_lock_attempts",
  text: /* sql */ `
select ${ATTEMPT.columns} from qriskit.attempt as a where a.payment_id = $1 order by a.number for no key update`,
}

/**
 * Locks a payment by one of its attempts: first the payment, then its attempts, so that two never wait for each other.
 */
export const lockAttempt = async (tx: Transaction, attemptId: string): Promise<Locked | undefined> => {
  const [row] = await tx.query(LOCK_PAYMENT, [attemptId])
  if (row === undefined) return undefined
  const payment = PAYMENT.read(row)
  const attempts = (await tx.query(LOCK_ATTEMPTS, [payment.id])).map(ATTEMPT.read)
  const attempt = attempts.find(({ id }) => id === attemptId)
  const isSiblingPaid = attempts.some(({ id, paidAmount }) => id !== attemptId && paidAmount !== null)
  return attempt === undefined ? undefined : { payment, attempt, isSiblingPaid }
}

const FIND: PreparedStatement = {
  name: "qriskit_record_findings",
  text: /* sql */ `
insert into qriskit.anomaly (account, kind, once, payment_id, attempt_id, detail, found_at)
select $1, found.kind, found.kind || ':' || $3::uuid || ':' || found.once, $2, $3, found.detail, $4
from unnest($5::text[], $6::text[], $7::text[]) as found (kind, once, detail)
on conflict (once) do nothing
returning kind`,
}

const recordFindings = async (
  tx: Transaction,
  { attempt: { id, paymentId, account } }: Locked,
  findings: ReadonlyArray<Finding>,
  now: Date,
): Promise<ReadonlyArray<AnomalyKind>> => {
  if (findings.length === 0) return []
  const found = await tx.query(FIND, [
    account,
    paymentId,
    id,
    now,
    findings.map(({ kind }) => kind),
    findings.map(({ once }) => once),
    findings.map(({ detail }) => detail),
  ])
  // They are the kinds that were just handed over.
  return found.map(({ kind }) => kind as AnomalyKind)
}

/** $3: whether no answer that was asked for until now adds anything. */
const MOVE: PreparedStatement = {
  name: "qriskit_move",
  text: /* sql */ `
update qriskit.attempt as a ${setFrom(
    `case when $3 then $2::jsonb || jsonb_build_object('answered_asking', ${NEXT_ASKING}) else $2::jsonb end`,
  )}
where a.id = $1`,
}

/** Tells of events ($3, with the anomalies $4), and has the payment governed by the attempt $2 where $5 says so. */
const TELL: PreparedStatement = {
  name: "qriskit_tell",
  text: /* sql */ `
with counted as (
  update qriskit.payment set event_seq = event_seq + cardinality($3::text[]), changed_at = $8,
    attempt_id = case when $5 then $2 else attempt_id end
  where id = $1
  returning event_seq - cardinality($3::text[]) as told_before
)
insert into qriskit.event (payment_id, attempt_id, seq, type, anomaly, status, paid_amount, occurred_at, next_delivery_at)
select $1, $2, counted.told_before + told.place, told.type, told.anomaly, $6, $7, $8, $8
from counted, unnest($3::text[], $4::text[]) with ordinality as told (type, anomaly, place)`,
}

/**
 * The one place that moves an attempt: its row, its payment's governing attempt, anomalies and events, all in the
 * caller's transaction. The database checks the move against the same table.
 */
export const carryOut = async (tx: Transaction, locked: Locked, move: Move, now: Date): Promise<Written> => {
  const { attempt: before, payment: record } = locked
  const hasMoved = move.status !== before.status
  const patch = columnsOf(move.patch, hasMoved ? { status: move.status, changedAt: now } : undefined)
  await tx.query(MOVE, [before.id, JSON.stringify(patch), move.asking === "latest"])

  const bringsMoney = before.paidAmount === null && (move.patch.paidAmount ?? null) !== null
  // The first money governs, and the right amount governs whatever came before it.
  const isRight = hasMoved && move.status === "paid"
  const takesOver =
    record.attemptId !== before.id &&
    !isMoney(record.status) &&
    (isRight || (bringsMoney && !locked.isSiblingPaid))
  const governs = record.attemptId === before.id || takesOver

  const anomalies = await recordFindings(tx, locked, move.findings, now)
  const ownEvent = governs && hasMoved ? eventOf(before.status, move.status) : undefined
  const events: ReadonlyArray<{ readonly type: EventType; readonly anomaly?: AnomalyKind }> = [
    ...(ownEvent === undefined ? [] : [{ type: ownEvent }]),
    ...anomalies.map((kind) => ({ type: "anomaly" as const, anomaly: kind })),
  ]
  if (events.length > 0 || takesOver)
    await tx.query(TELL, [
      record.id,
      before.id,
      events.map(({ type }) => type),
      events.map(({ anomaly }) => anomaly ?? null),
      takesOver,
      governs ? move.status : record.status,
      move.patch.paidAmount ?? before.paidAmount,
      now,
    ])
  return { events: events.map(({ type }) => type), anomalies }
}
