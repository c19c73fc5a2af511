import type { PaymentsClient } from "@qriskit/payments/promise"

/** What the page calls of durable payments. What `createPayments` of `@qriskit/payments/promise` gives fits. */
export type PagePayments = Pick<PaymentsClient, "get" | "watch">

/** Why there is nothing to see. */
export type RefusalCode =
  /** Nobody gave this address, or its payment is not there. 404. */
  | "not_found"
  /** The address was given, and its time is over. 410. */
  | "ended"
  /** Only GET and HEAD. 405. */
  | "method_not_allowed"
  /** The payments cannot be read now. 503. */
  | "unavailable"

/** The body of a refused status. */
export interface PageRefusal {
  readonly error: { readonly code: RefusalCode; readonly message: string }
}
