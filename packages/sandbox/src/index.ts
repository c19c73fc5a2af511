export type { CallbackRule } from "./callback-script.js"
export type { CallbackAttempt } from "./callbacks.js"
export { connectSandbox } from "./control/connect.js"
export type {
  CallbackControl,
  FaultControl,
  PayOptions,
  QrReading,
  SandboxAccount,
  SandboxControl,
  SandboxPayment,
  Span,
} from "./control/control.js"
export { badGatewayHtml, type Fault, type FaultRule, tooManyRequests } from "./fault.js"
export type { PendingFault } from "./fault-script.js"
export type { IfortepaySettings } from "./ifortepay/settings.js"
export type { JournalEntry } from "./journal.js"
export type { LedgerEvent, LedgerRefund, LedgerStatus, Provider } from "./ledger.js"
export type { MidtransSettings } from "./midtrans/settings.js"
export { type Sandbox, startSandbox } from "./sandbox.js"
export { SandboxError, type SandboxErrorCode } from "./sandbox-error.js"
export type { SandboxOptions } from "./settings.js"
export type { SnapCredentials, SnapMerchantCredentials } from "./snap/credentials.js"
export { SNAP_ACQUIRERS, type SnapAcquirer } from "./snap/names.js"
export type { SnapSettings } from "./snap/settings.js"
export { type CallbackOverrides, OPERATIONS, type Operation, type RawCallback } from "./wire.js"
export type { XenditSettings } from "./xendit/settings.js"
export type { ZipaySettings } from "./zipay/settings.js"
