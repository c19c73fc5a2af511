import { createHash, randomUUID } from "node:crypto"
import type { Payment } from "@qriskit/core"
import type { Driver } from "../../src/database/connected.js"
import type { AttemptStatus } from "../../src/record/attempt-status.js"
import { START } from "./world.js"

/** An event as version 2 left it. */
interface OldEvent {
  readonly type: string
  readonly status: AttemptStatus
  readonly left: "delivered" | "undelivered" | "dead"
}

/** A payment with one attempt, as version 2 wrote it. */
export interface OldPayment {
  readonly key: string
  readonly provider: string
  readonly status: AttemptStatus
  /** What the provider made; absent: nothing that is known. */
  readonly made?: Payment
  readonly paidAmount?: number
  readonly payer?: Readonly<Record<string, string>>
  /** Absent: nobody asks about it. */
  readonly nextInquiryAt?: Date
  readonly events?: ReadonlyArray<OldEvent>
}

const AMOUNT = 25_000
const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex")

/** The hash by which version 2 knew a request that names an amount and a provider. */
const fingerprintOf = (provider: string): string =>
  sha256(
    JSON.stringify([
      ["amount", AMOUNT],
      ["provider", provider],
    ]),
  )

/** Writes rows as version 2 did, past what guards them: they are as they were after all that had happened. */
export const writerOfVersion2 = (driver: Driver) => {
  const write = (text: string, values: ReadonlyArray<unknown>) =>
    driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      return tx.query(text, values)
    })
  const attempts = new Map<string, string>()

  return {
    payment: async (old: OldPayment): Promise<void> => {
      const [id, attemptId] = [randomUUID(), randomUUID()]
      attempts.set(old.key, attemptId)
      const events = old.events ?? []
      await write(
        `insert into qriskit.payment (id, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts,
           event_seq, opened_at, changed_at)
         values ($1, $2, $3, $4, $2, ${AMOUNT}, $5, $6, 1, $7, $8, $8)`,
        [id, old.key, fingerprintOf(old.provider), old.provider, old.status, attemptId, events.length, START],
      )
      const { made, payer } = old
      await write(
        `insert into qriskit.attempt (id, payment_id, number, provider, external_id, provider_payment_id, ref, amount,
           status, paid_amount, paid_at, payer, qr_payload, opened_at, changed_at, expires_at, next_inquiry_at)
         values ($1, $2, 1, $3, $4, $5, $6, ${AMOUNT}, $7, $8, case when $8::bigint is not null then $9::timestamptz end,
           $10, $11, $9, $9, $9::timestamptz + interval '1 hour', $12)`,
        [
          attemptId,
          id,
          old.provider,
          made?.ref.externalId ?? `${old.key}-1`,
          made?.ref.paymentId ?? null,
          made === undefined ? null : JSON.stringify(made.ref),
          old.status,
          old.paidAmount ?? null,
          START,
          payer === undefined ? null : JSON.stringify(payer),
          made?.qr?.payload ?? null,
          old.nextInquiryAt ?? null,
        ],
      )
      for (const [index, { type, status, left }] of events.entries())
        await write(
          `insert into qriskit.event (payment_id, attempt_id, seq, position, type, status, paid_amount, occurred_at,
             next_delivery_at, deliveries, delivered_at, dead_at, last_error)
           values ($1, $2, $3, case when $4 = 'delivered' then nextval('qriskit.event_position') end, $5, $6, $7, $8, $8,
             case $4 when 'undelivered' then 0 when 'dead' then 12 else 1 end,
             case when $4 = 'delivered' then $8::timestamptz end, case when $4 = 'dead' then $8::timestamptz end,
             case when $4 = 'dead' then 'the printer is out of paper' end)`,
          [id, attemptId, index + 1, left, type, status, old.paidAmount ?? null, START],
        )
    },

    receipt: async (
      verdict: string,
      provider: string,
      { ref }: Pick<Payment, "ref">,
      body: string | Uint8Array,
      key?: string,
    ): Promise<void> => {
      await write(
        `insert into qriskit.receipt (provider, verdict, body_hash, body, body_bytes, external_id, provider_payment_id,
           claimed_status, claimed_amount, attempt_id, received_at, last_received_at, checked_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'paid', ${AMOUNT}, $8, $9, $9, $9)`,
        [
          provider,
          verdict,
          sha256(body),
          Buffer.from(body).toString(),
          Buffer.byteLength(body),
          ref.externalId,
          ref.paymentId,
          key === undefined ? null : attempts.get(key),
          START,
        ],
      )
    },

    discarded: (provider: string, verdict: string, times: number) =>
      write(
        "insert into qriskit.discarded_receipt (provider, verdict, hour, times) values ($1, $2, date_trunc('hour', $3::timestamptz), $4)",
        [provider, verdict, START, times],
      ),

    unmatched: (provider: string, paymentId: string, externalId: string) =>
      write(
        `insert into qriskit.unmatched (provider, provider_payment_id, external_id, ref, state, claimed_amount, found_at,
           changed_at, next_inquiry_at)
         values ($1, $2, $3, $4, 'claimed', 5000, $5, $5, $5)`,
        [
          provider,
          paymentId,
          externalId,
          JSON.stringify({ provider, paymentId, externalId, orderId: externalId }),
          START,
        ],
      ),

    anomaly: (kind: string, key: string, acknowledgedBy?: string) =>
      write(
        `insert into qriskit.anomaly (kind, once, payment_id, attempt_id, detail, found_at, acknowledged_at,
           acknowledged_by, acknowledged_why)
         select $1, $1 || ':' || id || ':', payment_id, id, 'found by version 2', $3,
           case when $4::text is not null then $3::timestamptz end, $4, case when $4::text is not null then 'seen' end
         from qriskit.attempt where id = $2`,
        [kind, attempts.get(key), START, acknowledgedBy ?? null],
      ),

    closedGate: (provider: string, closedUntil: Date) =>
      write(
        "insert into qriskit.provider_gate (provider, next_slot_at, failures, closed_until) values ($1, $2, 5, $3)",
        [provider, START, closedUntil],
      ),
  }
}
