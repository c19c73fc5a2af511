export { ANOMALY_MEANING, AnomalyKind } from "./anomaly-kind.js"
export { AttemptStatus, TRANSITIONS } from "./attempt-status.js"
export {
  Database,
  type Drizzle,
  type PreparedStatement,
  type Row,
  type SqlExecutor,
  type Transaction,
} from "./database/database.js"
export { type DatabaseOptions, layerDatabase } from "./database/open-database.js"
export type { DeadLetter } from "./dead-letters.js"
export { PaymentEvent } from "./event.js"
export type { StreamedEvent } from "./event-stream.js"
export { EventType } from "./event-type.js"
export * from "./failure.js"
export { Anomaly, Decided, type ListAnomalies } from "./findings.js"
export type { Subject } from "./handlers.js"
export type { ClosedGate, PaymentsHealth } from "./health.js"
export { Job, Jobs } from "./jobs/jobs.js"
export { layerPgBoss } from "./jobs/pg-boss.js"
export type { ListPayments, PaymentPage } from "./listing.js"
export { METRICS } from "./metrics.js"
export { type OpenOptions, OpenPayment, type OpenPaymentInput } from "./open-payment.js"
export { type EffectHandler, Payments, type PaymentsLayerOptions, type PaymentsOptions } from "./payments.js"
export { LATE_LOOKS, PACE, SLOWEST_PACE } from "./poll-schedule.js"
export type { ProviderInput } from "./providers.js"
export { ReceiptVerdict } from "./receipt.js"
export { type ListReceipts, type ListUnmatched, Receipt, Unmatched } from "./receipt-list.js"
export type { Reply } from "./receiving.js"
export { AttemptFailure, PaymentRecord } from "./record.js"
export type { Redacted } from "./redaction.js"
export { type NewExternalId, PaymentsSettings, type PaymentsSettingsInput } from "./settings.js"
export type { TimelineEntry } from "./timeline.js"
export type { Total, TotalsQuery } from "./totals.js"
