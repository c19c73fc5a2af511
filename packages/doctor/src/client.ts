import type { Cancellation, PaymentRef } from "@qriskit/core"
import type { CallOptions, PromiseProvider, PromiseReaches } from "@qriskit/core/promise"

/** A provider as the doctor meets it: `cancel` where it has one. */
export type Client = PromiseProvider &
  PromiseReaches & { cancel?(ref: PaymentRef, options?: CallOptions): Promise<Cancellation> }
