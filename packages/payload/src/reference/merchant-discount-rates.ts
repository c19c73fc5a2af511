import type { Criteria } from "../fields/forms.js"

/** What a merchant pays for a QRIS payment; the customer may not be charged for it (PBI 23/6/2021, article 52). */
export interface MerchantDiscountRate {
  /** Merchant criteria (Table 4.6), or the kind of payment that has a rate of its own. */
  readonly of: Criteria | "education" | "fuel" | "government" | "donation"
  /** First day, Jakarta time, `YYYY-MM-DD`; undefined where the sources name none. */
  readonly since: string | undefined
  /** Payments up to this many rupiah; undefined: any. */
  readonly upTo: number | undefined
  /** Percent of the amount, as text: it is for reading. */
  readonly percent: string
  readonly source: string
  /** False where the figure has not been found in a primary source. */
  readonly isConfirmed: boolean
}

const TIERS_2024 = "Bank Indonesia's tiers from 1 December 2024, as reported by suara.com, 2025-05-20"
const TIERS = "Bank Indonesia's tiers of 2023, as reported by serpong.inews.id"
const ZERO_PSO_BLU = "Bank Indonesia with QRIS Tap, as reported by okezone.com, 2026-01-12"

const rate = (
  of: MerchantDiscountRate["of"],
  percent: string,
  { since, upTo, source = TIERS, isConfirmed = true }: Partial<MerchantDiscountRate> = {},
): MerchantDiscountRate => ({ of, since, upTo, percent, source, isConfirmed })

/** Rates in force; the first row that fits counts. */
export const MERCHANT_DISCOUNT_RATES: ReadonlyArray<MerchantDiscountRate> = [
  rate("UMI", "0", { since: "2024-12-01", upTo: 500_000, source: TIERS_2024 }),
  rate("UMI", "0.3", { since: "2024-12-01", source: TIERS_2024 }),
  rate("UKE", "0.7"),
  rate("UME", "0.7"),
  rate("UBE", "0.7"),
  rate("PSO", "0", { since: "2025-03-15", source: ZERO_PSO_BLU, isConfirmed: false }),
  rate("BLU", "0", { since: "2025-03-15", source: ZERO_PSO_BLU, isConfirmed: false }),
  rate("education", "0.6"),
  rate("fuel", "0.4"),
  rate("government", "0"),
  rate("donation", "0"),
]

/** The rate of a payment; undefined where none is known (`URE`). */
export const merchantDiscountRate = (
  of: MerchantDiscountRate["of"],
  rupiah: number,
): MerchantDiscountRate | undefined =>
  MERCHANT_DISCOUNT_RATES.find((row) => row.of === of && (row.upTo === undefined || rupiah <= row.upTo))
