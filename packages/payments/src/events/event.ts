import { Rupiah } from "@qriskit/core"
import { asPlainData, present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { event } from "../database/schema.js"
import type { RowOf } from "../database/table.js"
import { AnomalyKind } from "../findings/anomaly-kind.js"
import { namedAccount } from "../record/account.js"
import { AttemptStatus } from "../record/attempt-status.js"
import type { AttemptRow, PaymentRow } from "../record/rows.js"
import { EventType } from "./event-type.js"

/** What happened to a payment. */
export class PaymentEvent extends Schema.Class<PaymentEvent>("@qriskit/payments/PaymentEvent")({
  id: Schema.Int,
  /** Counts the payment's events from 1, without gaps. */
  seq: Schema.Int,
  type: EventType,
  key: Schema.String,
  /** Whose payment it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  provider: Schema.String,
  orderId: Schema.String,
  externalId: Schema.String,
  /** What was asked, in rupiah. */
  amount: Rupiah,
  /** What arrived, once money was seen. */
  paidAmount: Schema.optionalKey(Rupiah),
  /** What the payment was after this. */
  status: AttemptStatus,
  /** For `anomaly`. */
  anomaly: Schema.optionalKey(AnomalyKind),
  occurredAt: Schema.Date,
}) {}

asPlainData(PaymentEvent)

/** The rows that make an event. */
export interface EventRows {
  readonly event: RowOf<typeof event>
  readonly payment: PaymentRow
  readonly attempt: Pick<AttemptRow, "externalId" | "provider">
}

export const eventFrom = ({ event: happened, payment: record, attempt: row }: EventRows): PaymentEvent =>
  new PaymentEvent({
    id: happened.id,
    seq: happened.seq,
    type: happened.type,
    key: record.key,
    provider: row.provider,
    orderId: record.orderId,
    externalId: row.externalId,
    amount: Rupiah.make(record.amount),
    status: happened.status,
    occurredAt: happened.occurredAt,
    ...present({
      account: namedAccount(record.account),
      paidAmount: happened.paidAmount === null ? undefined : Rupiah.make(happened.paidAmount),
      anomaly: happened.anomaly ?? undefined,
    }),
  })
