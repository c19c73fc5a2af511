import type { Capabilities } from "@qriskit/core"
import type { StatementsClient } from "@qriskit/payments"
import type { PaymentsClient } from "@qriskit/payments/promise"

/** What the console calls of durable payments. What `createPayments` of `@qriskit/payments/promise` gives fits. */
export type ConsolePayments = Pick<
  PaymentsClient,
  | "acceptAmount"
  | "acceptMoney"
  | "accounts"
  | "acts"
  | "anomalies"
  | "cancel"
  | "deadLetters"
  | "get"
  | "health"
  | "list"
  | "providers"
  | "receipts"
  | "refresh"
  | "refund"
  | "refunds"
  | "resolveRefund"
  | "timeline"
  | "totals"
  | "unmatched"
  | "watch"
> & {
  readonly statements: Pick<
    StatementsClient,
    "arrived" | "days" | "dryRun" | "findings" | "import" | "lines" | "list" | "undo"
  >
}

/** What the console calls of webhooks onward. `payments.endpoints` fits. It shows no secret, and asks for none. */
export type ConsoleEndpoints = Pick<
  PaymentsClient["endpoints"],
  "attempts" | "get" | "list" | "messages" | "ping" | "resend" | "update"
>

/** What the console knows of a provider: its name for people, and what it can. A client of any provider fits. */
export interface ConsoleProvider {
  readonly id: string
  readonly capabilities: Capabilities
}
