import type { MatchOptions } from "@qriskit/payments"
import { daysOption, wholeOption } from "./option.js"

/**
 * How lines and payments are found to be one: the same for an import, a match and an undo, or they find something else.
 */
export const matching = {
  holidays: daysOption("Days on which nobody settles, beside Saturdays and Sundays."),
  creditDays: wholeOption("How many days after a payout the bank may credit it. Default 3.", 0, 31, "<days>"),
  windowMillis: wholeOption(
    "How far a report's time may be from ours where nothing else names the payment, in milliseconds. Default 60000.",
    0,
    3_600_000,
    "<ms>",
  ),
} as const

/** What was said of it. */
export type HowMatched = Pick<MatchOptions, keyof typeof matching>

/** The same, of all that a verb was told. */
export const matchingIn = ({ holidays, creditDays, windowMillis }: HowMatched): HowMatched => ({
  ...(holidays === undefined ? {} : { holidays }),
  ...(creditDays === undefined ? {} : { creditDays }),
  ...(windowMillis === undefined ? {} : { windowMillis }),
})
