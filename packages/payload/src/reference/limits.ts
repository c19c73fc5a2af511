import { CURRENT_LIMIT } from "../current-limit.js"

/** The largest amount of one QRIS payment, from a date on. */
export interface TransactionLimit {
  /** First day, Jakarta time, `YYYY-MM-DD`; undefined for the one that QRIS began with. */
  readonly since: string | undefined
  readonly rupiah: number
  readonly source: string
}

/**
 * Bank Indonesia's cap for one payment, newest first. There is no minimum; issuers may set lower and cumulative
 * limits of their own. Two pages of Xendit's documentation disagree: 10 000 000 (2025-12-14), 20 000 000 (undated).
 */
export const TRANSACTION_LIMITS: ReadonlyArray<TransactionLimit> = [
  { since: "2022-03-01", rupiah: CURRENT_LIMIT, source: "PADG 24/1/PADG/2022; bicara131.bi.go.id, KA-01080" },
  { since: "2021-05-01", rupiah: 5_000_000, source: "bicara131.bi.go.id, KA-01080" },
  { since: undefined, rupiah: 2_000_000, source: "bicara131.bi.go.id, KA-01080" },
]
