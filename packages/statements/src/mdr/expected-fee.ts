import type { Sen } from "../money/sen.js"
import type { Day } from "../time/day.js"
import { type MdrCategory, type MdrRate, ratesOn } from "./rates.js"

/** What a fee may be: the rate's exact amount lies between these, which are the same where no sen is split. */
export interface ExpectedFee {
  readonly from: Sen
  readonly to: Sen
  readonly rate: MdrRate
}

/** A rate agreed with an acquirer or gateway, which may be another than Bank Indonesia's. */
export interface AgreedRate {
  /** 7 is 0.7 %. */
  readonly tenthsOfPercent: number
  /** In whole rupiah, added to each payment. */
  readonly perPayment?: number
}

/** Of which payment the fee is asked. */
export interface FeeQuestion {
  readonly category: MdrCategory
  /** What was paid, in sen. */
  readonly gross: Sen
  /** The day of the payment, Jakarta's. */
  readonly day: Day
  /**
   * The day on which the acquirer exempted amounts of UMI up to Rp 100.000, between 1 September and 30 November 2023.
   * Where it is not known, both rates are possible in these months.
   */
  readonly exemptSince?: Day
}

const THOUSAND = 1_000n

/** A part of an amount, in tenths of a percent, rounded down and up. */
const part = (gross: Sen, tenthsOfPercent: number): { readonly from: Sen; readonly to: Sen } => {
  const product = gross * BigInt(tenthsOfPercent)
  const from = product / THOUSAND
  return { from, to: product % THOUSAND === 0n ? from : from + 1n }
}

const isFree = (rate: MdrRate, gross: Sen): boolean =>
  rate.freeUpTo !== undefined && gross <= BigInt(rate.freeUpTo) * 100n

/** While acquirers change over, the one rate holds until the day of the exemption and the other from it. */
const holds = (rate: MdrRate, { category, day, exemptSince }: FeeQuestion): boolean => {
  if (category !== "UMI" || exemptSince === undefined || day < "2023-09-01" || day > "2023-11-30") return true
  return (rate.freeUpTo !== undefined) === day >= exemptSince
}

/**
 * What fee to expect by Bank Indonesia's rates: none where no rate is known for the day, two while acquirers change
 * over. It is an expectation and never a value: gateways price on their own.
 *
 * @example
 * ```ts
 * import { expectedFees } from "@qriskit/statements/mdr"
 *
 * // A small shop's Rp 12.345: 0.7 % is Rp 86,415, so 86,41 and 86,42 are both right.
 * const [fee] = expectedFees({ category: "UKE", gross: 1_234_500n, day: "2026-10-05" })
 * console.log(fee?.from, fee?.to) // 8641n 8642n
 * ```
 */
export const expectedFees = (question: FeeQuestion): ReadonlyArray<ExpectedFee> =>
  ratesOn(question.category, question.day)
    .filter((rate) => holds(rate, question))
    .map((rate) => ({
      rate,
      ...(isFree(rate, question.gross) ? { from: 0n, to: 0n } : part(question.gross, rate.tenthsOfPercent)),
    }))

/** How a fee that was taken compares with what is expected. */
export type FeeVerdict =
  /** Within the expectation and its tolerance. */
  | "agrees"
  | "more"
  | "less"
  /** The report does not tell the fee, which is not 0; or no rate is known. */
  | "unknown"

/**
 * Compares the fee that was taken with what is expected; between two possible rates, either is right.
 *
 * @param tolerance in sen: providers round as they like. Default: a rupiah
 */
export const compareFee = (
  taken: Sen | undefined,
  expected: ReadonlyArray<Pick<ExpectedFee, "from" | "to">>,
  tolerance: Sen = 100n,
): FeeVerdict => {
  if (taken === undefined || expected.length === 0) return "unknown"
  if (expected.some(({ from, to }) => taken >= from - tolerance && taken <= to + tolerance)) return "agrees"
  return expected.every(({ from }) => taken < from) ? "less" : "more"
}

/** What fee to expect by an agreement: a part of the amount, and perhaps a fixed sum on each payment. */
export const agreedFee = (gross: Sen, { tenthsOfPercent, perPayment = 0 }: AgreedRate) => {
  const { from, to } = part(gross, tenthsOfPercent)
  const fixed = BigInt(perPayment) * 100n
  return { from: from + fixed, to: to + fixed }
}
