export { Act, ActInput } from "./acts/act.js"
export type { ListActs } from "./acts/act-list.js"
export { ActOutcome } from "./acts/act-outcome.js"
export { ReceiptVerdict } from "./callbacks/receipt.js"
export type { Reply } from "./callbacks/receiving.js"
export {
  Database,
  type PreparedStatement,
  type Row,
  type Transaction,
} from "./database/database.js"
export {
  type DatabaseOptions,
  type DatabasePlace,
  inspectSchema,
  layerDatabase,
  migrateDatabase,
  type SchemaState,
} from "./database/open-database.js"
export type { EmbeddedClient } from "./database/pglite.js"
export type { LaneLoad, ShareLoad } from "./engine/lanes.js"
export type { Reconciled } from "./engine/reconcile-now.js"
export type { DeadLetter } from "./events/dead-letters.js"
export { PaymentEvent } from "./events/event.js"
export type { StreamedEvent } from "./events/event-stream.js"
export { EventType } from "./events/event-type.js"
export type { Subject } from "./events/handlers.js"
export type { Watched, Watcher } from "./events/watchers.js"
export type { AcceptMoneyInput } from "./expecting/accepting.js"
export { ExpectPayment, type ExpectPaymentInput, NO_ACQUIRER } from "./expecting/expect-payment.js"
export * from "./failure.js"
export { ANOMALY_MEANING, AnomalyKind } from "./findings/anomaly-kind.js"
export { Anomaly, Decided, type ListAnomalies } from "./findings/findings.js"
export { LATE_LOOKS, PACE, SLOWEST_PACE } from "./inquiring/poll-schedule.js"
export { EndpointSecretFailure, NoSuchEndpoint } from "./onward/failure.js"
export type { CancelOptions } from "./opening/canceling.js"
export { type OpenOptions, OpenPayment, type OpenPaymentInput } from "./opening/open-payment.js"
export type { RefundInput } from "./opening/refunding.js"
export type { ResolveRefundInput } from "./opening/resolving-refund.js"
export { type EffectHandler, Payments, type PaymentsLayerOptions, type PaymentsOptions } from "./payments.js"
export type { ProviderInput } from "./providers.js"
export type { ListAccounts } from "./reading/account-list.js"
export type { ClosedGate, PaymentsHealth } from "./reading/health.js"
export type { ListPayments, PaymentPage } from "./reading/listing.js"
export { METRICS } from "./reading/metrics.js"
export { type ListReceipts, type ListUnmatched, Receipt, Unmatched } from "./reading/receipt-list.js"
export type { TimelineEntry } from "./reading/timeline.js"
export type { Total, TotalsQuery } from "./reading/totals.js"
export type { Waiting } from "./reading/waiting.js"
export type { OfAccount } from "./record/account.js"
export { AttemptStatus, TRANSITIONS } from "./record/attempt-status.js"
export { AttemptFailure, PaymentRecord } from "./record/record.js"
export type { Redacted } from "./record/redaction.js"
export { PaymentRefund, RefundWord } from "./record/refund.js"
export { RefundState } from "./record/refund-state.js"
export {
  type FailedDelivery,
  type NewExternalId,
  type OnError,
  PaymentsSettings,
  type PaymentsSettingsInput,
} from "./settings.js"
export type { ArrivedDay, DaysWanted, StatementDayTotal } from "./statements/days.js"
export type { Explanation, Payout, Settlement } from "./statements/explaining.js"
export { STATEMENT_FINDINGS, type StatementFinding } from "./statements/finding-kinds.js"
export type { FindingOfStatements, ListFindings } from "./statements/finding-list.js"
export type { ListImports, StatementImport } from "./statements/import-list.js"
export type { ImportOptions, ImportProgress, ImportReport } from "./statements/importing.js"
export { LineClass, type ListLines, type StatementLine } from "./statements/lines.js"
export type { Matched, MatchOptions } from "./statements/matching.js"
export type { StatementsClient } from "./statements/promise.js"
export { ExplanationClass, SettlementClass } from "./statements/settlement-class.js"
export type {
  FileToImport,
  LineToImport,
  PayoutToImport,
  StatementLineKind,
  StatementToImport,
} from "./statements/statement.js"
export type { UndoOptions } from "./statements/undoing.js"
