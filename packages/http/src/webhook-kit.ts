// For adapters of frameworks: the parts of which `createHandler` is made.
export { type Addressee, addresseeOf, type Recipients } from "./callbacks/addressee.js"
export { answerOf, type CallbackOutcome, NOTIFICATION_STATUS, outcomeOf } from "./callbacks/answer.js"
export { BoundedLog, type LineSink } from "./callbacks/bounded-log.js"
export { type CallbackRequest, type NoBytes, tooLong } from "./callbacks/callback-request.js"
export type { CallbackTaker, Taken } from "./callbacks/callback-taker.js"
export { type Confirming, ConfirmingTaker } from "./callbacks/confirming-taker.js"
export { type AskedAbout, InquiryBudget } from "./callbacks/inquiry-budget.js"
export { Reception, type ReceptionLog } from "./callbacks/reception.js"
export type { RefOf, StoredRef } from "./callbacks/stored-ref.js"
export { StoringTaker } from "./callbacks/storing-taker.js"
export { NoRoom, WaitingRoom } from "./callbacks/waiting-room.js"
export { isQrisAccounts, type QrisAccountsClient } from "./clients/qris-accounts.js"
export {
  type CancelingClient,
  isCanceling,
  isGivingTokens,
  isQrisClient,
  isReaching,
  isRefunding,
  type QrisClient,
  type ReachingClient,
  type RefundInput,
  type RefundingClient,
  type RefundRefInput,
  type TokenGivingClient,
} from "./clients/qris-client.js"
export { endsWithin } from "./ends-within.js"
export {
  Announcer,
  type Announcing,
  type EventSubject,
  type Handlers,
  type NamedHandler,
} from "./events/announcer.js"
export { HandledOnce } from "./events/handled-once.js"
export {
  type AnomalyEvent,
  PAYMENT_EVENT_MEANING,
  type PaymentEvent,
  type PaymentEventType,
  type StatusEvent,
} from "./events/payment-event.js"
export { type Listeners, PaymentFeed } from "./events/payment-feed.js"
export type {
  OfAccount,
  PaymentsPort,
  RecordedEvent,
  RecordedPayment,
  RecordedTransaction,
  StoredVerdict,
} from "./events/payments-port.js"
export { announcedEvent } from "./events/recorded-event.js"
