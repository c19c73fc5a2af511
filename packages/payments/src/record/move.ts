import { eq, sql } from "drizzle-orm"
import type { Transaction } from "../database/database.js"
import { anomaly, attempt, event, payment } from "../database/schema.js"
import { type EventType, eventOf } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { NEXT_ASKING } from "./asking.js"
import { type AttemptStatus, isMoney } from "./attempt-status.js"
import type { Finding } from "./decision.js"

export type PaymentRow = typeof payment.$inferSelect
export type AttemptRow = typeof attempt.$inferSelect

/** An attempt and its payment, locked: nobody else moves this payment until the transaction ends. */
export interface Locked {
  readonly payment: PaymentRow
  readonly attempt: AttemptRow
  /** Whether another attempt of the payment has money. */
  readonly isSiblingPaid: boolean
}

/** What becomes of an attempt, beside its status: any of its columns. */
export type AttemptPatch = Partial<Omit<typeof attempt.$inferInsert, "id" | "status" | "changedAt">>

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

/** Locks a payment by one of its attempts: first the payment, then its attempts, so that two never wait for each other. */
export const lockAttempt = async (
  { drizzle }: Transaction,
  attemptId: string,
): Promise<Locked | undefined> => {
  const [locked] = await drizzle
    .select()
    .from(payment)
    .where(
      eq(payment.id, sql`(select ${attempt.paymentId} from ${attempt} where ${attempt.id} = ${attemptId})`),
    )
    .for("update")
  if (locked === undefined) return undefined
  // A callback that comes meanwhile waits: what it makes due must not be overwritten by a schedule that knows nothing of it.
  const attempts = await drizzle
    .select()
    .from(attempt)
    .where(eq(attempt.paymentId, locked.id))
    .orderBy(attempt.number)
    .for("no key update")
  const moving = attempts.find(({ id }) => id === attemptId)
  return moving === undefined
    ? undefined
    : {
        payment: locked,
        attempt: moving,
        isSiblingPaid: attempts.some(({ id, paidAmount }) => id !== attemptId && paidAmount !== null),
      }
}

const recordFindings = async (
  { drizzle }: Transaction,
  { attempt: { id: attemptId, paymentId, account } }: Locked,
  findings: ReadonlyArray<Finding>,
  now: Date,
): Promise<ReadonlyArray<AnomalyKind>> => {
  if (findings.length === 0) return []
  const found = await drizzle
    .insert(anomaly)
    .values(
      findings.map(({ kind, once, detail }) => ({
        account,
        kind,
        once: `${kind}:${attemptId}:${once}`,
        paymentId,
        attemptId,
        detail,
        foundAt: now,
      })),
    )
    .onConflictDoNothing({ target: anomaly.once })
    .returning({ kind: anomaly.kind })
  return found.map(({ kind }) => kind)
}

/**
 * The one place that moves an attempt: its row, its payment's governing attempt, anomalies and events, all in the
 * caller's transaction. The database checks the move against the same table.
 */
export const carryOut = async (tx: Transaction, locked: Locked, move: Move, now: Date): Promise<Written> => {
  const { drizzle } = tx
  const { attempt: before, payment: record } = locked
  const hasMoved = move.status !== before.status
  await drizzle
    .update(attempt)
    .set({
      ...move.patch,
      ...(hasMoved ? { status: move.status, changedAt: now } : {}),
      ...(move.asking === undefined ? {} : { answeredAsking: sql.raw(NEXT_ASKING) }),
    })
    .where(eq(attempt.id, before.id))

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
  if (events.length === 0 && !takesOver) return { events: [], anomalies }

  await drizzle
    .update(payment)
    .set({
      eventSeq: record.eventSeq + events.length,
      changedAt: now,
      ...(takesOver ? { attemptId: before.id } : {}),
    })
    .where(eq(payment.id, record.id))
  if (events.length > 0) {
    await drizzle.insert(event).values(
      events.map((happened, index) => ({
        ...happened,
        paymentId: record.id,
        attemptId: before.id,
        seq: record.eventSeq + 1 + index,
        status: governs ? move.status : record.status,
        paidAmount: move.patch.paidAmount ?? before.paidAmount,
        occurredAt: now,
        nextDeliveryAt: now,
      })),
    )
  }
  return { events: events.map(({ type }) => type), anomalies }
}
