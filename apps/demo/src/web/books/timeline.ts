import { AnomalyKind, AttemptStatus, EventType, ReceiptVerdict } from "@qriskit/payments"
import * as Schema from "effect/Schema"

const at = Schema.DateFromMillis
const text = Schema.optionalKey(Schema.String)

/** One thing that is on record about a payment. */
const TimelineEntry = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("attempt"),
    at,
    number: Schema.Int,
    externalId: Schema.String,
    failure: text,
  }),
  Schema.Struct({
    kind: Schema.Literal("receipt"),
    at,
    verdict: ReceiptVerdict,
    times: Schema.Int,
    claimed: text,
    why: text,
    isChecked: Schema.Boolean,
  }),
  /** Inquiries are counted, not listed: `at` is that of the last one. */
  Schema.Struct({ kind: Schema.Literal("inquiries"), at, times: Schema.Int, failed: Schema.Int }),
  Schema.Struct({
    kind: Schema.Literal("event"),
    at,
    type: EventType,
    status: AttemptStatus,
    isDelivered: Schema.Boolean,
  }),
  Schema.Struct({
    kind: Schema.Literal("anomaly"),
    at,
    anomaly: AnomalyKind,
    detail: Schema.String,
    by: text,
  }),
])
export type TimelineEntry = typeof TimelineEntry.Type

const decodeRows = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ entry: TimelineEntry })))

export const decodeTimeline = (rows: unknown): ReadonlyArray<TimelineEntry> =>
  decodeRows(rows).map(({ entry }) => entry)

const millis = (column: string): string => `floor(extract(epoch from ${column}) * 1000)::float8`

/**
 * A payment's attempts, callbacks, inquiries, events and findings, by its key ($1), oldest first. What was forged names
 * no attempt that was believed: it is found by the ids that it claims.
 */
export const TIMELINE = `
with subject as (
  select attempt.* from qriskit.attempt join qriskit.payment on payment.id = attempt.payment_id where payment.key = $1
)
select jsonb_strip_nulls(entry) as entry from (
  select opened_at as at, 1 as rank, jsonb_build_object('kind', 'attempt', 'at', ${millis("opened_at")},
    'number', number, 'externalId', external_id, 'failure', failure ->> 'message') as entry
  from subject
  union all
  select received_at, 3, jsonb_build_object('kind', 'receipt', 'at', ${millis("received_at")},
    'verdict', verdict, 'times', times, 'claimed', claimed_status, 'why', why, 'isChecked', checked_at is not null)
  from qriskit.receipt
  where exists (
    select from subject where receipt.attempt_id = subject.id
      or receipt.provider = subject.provider
      and (receipt.external_id = subject.external_id or receipt.provider_payment_id = subject.provider_payment_id)
  )
  union all
  select last_inquiry_at, 4, jsonb_build_object('kind', 'inquiries', 'at', ${millis("last_inquiry_at")},
    'times', inquiries, 'failed', failed_inquiries)
  from subject where last_inquiry_at is not null
  union all
  select occurred_at, 5, jsonb_build_object('kind', 'event', 'at', ${millis("occurred_at")},
    'type', type, 'status', status, 'isDelivered', delivered_at is not null)
  from qriskit.event
  where payment_id = (select payment_id from subject limit 1) and type <> 'anomaly'
  union all
  select found_at, 6, jsonb_build_object('kind', 'anomaly', 'at', ${millis("found_at")},
    'anomaly', kind, 'detail', detail, 'by', acknowledged_by)
  from qriskit.anomaly where payment_id = (select payment_id from subject limit 1)
) as entries
order by at, rank`
