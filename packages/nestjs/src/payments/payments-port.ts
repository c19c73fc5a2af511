import type * as Port from "@qriskit/http/webhook-kit"

/** How durable payments are. Lags in milliseconds. */
export interface RecordedHealth {
  readonly inquiryLag: number
  readonly eventLag: number
  readonly deadLetters: number
  readonly anomalies: number
  /** Providers that are not asked for now; with `account`: only that account's credentials are refused. */
  readonly closedGates: ReadonlyArray<{
    readonly provider: string
    readonly account?: string
    readonly until: Date
  }>
}

/**
 * What this module calls of durable payments. What `createPayments` of `@qriskit/payments/promise` resolves to fits it;
 * nothing here imports that package.
 */
export interface PaymentsPort extends Port.PaymentsPort {
  /** How payments are. Rejects where their database is away. */
  health(): Promise<RecordedHealth>
  /** Ends work under way. Called once, when the application closes. */
  close(): Promise<void>
}

/** The token of a registration's payments, `undefined` where it has none. Known inside its module only. */
export const PAYMENTS = Symbol.for("@qriskit/nestjs/payments")
