export type { RefOf, StoredRef } from "./callbacks/stored-ref.js"
export { calledFrom } from "./caller.js"
export type { QrisAccountsClient } from "./clients/qris-accounts.js"
export type { QrisClient } from "./clients/qris-client.js"
export { createHandler, type Handler } from "./create-handler.js"
export type {
  AnomalyEvent,
  PaymentEvent,
  PaymentEventType,
  StatusEvent,
} from "./events/payment-event.js"
export type {
  OfAccount,
  PaymentsPort,
  RecordedEvent,
  RecordedPayment,
  RecordedTransaction,
  StoredVerdict,
} from "./events/payments-port.js"
export type { FetchHandler } from "./fetch-handler.js"
export type {
  HandlerLog,
  HandlerOptions,
  HandlerPayments,
  ReconciledWithin,
} from "./handler/handler-options.js"
