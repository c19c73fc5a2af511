import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Capabilities } from "./capabilities.js"
import type { QrisError } from "./error.js"
import type { Notifications } from "./notification.js"
import type {
  Cancellation,
  CreatePayment,
  Payment,
  PaymentRef,
  Refund,
  RefundPayment,
  RefundRef,
} from "./payment.js"

/**
 * One acquirer, or gateway to acquirers. Every verb fails with a `QrisError` and nothing else, and may be interrupted.
 *
 * Providers validate what they are given at run time too, so a request that came from JSON is safe to pass on.
 */
export interface QrisProvider<Request extends CreatePayment = CreatePayment> {
  /** Short and stable, as in `PaymentRef.provider`. */
  readonly id: string
  readonly capabilities: Capabilities
  /** Makes a QR. Never repeated behind the caller's back once the provider may have seen it. */
  create(request: Request): Effect.Effect<Payment, QrisError>
  /** Asks what a payment is. A read: repeated by itself after a passing fault. */
  inquire(ref: PaymentRef): Effect.Effect<Payment, QrisError>
  readonly notifications: Notifications
}

/** The service for code that works with whichever provider it is given. */
export const QrisProvider: Context.Service<QrisProvider, QrisProvider> = Context.Service<QrisProvider>(
  "@qriskit/core/QrisProvider",
)

/** A provider that can invalidate a QR before it is paid. */
export interface Cancels {
  /**
   * Invalidates a QR that is not paid. Never repeated once the provider may have seen it. `InvalidState`: it
   * is paid, or ended.
   */
  cancel(ref: PaymentRef): Effect.Effect<Cancellation, QrisError>
}

/**
 * A provider that can give money back.
 *
 * A refund whose outcome is unknown is found again by asking (`inquireRefund`). Where the provider can be asked by its
 * own id only (`capabilities.refund.askedBy`), and that id was never learned, the same `refund` under the same
 * `externalId` is the question: money moves once however often it is asked. Under another `externalId` it is another
 * refund.
 */
export interface Refunds {
  /**
   * Gives money back, once for each `externalId` of the request. Never repeated behind the caller's back once the
   * provider may have seen it. `InvalidState`: it is not paid, no longer refundable, or less is left than was asked.
   * `Rejected`: the provider said no for a reason of its own, such as the merchant's balance.
   */
  refund(ref: PaymentRef, request: RefundPayment): Effect.Effect<Refund, QrisError>
  /**
   * Asks what became of one refund. A read: repeated by itself after a passing fault. `undefined`: the provider lists
   * none under these ids; its list may lag behind what it did. `InvalidRequest`: it must be asked by `refundId`.
   */
  inquireRefund(ref: PaymentRef, refund: RefundRef): Effect.Effect<Refund | undefined, QrisError>
}

/**
 * Whether a provider met at run time can cancel.
 *
 * @example
 * ```ts
 * import { canCancel, type PaymentRef, QrisProvider } from "@qriskit/core"
 * import * as Effect from "effect/Effect"
 *
 * const cancelIfPossible = Effect.fn(function* (ref: PaymentRef) {
 *   const provider = yield* QrisProvider
 *   return canCancel(provider) ? yield* provider.cancel(ref) : undefined
 * })
 * ```
 */
export const canCancel = <P extends object>(provider: P): provider is P & Cancels =>
  "cancel" in provider && typeof provider.cancel === "function"

/** Whether a provider met at run time can refund, and say what became of a refund. */
export const canRefund = <P extends object>(provider: P): provider is P & Refunds =>
  "refund" in provider &&
  typeof provider.refund === "function" &&
  "inquireRefund" in provider &&
  typeof provider.inquireRefund === "function"
