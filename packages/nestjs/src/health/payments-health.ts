import type { RecordedHealth } from "../payments/payments-port.js"

/** Durable payments, as a health report shows them. */
interface PaymentsReport {
  readonly database: "up" | "down"
  readonly inquiryLagMillis?: number
  readonly eventLagMillis?: number
  readonly deadLetters?: number
  readonly anomalies?: number
  /** Providers that are not asked for now, and until when. */
  readonly closedGates?: Readonly<Record<string, string>>
}

/** The report, and what to make of it. */
export interface PaymentsHealth {
  readonly report: PaymentsReport
  readonly isHealthy: boolean
}

/** Payments are well while their database answers and nothing has waited longer than `maximumLagMillis` milliseconds. */
export const paymentsHealthOf = async (
  payments: { health(): Promise<RecordedHealth> },
  maximumLagMillis: number,
): Promise<PaymentsHealth> => {
  try {
    const { inquiryLag, eventLag, deadLetters, anomalies, closedGates } = await payments.health()
    return {
      report: {
        database: "up",
        inquiryLagMillis: inquiryLag,
        eventLagMillis: eventLag,
        deadLetters,
        anomalies,
        closedGates: Object.fromEntries(
          closedGates.map(({ provider, until }) => [provider, until.toISOString()]),
        ),
      },
      isHealthy: Math.max(inquiryLag, eventLag) <= maximumLagMillis,
    }
  } catch {
    // A health report is no place for a database's words.
    return { report: { database: "down" }, isHealthy: false }
  }
}
