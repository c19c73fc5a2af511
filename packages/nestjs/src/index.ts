export type {
  OfAccount,
  QrisAccountsClient,
  QrisClient,
  RecordedEvent,
  RecordedPayment,
  RecordedTransaction,
  RefOf,
  RefundInput,
  RefundRefInput,
  StoredRef,
  StoredVerdict,
} from "@qriskit/http/webhook-kit"
export type { AccountAtProvider, AccountQris } from "./account-qris.js"
export { DEFAULT_REGISTRATION } from "./default-registration.js"
export {
  type AnomalyHandler,
  type HandlerOf,
  OnPayment,
  type OnPaymentOptions,
  type PaymentFilter,
  type PaymentHandler,
} from "./handlers/on-payment.js"
export type {
  AnomalyEvent,
  PaymentEvent,
  PaymentEventType,
  StatusEvent,
} from "./handlers/payment-event.js"
export { QRIS_CONTEXT } from "./handlers/payment-handlers.js"
export type {
  QrisModuleAsyncOptions,
  QrisModuleExtras,
  QrisModuleOptions,
  QrisModuleRootOptions,
  QrisOptionsFactory,
  QrisProviders,
  QrisWebhookOptions,
} from "./options.js"
export type { PaymentsPort, RecordedHealth } from "./payments/payments-port.js"
export { type Problem, problemOf, retryAfterSecondsOf } from "./problem/problem.js"
export { QrisExceptionFilter } from "./problem/qris-exception.filter.js"
export { QrisModule } from "./qris.module.js"
export { QrisService } from "./qris.service.js"
export type { CreatePaymentInput, QrisVerbs } from "./qris-verbs.js"
export type { QrisRegistration } from "./registration.js"
export { QrisSetupError } from "./setup-error.js"
export {
  InjectQris,
  InjectQrisAccounts,
  InjectQrisService,
  qrisAccountsToken,
  qrisProviderToken,
  qrisServiceToken,
} from "./tokens.js"
