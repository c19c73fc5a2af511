import type { Payer, PaymentQr, PaymentRef, RawNotification, Rupiah } from "@qriskit/core"

/** An order's payment as it is recorded, as far as handlers are told of it. */
export interface RecordedPayment {
  readonly key: string
  readonly status: string
  readonly providerStatus?: string
  readonly ref?: PaymentRef
  readonly amount: Rupiah
  readonly total?: Rupiah
  readonly qr?: PaymentQr
  readonly openedAt: Date
  readonly expiresAt: Date
  readonly paidAt?: Date
  readonly payer?: Payer
}

/** What happened to a recorded payment. */
export interface RecordedEvent {
  /** Unique, and rising in the order in which things happened. */
  readonly id: number
  /** Counts the payment's events from 1. */
  readonly seq: number
  readonly type: string
  /** The order's key, as `open` was given it. */
  readonly key: string
  /** Whose payment it is; absent for the one account of a client. */
  readonly account?: string
  readonly provider: string
  readonly orderId: string
  /** Of the attempt that it happened to. */
  readonly externalId: string
  /** What was asked, in rupiah. */
  readonly amount: Rupiah
  /** What arrived, once money was seen. */
  readonly paidAmount?: Rupiah
  readonly status: string
  /** For `anomaly`: which kind. */
  readonly anomaly?: string
  readonly occurredAt: Date
}

/** An open transaction of the records' database. Everything done through it is stored together or not at all. */
export interface RecordedTransaction {
  /** Plain SQL: `tx.query("update orders set paid = true where id = $1", [id])`. */
  query(
    statement: string,
    values?: ReadonlyArray<unknown>,
  ): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>
}

/** What was made of a stored callback. */
export type StoredVerdict = "accepted" | "unmatched" | "forged" | "malformed" | "failed"

/** Whose payment or callback is meant. Absent: the one account of a client. */
export interface OfAccount {
  readonly account?: string
}

/**
 * What is called of durable payments. What `createPayments` of `@qriskit/payments/promise` resolves to fits it;
 * nothing here imports that package.
 */
export interface PaymentsPort {
  /** Stores a callback and says what was made of it. */
  receive(
    provider: string,
    raw: RawNotification,
    of?: OfAccount,
  ): Promise<{ readonly verdict: StoredVerdict }>
  /** The record of a key, which is unique within its account. */
  get(key: string, of?: OfAccount): Promise<RecordedPayment>
  /** Hands over every event, at least once and in order for each payment. Returns what ends it. */
  on(
    subject: "*",
    handler: (event: RecordedEvent) => Promise<unknown>,
    options: { readonly transaction: false },
  ): () => void
  /** The same in the transaction that marks the event as handled. */
  on(subject: "*", handler: (event: RecordedEvent, tx: RecordedTransaction) => Promise<unknown>): () => void
}
