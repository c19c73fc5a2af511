import type {
  Cancellation,
  NotificationReply,
  PaymentRef,
  RawNotification,
  Reachability,
  Refund,
  RefundPayment,
  RefundRef,
} from "@qriskit/core"
import type { CallOptions, PromiseProvider } from "@qriskit/core/promise"

/** A provider behind promises, as `createIfortepay(...)` and `createZipay(...)` return it. */
export type QrisClient = PromiseProvider

/** A client whose provider can invalidate a QR before it is paid. */
export interface CancelingClient extends QrisClient {
  /** Ends a QR that is not paid. */
  cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
}

/** What `refund` takes: plain values, validated. */
export type RefundInput = (typeof RefundPayment)["Encoded"]

/** Which refund of a payment is meant, as plain values. */
export type RefundRefInput = (typeof RefundRef)["Encoded"]

/** A client whose provider can give money back. */
export interface RefundingClient extends QrisClient {
  /** Gives money back. */
  refund(ref: PaymentRef, request: RefundInput, options?: CallOptions): Promise<Refund>
  /** Asks what became of a refund. */
  inquireRefund(ref: PaymentRef, refund: RefundRefInput, options?: CallOptions): Promise<Refund | undefined>
}

/** A client whose provider can be asked whether it is there. */
export interface ReachingClient extends QrisClient {
  /** Whether the host answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

/** A client whose acquirer asks for a token of ours before it calls back. */
export interface TokenGivingClient extends QrisClient {
  readonly tokenEndpoint: {
    /** How the address ends that the acquirer calls. */
    readonly path: string
    answer(raw: RawNotification): Promise<NotificationReply>
  }
}

const hasMethod = (client: object, name: string): boolean =>
  name in client && typeof Reflect.get(client, name) === "function"

/** Whether this client's provider can cancel. */
export const isCanceling = (client: QrisClient): client is CancelingClient => hasMethod(client, "cancel")

/** Whether this client's provider can give money back, and say what became of it. */
export const isRefunding = (client: QrisClient): client is RefundingClient =>
  hasMethod(client, "refund") && hasMethod(client, "inquireRefund")

/** Whether this client's provider can be asked whether it is there. */
export const isReaching = (client: QrisClient): client is ReachingClient => hasMethod(client, "reach")

/** Whether a value that a caller without types handed over is a promise client of a provider. */
export const isQrisClient = (value: unknown): value is QrisClient =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "notifications" in value &&
  // The Effect door has the same verbs; only the promise door carries it inside.
  "effect" in value &&
  ["create", "inquire", "close"].every((verb) => hasMethod(value, verb))

/** Whether this client's acquirer asks for a token of ours. */
export const isGivingTokens = (client: QrisClient): client is TokenGivingClient =>
  "tokenEndpoint" in client && typeof client.tokenEndpoint === "object" && client.tokenEndpoint !== null
