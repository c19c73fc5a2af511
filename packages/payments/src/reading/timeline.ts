import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import type { ActOutcome } from "../acts/act-outcome.js"
import type { ReceiptVerdict } from "../callbacks/receipt.js"
import { allOf } from "../database/conditions.js"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { act, anomaly, event, expectation, receipt } from "../database/schema.js"
import { selection } from "../database/selection.js"
import type { EventType } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import type { OfAccount } from "../record/account.js"
import type { AttemptStatus } from "../record/attempt-status.js"
import { found } from "../record/find.js"
import { failureIn } from "../record/record.js"
import type { PaymentRefund } from "../record/refund.js"
import type { RefundState } from "../record/refund-state.js"
import { ATTEMPT } from "../record/rows.js"
import { aboutPayment } from "./receipts-of.js"
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
  /** What a person said became of a refund that nobody knew of. */
  | {
      readonly kind: "refund_word"
      readonly externalId: string
      readonly wentBack: boolean
      readonly refundId?: string
      readonly by: string
      readonly why: string
    }
  /** Of an order on a printed QR: what said that its money arrived, and when that was. `person`: `by` and `why`. */
  | {
      readonly kind: "money"
      readonly evidence: "callback" | "answer" | "statement" | "person"
      /** The acquirer's id of the payment, or the statement's line. */
      readonly evidenceId?: string
      readonly by?: string
      readonly why?: string
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
  /** What a person did through a tool that records it. */
  | {
      readonly kind: "act"
      readonly verb: string
      readonly via: string
      readonly by: string
      readonly why: string
      /** Absent while it is under way, and where nobody learnt what came of it. */
      readonly outcome?: ActOutcome
    }
)

/** What happened in one moment is told in this order. */
const ORDER: ReadonlyArray<TimelineEntry["kind"]> = [
  "attempt",
  "receipt",
  "act",
  "inquiries",
  "money",
  "refund",
  "refund_word",
  "event",
  "anomaly",
]

/** Refused callbacks may be made up, as many as somebody likes: the latest of them tell enough. */
const MOST_RECEIPTS = 500

const RECEIPT = selection(receipt, "r", [
  "receivedAt",
  "verdict",
  "times",
  "claimedStatus",
  "why",
  "checkedAt",
])
const EVENT = selection(event, "e", ["occurredAt", "type", "status", "deliveredAt"])
const ANOMALY = selection(anomaly, "n", ["foundAt", "kind", "detail", "acknowledgedBy"])

const ACT = selection(act, "c", ["begunAt", "verb", "via", "requestedBy", "why", "outcome"])

const ATTEMPTS: PreparedStatement = {
  name: "qriskit_attempts_of",
  text: `select ${ATTEMPT.columns} from qriskit.attempt as a where a.payment_id = $1 order by a.number`,
}
const EVENTS: PreparedStatement = {
  name: "qriskit_events_of",
  text: `select ${EVENT.columns} from qriskit.event as e where e.payment_id = $1 and e.type <> 'anomaly' order by e.seq`,
}
const ANOMALIES: PreparedStatement = {
  name: "qriskit_anomalies_of",
  text: `select ${ANOMALY.columns} from qriskit.anomaly as n where n.payment_id = $1 order by n.id`,
}
const ACTS: PreparedStatement = {
  name: "qriskit_acts_of",
  text: `select ${ACT.columns} from qriskit.act as c where c.payment_id = $1 order by c.id`,
}

const EXPECTATION = selection(expectation, "x", [
  "evidence",
  "evidenceId",
  "moneyAt",
  "acceptedBy",
  "acceptedWhy",
])
const MONEY: PreparedStatement = {
  name: "qriskit_money_of",
  text: /* sql */ `
select ${EXPECTATION.columns} from qriskit.expectation as x join qriskit.attempt as a on a.id = x.attempt_id
where a.payment_id = $1 and x.evidence is not null`,
}

const moneyIn = (row: Row): ReadonlyArray<TimelineEntry> => {
  const { evidence, evidenceId, moneyAt: at, acceptedBy, acceptedWhy } = EXPECTATION.read(row)
  if (evidence === null || at === null) return []
  const said = {
    evidenceId: evidenceId ?? undefined,
    by: acceptedBy ?? undefined,
    why: acceptedWhy ?? undefined,
  }
  return [{ kind: "money", at, evidence, ...present(said) }]
}

const attemptIn = (row: Row): ReadonlyArray<TimelineEntry> => {
  const attempt = ATTEMPT.read(row)
  const {
    openedAt: at,
    number,
    externalId,
    lastInquiryAt,
    inquiries: times,
    failedInquiries: failed,
  } = attempt
  const failure = failureIn(attempt)?.message
  const made = { kind: "attempt", at, number, externalId, ...present({ failure }) } as const
  if (lastInquiryAt === null) return [made]
  return [made, { kind: "inquiries", at: lastInquiryAt, attempt: number, times, failed }]
}

const receiptIn = (row: Row): TimelineEntry => {
  const { receivedAt, verdict, times, claimedStatus, why, checkedAt } = RECEIPT.read(row)
  return {
    kind: "receipt",
    at: receivedAt,
    verdict,
    times,
    isChecked: checkedAt !== null,
    ...present({ claimed: claimedStatus ?? undefined, why: why ?? undefined }),
  }
}

const eventIn = (row: Row): ReadonlyArray<TimelineEntry> => {
  const { occurredAt: at, type, status, deliveredAt } = EVENT.read(row)
  return type === "anomaly" ? [] : [{ kind: "event", at, type, status, isDelivered: deliveredAt !== null }]
}

const anomalyIn = (row: Row): TimelineEntry => {
  const { foundAt: at, kind, detail, acknowledgedBy } = ANOMALY.read(row)
  return { kind: "anomaly", at, anomaly: kind, detail, ...present({ by: acknowledgedBy ?? undefined }) }
}

const actIn = (row: Row): TimelineEntry => {
  const { begunAt: at, verb, via, requestedBy: by, why, outcome } = ACT.read(row)
  return { kind: "act", at, verb, via, by, why, ...present({ outcome: outcome ?? undefined }) }
}

const refundIn = (refund: PaymentRefund): ReadonlyArray<TimelineEntry> => {
  const { requestedAt: at, externalId, amount, status, by, reason, said } = refund
  const asked = { kind: "refund", at, externalId, amount, status, by, reason } as const
  return said === undefined ? [asked] : [asked, { kind: "refund_word", externalId, ...said }]
}

/**
 * Everything that is on record about a payment, oldest first: attempts, callbacks, inquiries, events, findings,
 * refunds, and what people did. Of callbacks the latest 500; `receipts({ key })` has all of them, in pages.
 *
 * Fails with `NoSuchPayment`, `DatabaseFailure`.
 */
export const timeline = Effect.fn("Payments.timeline")(function* (key: string, of?: OfAccount) {
  const database = yield* Database
  const { payment } = yield* found(key, of)
  const about = allOf(aboutPayment(payment.account, payment.key))
  const attempts = yield* database.query(ATTEMPTS, [payment.id])
  const receipts = yield* database.query(
    `select ${RECEIPT.columns} from qriskit.receipt as r where ${about.where} order by r.id desc limit ${MOST_RECEIPTS}`,
    about.values,
  )
  const events = yield* database.query(EVENTS, [payment.id])
  const anomalies = yield* database.query(ANOMALIES, [payment.id])
  const acts = yield* database.query(ACTS, [payment.id])
  const money = yield* database.query(MONEY, [payment.id])
  const refunds = yield* listRefunds(key, of)
  const entries: ReadonlyArray<TimelineEntry> = [
    ...attempts.flatMap(attemptIn),
    ...receipts.map(receiptIn).reverse(),
    ...events.flatMap(eventIn),
    ...anomalies.map(anomalyIn),
    ...money.flatMap(moneyIn),
    ...refunds.flatMap(refundIn),
    ...acts.map(actIn),
  ]
  return entries.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
  )
})
