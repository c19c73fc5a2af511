import type { Cancellation, PaymentRef } from "@qriskit/core"
import type { CallOptions, PromiseGivesTokens, PromiseProvider, PromiseReaches } from "@qriskit/core/promise"

/** A provider as the doctor meets it: `cancel`, and a token of ours for its callbacks, where it has one. */
export type Client = PromiseProvider &
  PromiseReaches &
  Partial<PromiseGivesTokens> & {
    cancel?(ref: PaymentRef, options?: CallOptions): Promise<Cancellation>
  }
