import { present } from "@qriskit/core/provider-kit"
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm"
import * as Effect from "effect/Effect"
import type { ReceiptVerdict } from "../callbacks/receipt.js"
import { Database, type Drizzle } from "../database/database.js"
import { anomaly, attempt, event, receipt } from "../database/schema.js"
import type { EventType } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import type { OfAccount } from "../record/account.js"
import type { AttemptStatus } from "../record/attempt-status.js"
import { found } from "../record/find.js"
import type { PaymentRow } from "../record/move.js"
import { failureIn } from "../record/record.js"
import type { RefundState } from "../record/refund.js"
import { receiptsOf } from "./receipts-of.js"
import { listRefunds } from "./refund-list.js"

/** One thing that is on record about a payment, and when it was. */
export type TimelineEntry = { readonly at: Date } & (
  | {
      readonly kind: "attempt"
      readonly number: number
      readonly externalId: string
      /** Why it made no QR that can be shown. */
      readonly failure?: string
    }
  | {
      readonly kind: "receipt"
      readonly verdict: ReceiptVerdict
      /** How often the same bytes came. */
      readonly times: number
      /** The status that it claims. */
      readonly claimed?: string
      readonly why?: string
      /** Whether an inquiry answered what it claims, whatever the answer. */
      readonly isChecked: boolean
    }
  | {
      readonly kind: "refund"
      readonly externalId: string
      readonly amount: number
      readonly status: RefundState
      readonly by: string
      readonly reason: string
    }
  /** Inquiries about one attempt are counted, not listed: `at` is that of the last one. */
  | { readonly kind: "inquiries"; readonly attempt: number; readonly times: number; readonly failed: number }
  | {
      readonly kind: "event"
      readonly type: Exclude<EventType, "anomaly">
      readonly status: AttemptStatus
      /** Whether handlers took it. */
      readonly isDelivered: boolean
    }
  | {
      readonly kind: "anomaly"
      readonly anomaly: AnomalyKind
      readonly detail: string
      /** Who acknowledged it. */
      readonly by?: string
    }
)

/** What happened in one moment is told in this order. */
const ORDER: ReadonlyArray<TimelineEntry["kind"]> = [
  "attempt",
  "receipt",
  "inquiries",
  "refund",
  "event",
  "anomaly",
]

/** Refused callbacks may be made up, as many as somebody likes: the latest of them tell enough. */
const MOST_RECEIPTS = 500

const attemptsOf = async (drizzle: Drizzle, paymentId: string): Promise<ReadonlyArray<TimelineEntry>> => {
  const rows = await drizzle
    .select()
    .from(attempt)
    .where(eq(attempt.paymentId, paymentId))
    .orderBy(asc(attempt.number))
  return rows.flatMap((row): ReadonlyArray<TimelineEntry> => {
    const { openedAt: at, number, externalId, lastInquiryAt, inquiries: times, failedInquiries: failed } = row
    const failure = failureIn(row)?.message
    const made = { kind: "attempt", at, number, externalId, ...present({ failure }) } as const
    if (lastInquiryAt === null) return [made]
    return [made, { kind: "inquiries", at: lastInquiryAt, attempt: number, times, failed }]
  })
}

const receiptsAbout = async (
  drizzle: Drizzle,
  { account, key }: PaymentRow,
): Promise<ReadonlyArray<TimelineEntry>> => {
  const rows = await drizzle
    .select()
    .from(receipt)
    .where(inArray(receipt.id, receiptsOf(drizzle, account, key)))
    .orderBy(desc(receipt.id))
    .limit(MOST_RECEIPTS)
  return rows.reverse().map(({ receivedAt, verdict, times, claimedStatus, why, checkedAt }) => ({
    kind: "receipt",
    at: receivedAt,
    verdict,
    times,
    isChecked: checkedAt !== null,
    ...present({ claimed: claimedStatus ?? undefined, why: why ?? undefined }),
  }))
}

const eventsOf = async (drizzle: Drizzle, paymentId: string): Promise<ReadonlyArray<TimelineEntry>> => {
  const rows = await drizzle
    .select()
    .from(event)
    .where(and(eq(event.paymentId, paymentId), ne(event.type, "anomaly")))
    .orderBy(asc(event.seq))
  return rows.flatMap(({ occurredAt: at, type, status, deliveredAt }) =>
    type === "anomaly" ? [] : [{ kind: "event", at, type, status, isDelivered: deliveredAt !== null }],
  )
}

const anomaliesOf = async (drizzle: Drizzle, paymentId: string): Promise<ReadonlyArray<TimelineEntry>> => {
  const rows = await drizzle
    .select()
    .from(anomaly)
    .where(eq(anomaly.paymentId, paymentId))
    .orderBy(asc(anomaly.id))
  return rows.map(({ foundAt: at, kind, detail, acknowledgedBy }) => ({
    kind: "anomaly",
    at,
    anomaly: kind,
    detail,
    ...present({ by: acknowledgedBy ?? undefined }),
  }))
}

/**
 * Everything that is on record about a payment, oldest first: attempts, callbacks, inquiries, events, findings. Of
 * callbacks the latest 500; `receipts({ key })` has all of them, in pages.
 *
 * Fails with `NoSuchPayment`, `DatabaseFailure`.
 */
export const timeline = Effect.fn("Payments.timeline")(function* (key: string, of?: OfAccount) {
  const database = yield* Database
  const { payment } = yield* found(key, of)
  const entries = yield* database.run(async (drizzle) => [
    ...(await attemptsOf(drizzle, payment.id)),
    ...(await receiptsAbout(drizzle, payment)),
    ...(await eventsOf(drizzle, payment.id)),
    ...(await anomaliesOf(drizzle, payment.id)),
  ])
  const refunds = (yield* listRefunds(key, of)).map(
    ({ requestedAt: at, externalId, amount, status, by, reason }): TimelineEntry => ({
      kind: "refund",
      at,
      externalId,
      amount,
      status,
      by,
      reason,
    }),
  )
  return [...entries, ...refunds].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
  ) as ReadonlyArray<TimelineEntry>
})
