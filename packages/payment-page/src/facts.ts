/** Where a payment is, as its customer is told. */
export type PublicStatus =
  /** The QR is being made, or nobody knows yet whether it was: there is nothing to pay. */
  | "preparing"
  | "pending"
  | "paid"
  | "expired"
  | "canceled"
  | "failed"
  | "refunded"
  /** Money arrived that a person has to look at. */
  | "under_review"

/** What anybody with the address may know of a payment. No payer, no reference, nothing of the acquirer's. */
export interface PublicFacts {
  readonly status: PublicStatus
  /** What the customer pays, or paid, in whole rupiah. */
  readonly amount: number
  /** Who is paid, as the QR names them. */
  readonly merchant?: string
  /** The QR's text; only while it may be paid. */
  readonly qr?: string
  /** The QR names no amount: the customer types it. Only with `qr`. */
  readonly isAmountTyped?: boolean
  /** Until when the QR is shown, in ISO 8601, UTC. */
  readonly until?: string
  /** The server's clock when it said this, in ISO 8601, UTC. */
  readonly now: string
}

const STATUSES: Readonly<Record<PublicStatus, true>> = {
  preparing: true,
  pending: true,
  paid: true,
  expired: true,
  canceled: true,
  failed: true,
  refunded: true,
  under_review: true,
}

export const isPublicStatus = (text: unknown): text is PublicStatus =>
  typeof text === "string" && Object.hasOwn(STATUSES, text)

const isTruthOrAbsent = (value: unknown): boolean => value === undefined || typeof value === "boolean"

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === "string"

/** Whether a decoded answer is what the page's server says. */
export const isPublicFacts = (value: unknown): value is PublicFacts =>
  typeof value === "object" &&
  value !== null &&
  "status" in value &&
  isPublicStatus(value.status) &&
  "amount" in value &&
  Number.isSafeInteger(value.amount) &&
  "now" in value &&
  typeof value.now === "string" &&
  isTextOrAbsent("merchant" in value ? value.merchant : undefined) &&
  isTextOrAbsent("qr" in value ? value.qr : undefined) &&
  isTruthOrAbsent("isAmountTyped" in value ? value.isAmountTyped : undefined) &&
  isTextOrAbsent("until" in value ? value.until : undefined)
