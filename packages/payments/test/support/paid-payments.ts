import { randomUUID } from "node:crypto"
import type { Driver } from "../../src/database/connected.js"

/** A payment as it stands on record. */
export interface PaidPayment {
  readonly key: string
  readonly provider?: string
  readonly account?: string
  /** Whole rupiah. */
  readonly amount: number
  readonly status?: string
  readonly paidAt?: string
  readonly providerPaymentId?: string
  readonly rrn?: string
  readonly merchant?: string
  readonly refunded?: number
}

const ROWS = `jsonb_to_recordset($1::jsonb) as r (payment_id uuid, attempt_id uuid, key text, provider text, account text,
  amount bigint, status text, paid_amount bigint, paid_at timestamptz, provider_payment_id text, rrn text, merchant text,
  refunded bigint)`

/** Puts payments on record as they are, without the way there. External id and order id are the key. */
export const recordPayments = (
  database: { readonly driver: Pick<Driver, "transact"> },
  payments: ReadonlyArray<PaidPayment>,
): Promise<void> => {
  const rows = payments.map(
    ({ key, provider = "zipay", account = "", amount, status = "paid", ...rest }) => ({
      payment_id: randomUUID(),
      attempt_id: randomUUID(),
      key,
      provider,
      account,
      amount,
      status,
      paid_amount: ["paid", "refunded", "partially_refunded"].includes(status) ? amount : undefined,
      paid_at: rest.paidAt ?? "2026-10-05T12:00:00+07:00",
      provider_payment_id: rest.providerPaymentId ?? `id-of-${key}`,
      rrn: rest.rrn,
      merchant: rest.merchant?.slice(-9).padStart(9, "0"),
      refunded: rest.refunded ?? 0,
    }),
  )
  return database.driver.transact(async (tx) => {
    await tx.query("set local session_replication_role = replica")
    await tx.query(
      `insert into qriskit.payment (id, account, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts,
         opened_at, changed_at)
       select payment_id, account, key, key, provider, key, amount, status, attempt_id, 1, paid_at, paid_at from ${ROWS}`,
      [JSON.stringify(rows)],
    )
    await tx.query(
      `insert into qriskit.attempt (id, payment_id, number, provider, account, external_id, provider_payment_id, amount,
         status, paid_amount, paid_at, retrieval_reference, merchant, refunded, opened_at, expires_at, changed_at)
       select attempt_id, payment_id, 1, provider, account, key, provider_payment_id, amount, status, paid_amount,
         case when paid_amount is not null then paid_at end, rrn, merchant, refunded, paid_at, paid_at, paid_at
       from ${ROWS}`,
      [JSON.stringify(rows)],
    )
  })
}
