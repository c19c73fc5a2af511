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
  /** How many accounts are not asked for now, because of their own credentials, and some of them. */
  readonly closedAccounts?: { readonly count: number; readonly some: Readonly<Record<string, string>> }
}

/** Accounts that a report names, of thousands that there may be. */
const NAMED = 20

/** The report, and what to make of it. */
export interface PaymentsHealth {
  readonly report: PaymentsReport
  readonly isHealthy: boolean
}

/** Until when each is not asked, by `provider` or `provider/account`. */
const timesOf = (gates: RecordedHealth["closedGates"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    gates.map(({ provider, account, until }) => [
      account === undefined ? provider : `${provider}/${account}`,
      until.toISOString(),
    ]),
  )

/**
 * Payments are well while their database answers and nothing has waited longer than `maximumLagMillis` milliseconds.
 */
export const paymentsHealthOf = async (
  payments: { health(): Promise<RecordedHealth> },
  maximumLagMillis: number,
): Promise<PaymentsHealth> => {
  try {
    const { inquiryLag, eventLag, deadLetters, anomalies, closedGates } = await payments.health()
    const ofAccounts = closedGates.filter(({ account }) => account !== undefined)
    return {
      report: {
        database: "up",
        inquiryLagMillis: inquiryLag,
        eventLagMillis: eventLag,
        deadLetters,
        anomalies,
        closedGates: timesOf(closedGates.filter(({ account }) => account === undefined)),
        ...(ofAccounts.length > 0 && {
          closedAccounts: { count: ofAccounts.length, some: timesOf(ofAccounts.slice(0, NAMED)) },
        }),
      },
      isHealthy: Math.max(inquiryLag, eventLag) <= maximumLagMillis,
    }
  } catch {
    // A health report is no place for a database's words.
    return { report: { database: "down" }, isHealthy: false }
  }
}
