/** One way in which a file was checked against itself. */
export interface Proof {
  /**
   * - `lines`: the sum on each line
   * - `total`: the row of totals
   * - `summary`: the second table, by merchant id
   * - `summary_total`: its totals
   * - `balance`: the running balance
   * - `opening`, `closing`, `debits`, `credits`: what the statement says of them
   * - `balances`: opening and lines make closing
   */
  readonly of:
    | "lines"
    | "total"
    | "summary"
    | "summary_total"
    | "balance"
    | "opening"
    | "closing"
    | "debits"
    | "credits"
    | "balances"
  /** How many lines, rows or amounts were compared. */
  readonly compared: number
  /** Lines that do not tell an amount that their sum needs. */
  readonly unproven: number
}
