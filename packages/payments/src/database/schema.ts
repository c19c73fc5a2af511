import type { ActOutcome } from "../acts/act-outcome.js"
import type { ReceiptVerdict } from "../callbacks/receipt.js"
import type { EventType } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import type { AttemptStatus } from "../record/attempt-status.js"
import { flag, json, optional, table, text, time, whole, word } from "./table.js"

// The tables that are read row by row. How they are made, with keys, indexes, checks and triggers, is in `migrations/`;
// a test compares the two.

/** An order's record. What it is follows from its governing attempt: `status` is set by a trigger, never by code. */
export const payment = table("payment", {
  id: text,
  /** Whose credentials a row is about. Empty: the one account of a client. */
  account: text,
  key: text,
  fingerprint: text,
  provider: text,
  orderId: text,
  amount: whole,
  status: word<AttemptStatus>(),
  attemptId: optional(text),
  attempts: whole,
  eventSeq: whole,
  openedAt: time,
  changedAt: time,
})

/** One try to make a QR for an order, under its own external id. */
export const attempt = table("attempt", {
  id: text,
  paymentId: text,
  number: whole,
  provider: text,
  account: text,
  externalId: text,
  providerPaymentId: optional(text),
  ref: optional(json),
  amount: whole,
  status: word<AttemptStatus>(),
  providerStatus: optional(text),
  failure: optional(json),
  qrPayload: optional(text),
  qrAmount: optional(whole),
  qrImageUrl: optional(text),
  total: optional(whole),
  paidAmount: optional(whole),
  paidAt: optional(time),
  payer: optional(json),
  answer: optional(json),
  openedAt: time,
  shownUntil: optional(time),
  expiresAt: time,
  changedAt: time,
  nextInquiryAt: optional(time),
  /** Callbacks that asked for an inquiry, and how many of them the last one answered. */
  pokes: whole,
  answeredPokes: whole,
  lastInquiryAt: optional(time),
  inquiries: whole,
  failedInquiries: whole,
  redactedAt: optional(time),
  /** The asking whose answer is recorded: see `record/asking.ts`. */
  answeredAsking: whole,
  /** Every earlier attempt of the order was asked about at this asking or later; or that is the caller's word. */
  afterAsking: optional(whole),
  isUnasked: flag,
  /** What was given back by refunds of ours, and what is on its way or may be. Kept by a trigger on those. */
  refunded: whole,
  refunding: whole,
  /** The RRN, and the merchant id of the QR, as statements name them. Kept by a trigger. */
  retrievalReference: optional(text),
  merchant: optional(text),
  /** Of an order expected on a printed QR: rupiah above what the order costs. Null: the attempt has a QR of its own. */
  surplus: optional(whole),
})

/** What happened to a payment, in order; and how far its delivery to handlers is. */
export const event = table("event", {
  id: whole,
  paymentId: text,
  attemptId: optional(text),
  seq: whole,
  /** The place in the stream of all payments, given after commit. */
  position: optional(whole),
  type: word<EventType>(),
  status: word<AttemptStatus>(),
  paidAmount: optional(whole),
  anomaly: optional(word<AnomalyKind>()),
  occurredAt: time,
  deliveries: whole,
  nextDeliveryAt: time,
  deliveredAt: optional(time),
  skippedBy: optional(text),
  skippedWhy: optional(text),
  deadAt: optional(time),
  lastError: optional(text),
})

/** What a person has to look at. */
export const anomaly = table("anomaly", {
  id: whole,
  account: text,
  kind: word<AnomalyKind>(),
  /** The same finding is recorded once. */
  once: text,
  paymentId: optional(text),
  attemptId: optional(text),
  unmatchedId: optional(whole),
  detail: text,
  foundAt: time,
  acknowledgedAt: optional(time),
  acknowledgedBy: optional(text),
  acknowledgedWhy: optional(text),
})

/** What a person did, or began to do. */
export const act = table("act", {
  id: whole,
  account: text,
  paymentId: optional(text),
  verb: text,
  subject: optional(text),
  via: text,
  requestedBy: text,
  why: text,
  begunAt: time,
  endedAt: optional(time),
  outcome: optional(word<ActOutcome>()),
  detail: optional(text),
})

/** A callback as it was received, with what was made of it. */
export const receipt = table("receipt", {
  id: whole,
  provider: text,
  account: text,
  verdict: word<ReceiptVerdict>(),
  bodyHash: text,
  body: optional(text),
  bodyBytes: whole,
  why: optional(text),
  externalId: optional(text),
  providerPaymentId: optional(text),
  claimedStatus: optional(text),
  claimedAmount: optional(whole),
  attemptId: optional(text),
  times: whole,
  receivedAt: time,
  lastReceivedAt: time,
  /** When an inquiry answered what this callback claims, whatever the answer. */
  checkedAt: optional(time),
})

/** A payment that a callback speaks of and no record knows: a static QR's, another system's, or nobody's. */
export const unmatched = table("unmatched", {
  id: whole,
  provider: text,
  account: text,
  providerPaymentId: text,
  externalId: text,
  ref: json,
  /** `claimed`: nobody asked yet · `confirmed`: the provider says paid · `refuted`: it does not. */
  state: word<"claimed" | "confirmed" | "refuted">(),
  claimedAmount: optional(whole),
  amount: optional(whole),
  status: optional(text),
  foundAt: time,
  changedAt: time,
  nextInquiryAt: optional(time),
  inquiries: whole,
  claimedStatus: optional(text),
  claimedAt: optional(time),
  nmid: optional(text),
  authenticity: optional(text),
  /** The attempt whose money it turned out to be. */
  attemptId: optional(text),
})

/** An order's amount on a printed QR, and what said that its money arrived. */
export const expectation = table("expectation", {
  attemptId: text,
  account: text,
  provider: text,
  printedQrId: whole,
  amount: whole,
  openedAt: time,
  endsAt: time,
  dueAt: optional(time),
  restMillis: whole,
  heldUntil: time,
  freedAt: optional(time),
  evidence: optional(word<"callback" | "answer" | "statement" | "person">()),
  evidenceId: optional(text),
  moneyAt: optional(time),
  acceptedBy: optional(text),
  acceptedWhy: optional(text),
})
