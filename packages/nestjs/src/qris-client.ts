import type { Cancellation, PaymentRef, Reachability } from "@qriskit/core"
import type { CallOptions, PromiseProvider } from "@qriskit/core/promise"

/** A provider behind promises, as `createIfortepay(...)` and `createZipay(...)` return it. */
export type QrisClient = PromiseProvider

/** A client whose provider can invalidate a QR before it is paid. */
export interface CancelingClient extends QrisClient {
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
}

/** A client whose provider can be asked whether it is there. */
export interface ReachingClient extends QrisClient {
  reach(options?: CallOptions): Promise<Reachability>
}

const hasMethod = (client: object, name: string): boolean =>
  name in client && typeof Reflect.get(client, name) === "function"

/** Whether this client's provider can cancel. */
export const isCanceling = (client: QrisClient): client is CancelingClient => hasMethod(client, "cancel")

/** Whether this client's provider can be asked whether it is there. */
export const isReaching = (client: QrisClient): client is ReachingClient => hasMethod(client, "reach")

/** Whether a value that a caller without types handed over has what this module calls. */
export const isQrisClient = (value: unknown): value is QrisClient =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "notifications" in value &&
  // The Effect door has the same verbs; only the promise door carries it inside.
  "effect" in value &&
  ["create", "inquire", "close"].every((verb) => hasMethod(value, verb))
