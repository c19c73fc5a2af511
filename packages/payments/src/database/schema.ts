import { sql } from "drizzle-orm"
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core"
import type { ReceiptVerdict } from "../callbacks/receipt.js"
import type { EventType } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import type { AttemptStatus } from "../record/attempt-status.js"

/** Every table of this package. Triggers and checks are in `migrations/`; a test compares the two. */
export const qriskit = pgSchema("qriskit")

const rupiah = (name: string) => bigint(name, { mode: "number" })
const time = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 })
/** Whose credentials a row is about. Empty: the one account of a client. */
const account = () => text("account").notNull().default("")

/** An order's record. What it is follows from its governing attempt: `status` is set by a trigger, never by code. */
export const payment = qriskit.table(
  "payment",
  {
    id: uuid("id").primaryKey(),
    account: account(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    provider: text("provider").notNull(),
    orderId: text("order_id").notNull(),
    amount: rupiah("amount").notNull(),
    status: text("status").$type<AttemptStatus>().notNull().default("creating"),
    attemptId: uuid("attempt_id"),
    attempts: integer("attempts").notNull().default(0),
    eventSeq: integer("event_seq").notNull().default(0),
    openedAt: time("opened_at").notNull(),
    changedAt: time("changed_at").notNull(),
  },
  (table) => [
    unique("payment_key").on(table.account, table.key),
    index("payment_by_account")
      .on(table.account, table.openedAt.desc(), table.id.desc())
      .where(sql`${table.account} <> ''`),
    index("payment_by_time").on(table.openedAt.desc(), table.id.desc()),
    index("payment_by_status").on(table.status, table.openedAt.desc(), table.id.desc()),
    index("payment_by_provider").on(table.provider, table.openedAt.desc(), table.id.desc()),
  ],
)

/** One try to make a QR for an order, under its own external id. */
export const attempt = qriskit.table(
  "attempt",
  {
    id: uuid("id").primaryKey(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payment.id),
    number: integer("number").notNull(),
    provider: text("provider").notNull(),
    account: account(),
    externalId: text("external_id").notNull(),
    providerPaymentId: text("provider_payment_id"),
    ref: jsonb("ref").$type<unknown>(),
    amount: rupiah("amount").notNull(),
    status: text("status").$type<AttemptStatus>().notNull().default("creating"),
    providerStatus: text("provider_status"),
    failure: jsonb("failure").$type<unknown>(),
    qrPayload: text("qr_payload"),
    qrAmount: rupiah("qr_amount"),
    qrImageUrl: text("qr_image_url"),
    total: rupiah("total"),
    paidAmount: rupiah("paid_amount"),
    paidAt: time("paid_at"),
    payer: jsonb("payer").$type<unknown>(),
    answer: jsonb("answer").$type<unknown>(),
    openedAt: time("opened_at").notNull(),
    shownUntil: time("shown_until"),
    expiresAt: time("expires_at").notNull(),
    changedAt: time("changed_at").notNull(),
    nextInquiryAt: time("next_inquiry_at"),
    /** Callbacks that asked for an inquiry, and how many of them the last one answered. */
    pokes: integer("pokes").notNull().default(0),
    answeredPokes: integer("answered_pokes").notNull().default(0),
    lastInquiryAt: time("last_inquiry_at"),
    inquiries: integer("inquiries").notNull().default(0),
    failedInquiries: integer("failed_inquiries").notNull().default(0),
    redactedAt: time("redacted_at"),
    /** The asking whose answer is recorded: see `record/asking.ts`. */
    answeredAsking: bigint("answered_asking", { mode: "number" }).notNull().default(0),
    /** Every earlier attempt of the order was asked about at this asking or later; or that is the caller's word. */
    afterAsking: bigint("after_asking", { mode: "number" }),
    isUnasked: boolean("is_unasked").notNull().default(false),
    /** What was given back by refunds of ours, and what is on its way or may be. Kept by a trigger on those. */
    refunded: rupiah("refunded").notNull().default(0),
    refunding: rupiah("refunding").notNull().default(0),
  },
  (table) => [
    unique("attempt_number").on(table.paymentId, table.number),
    unique("attempt_external_id").on(table.provider, table.account, table.externalId),
    unique("attempt_provider_payment").on(table.provider, table.account, table.providerPaymentId),
    index("attempt_due")
      .on(table.provider, table.nextInquiryAt)
      .where(sql`${table.nextInquiryAt} is not null`),
    index("attempt_poked")
      .on(table.provider, table.nextInquiryAt)
      .where(sql`${table.pokes} > ${table.answeredPokes} and ${table.nextInquiryAt} is not null`),
    index("attempt_creating").on(table.nextInquiryAt).where(sql`${table.status} = 'creating'`),
  ],
)

/** What happened to a payment, in order; and how far its delivery to handlers is. */
export const event = qriskit.table(
  "event",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payment.id),
    attemptId: uuid("attempt_id").references(() => attempt.id),
    seq: integer("seq").notNull(),
    /** The place in the stream of all payments, given after commit. */
    position: bigint("position", { mode: "number" }).unique(),
    type: text("type").$type<EventType>().notNull(),
    status: text("status").$type<AttemptStatus>().notNull(),
    paidAmount: rupiah("paid_amount"),
    anomaly: text("anomaly").$type<AnomalyKind>(),
    occurredAt: time("occurred_at").notNull(),
    deliveries: integer("deliveries").notNull().default(0),
    nextDeliveryAt: time("next_delivery_at").notNull(),
    deliveredAt: time("delivered_at"),
    skippedBy: text("skipped_by"),
    skippedWhy: text("skipped_why"),
    deadAt: time("dead_at"),
    lastError: text("last_error"),
  },
  (table) => [
    unique("event_seq").on(table.paymentId, table.seq),
    uniqueIndex("event_paid_once").on(table.paymentId).where(sql`${table.type} = 'paid'`),
    index("event_undelivered").on(table.paymentId, table.seq).where(sql`${table.deliveredAt} is null`),
    index("event_unplaced").on(table.id).where(sql`${table.position} is null`),
    index("event_due")
      .on(table.type, table.nextDeliveryAt)
      .where(sql`${table.deliveredAt} is null and ${table.deadAt} is null`),
    index("event_failing")
      .on(table.id)
      .where(
        sql`${table.lastError} is not null and ${table.deliveredAt} is null and ${table.deadAt} is null`,
      ),
    index("event_dead").on(table.id).where(sql`${table.deadAt} is not null and ${table.deliveredAt} is null`),
  ],
)

/** What a person has to look at. */
export const anomaly = qriskit.table(
  "anomaly",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    account: account(),
    kind: text("kind").$type<AnomalyKind>().notNull(),
    /** The same finding is recorded once. */
    once: text("once").notNull().unique(),
    paymentId: uuid("payment_id").references(() => payment.id),
    attemptId: uuid("attempt_id").references(() => attempt.id),
    unmatchedId: bigint("unmatched_id", { mode: "number" }),
    detail: text("detail").notNull(),
    foundAt: time("found_at").notNull(),
    acknowledgedAt: time("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    acknowledgedWhy: text("acknowledged_why"),
  },
  (table) => [
    index("anomaly_open").on(table.id).where(sql`${table.acknowledgedAt} is null`),
    index("anomaly_by_account").on(table.account, table.id).where(sql`${table.account} <> ''`),
    index("anomaly_by_payment").on(table.paymentId).where(sql`${table.paymentId} is not null`),
  ],
)

/** A callback as it was received, with what was made of it. */
export const receipt = qriskit.table(
  "receipt",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    provider: text("provider").notNull(),
    account: account(),
    verdict: text("verdict").$type<ReceiptVerdict>().notNull(),
    bodyHash: text("body_hash").notNull(),
    body: text("body"),
    bodyBytes: integer("body_bytes").notNull(),
    why: text("why"),
    externalId: text("external_id"),
    providerPaymentId: text("provider_payment_id"),
    claimedStatus: text("claimed_status"),
    claimedAmount: rupiah("claimed_amount"),
    attemptId: uuid("attempt_id").references(() => attempt.id),
    times: integer("times").notNull().default(1),
    receivedAt: time("received_at").notNull(),
    lastReceivedAt: time("last_received_at").notNull(),
    /** When an inquiry answered what this callback claims, whatever the answer. */
    checkedAt: time("checked_at"),
  },
  (table) => [
    unique("receipt_body").on(table.provider, table.account, table.verdict, table.bodyHash),
    index("receipt_by_attempt").on(table.attemptId).where(sql`${table.attemptId} is not null`),
    index("receipt_by_account").on(table.account, table.id).where(sql`${table.account} <> ''`),
    index("receipt_by_time").on(table.receivedAt),
    index("receipt_refused").on(table.id).where(sql`${table.verdict} <> 'accepted'`),
    index("receipt_refused_by_external_id")
      .on(table.provider, table.account, table.externalId)
      .where(sql`${table.verdict} <> 'accepted'`),
    index("receipt_refused_by_payment_id")
      .on(table.provider, table.account, table.providerPaymentId)
      .where(sql`${table.verdict} <> 'accepted'`),
    index("receipt_refused_by_time").on(table.receivedAt).where(sql`${table.verdict} <> 'accepted'`),
  ],
)

/** Callbacks that were counted and not stored, because too many came. */
export const discardedReceipt = qriskit.table(
  "discarded_receipt",
  {
    provider: text("provider").notNull(),
    account: account(),
    verdict: text("verdict").$type<ReceiptVerdict>().notNull(),
    hour: time("hour").notNull(),
    times: integer("times").notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.account, table.verdict, table.hour] })],
)

/** A payment that a callback speaks of and no record knows: a static QR's, another system's, or nobody's. */
export const unmatched = qriskit.table(
  "unmatched",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    provider: text("provider").notNull(),
    account: account(),
    providerPaymentId: text("provider_payment_id").notNull(),
    externalId: text("external_id").notNull(),
    ref: jsonb("ref").$type<unknown>().notNull(),
    /** `claimed`: nobody asked yet · `confirmed`: the provider says paid · `refuted`: it does not. */
    state: text("state").$type<"claimed" | "confirmed" | "refuted">().notNull(),
    claimedAmount: rupiah("claimed_amount"),
    amount: rupiah("amount"),
    status: text("status"),
    foundAt: time("found_at").notNull(),
    changedAt: time("changed_at").notNull(),
    nextInquiryAt: time("next_inquiry_at"),
    inquiries: integer("inquiries").notNull().default(0),
  },
  (table) => [
    unique("unmatched_payment").on(table.provider, table.account, table.providerPaymentId),
    index("unmatched_by_account").on(table.account, table.id).where(sql`${table.account} <> ''`),
    index("unmatched_due").on(table.nextInquiryAt).where(sql`${table.nextInquiryAt} is not null`),
    index("unmatched_settled")
      .on(table.changedAt)
      .where(sql`${table.state} <> 'confirmed' and ${table.nextInquiryAt} is null`),
  ],
)

/** How much a provider may be asked, shared by all processes. */
export const providerGate = qriskit.table(
  "provider_gate",
  {
    provider: text("provider").notNull(),
    account: account(),
    /** When the next inquiry would be due at the permitted rate; a time in the past means that a burst is left. */
    nextSlotAt: time("next_slot_at").notNull(),
    /** Different payments about which it gave no answer since it last gave one, and how many they are. */
    failing: text("failing").array().notNull().default(sql`'{}'`),
    failures: integer("failures").notNull().default(0),
    /** How often it was closed since the last answer: each time for longer. */
    closings: integer("closings").notNull().default(0),
    closedUntil: time("closed_until"),
    /** The provider asked us to wait until then: nothing opens the gate before. */
    heldUntil: time("held_until"),
    /** When a closed gate let somebody through to see whether the provider is back. */
    probedAt: time("probed_at"),
    /** Inquiries a second that the provider took when it last said "too many", and when that was. */
    rate: doublePrecision("rate"),
    limitedAt: time("limited_at"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.account] })],
)

/** Which types of events which process has handlers for, and until when that counts. */
export const handled = qriskit.table(
  "handled",
  {
    process: uuid("process").notNull(),
    type: text("type").$type<EventType>().notNull(),
    until: time("until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.process, table.type] }),
    index("handled_by_type").on(table.type, table.until.desc()),
  ],
)
