import type { Sen } from "../money/sen.js"
import type { StatementLine } from "../reading/line.js"
import { type Day, daysBetween } from "../time/day.js"
import { comparableAccount } from "./bank-account.js"
import { bankDay } from "./bank-day.js"

/** What an acquirer says that it paid out: a batch, a row of a summary, a withdrawal. */
export interface PayoutClaim {
  /** The acquirer's reference of the payout, where the bank prints it. */
  readonly reference?: string
  readonly net: Sen
  /** The account that it goes to. */
  readonly account?: string
  readonly date?: Day
}

/** By what a payout and a credit are found to be one; the first is the stronger. */
export type HopBy = "reference" | "net"

/**
 * Whether a bank line is the credit of a payout: by reference, else by amount and account within a window of days.
 *
 * What agrees by `net` alone must be one to one from both sides, or a person decides. A pending line and a
 * reversal are no credit.
 *
 * @param windowDays how many days the credit may come after the payout, 0 to 31; it never comes before
 */
export const isCreditOf = (line: StatementLine, payout: PayoutClaim, windowDays = 3): HopBy | undefined => {
  if (line.pending || line.reversal || line.net === undefined || line.net !== payout.net) return undefined
  const { reference } = payout
  if (reference !== undefined && (line.bankReference === reference || line.reference === reference))
    return "reference"
  const { account } = payout
  if (
    account !== undefined &&
    line.account !== undefined &&
    comparableAccount(account) !== comparableAccount(line.account)
  )
    return undefined
  const day = bankDay(line)
  if (day === undefined || payout.date === undefined) return undefined
  const late = daysBetween(payout.date, day)
  return late >= 0 && late <= windowDays ? "net" : undefined
}
