/** The largest amount of one QRIS payment, from a date on. */
export interface TransactionLimit {
  /** First day, Jakarta time, `YYYY-MM-DD`. */
  readonly since: string
  readonly rupiah: number
  readonly source: string
}

/**
 * Bank Indonesia's cap for one payment, newest first. There is no minimum, and issuers may set lower and cumulative
 * limits of their own. One page of Xendit's documentation, without a date, says 20 000 000 instead.
 */
export const TRANSACTION_LIMITS: readonly [TransactionLimit, ...ReadonlyArray<TransactionLimit>] = [
  { since: "2022-03-01", rupiah: 10_000_000, source: "PADG 24/1/PADG/2022; bicara131.bi.go.id KA-01080" },
  { since: "2021-05-01", rupiah: 5_000_000, source: "bicara131.bi.go.id KA-01080" },
  { since: "2020-01-01", rupiah: 2_000_000, source: "the cap at QRIS's launch" },
]
