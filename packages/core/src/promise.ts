export {
  type CallOptions,
  type FrontDoor,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseNotifications,
  type PromiseProvider,
} from "./front-door.js"
export type { NetworkOptions, OwnDispatcher } from "./network.js"
export type {
  OpenTelemetrySpan,
  OpenTelemetryTracer,
  SpanAttribute,
  SpanContext,
  SpanOptions,
  TraceContext,
  TracerProvider,
} from "./opentelemetry/tracer-provider.js"
export type { TracingOptions } from "./opentelemetry/tracing.js"
export {
  type AccountClientOf,
  openAccounts,
  type PromiseAccounts,
  type PromiseAccountsOptions,
} from "./promise-accounts.js"
export {
  openClient,
  type PromiseCancels,
  type PromiseClient,
  type PromiseGivesTokens,
  type PromiseReaches,
  type PromiseRefunds,
} from "./promise-client.js"
export { type DoorOf, type PromiseDoor, promiseDoor } from "./promise-door.js"
