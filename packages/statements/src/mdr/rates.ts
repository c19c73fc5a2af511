import type { Day } from "../time/day.js"

/**
 * What a merchant is to Bank Indonesia: micro, small, medium and large business; education; fuel; public service (BLU,
 * PSO); social aid, government and donations.
 */
export type MdrCategory =
  | "UMI"
  | "UKE"
  | "UME"
  | "UBE"
  | "education"
  | "fuel"
  | "BLU"
  | "PSO"
  | "social"
  | "government"
  | "donation"

/** How sure a rate is: several sources, or one. */
export type Evidence = "B" | "C"

/** A rate of a category for some days, in tenths of a percent of the whole amount. */
export interface MdrRate {
  readonly category: MdrCategory
  readonly from: Day
  /** The last day; absent: still in force. */
  readonly until?: Day
  /** Up to this amount, in whole rupiah, the fee is 0. */
  readonly freeUpTo?: number
  /** 7 is 0.7 %. */
  readonly tenthsOfPercent: number
  readonly evidence: Evidence
  readonly source: string
}

const BISNIS_2023 = "Bisnis, 27 Jul 2023; Infobank, 2023"
const SUARA_2024 = "Bank Indonesia, 16 Oct 2024 (Suara)"

const whole = (category: MdrCategory, from: Day, tenthsOfPercent: number, source: string): MdrRate => ({
  category,
  from,
  tenthsOfPercent,
  evidence: "B",
  source,
})

const SINCE = "2020-01-01"

/**
 * The rates by date. Where two hold on one day, acquirers changed over at their own time, and either is right.
 *
 * Relief made UMI free until the end of June 2023. Its exemption up to Rp 100.000 came acquirer by acquirer between
 * 1 September and 30 November 2023, and was raised to Rp 500.000 on 1 December 2024. Above it, 0.3 % is
 * of the whole amount.
 */
export const MDR_RATES: ReadonlyArray<MdrRate> = [
  { ...whole("UMI", "2020-04-01", 0, BISNIS_2023), until: "2023-06-30" },
  { ...whole("UMI", "2023-07-01", 3, BISNIS_2023), until: "2023-11-30" },
  { ...whole("UMI", "2023-09-01", 3, BISNIS_2023), freeUpTo: 100_000, until: "2024-11-30" },
  { ...whole("UMI", "2024-12-01", 3, SUARA_2024), freeUpTo: 500_000 },
  whole("UKE", SINCE, 7, BISNIS_2023),
  whole("UME", SINCE, 7, BISNIS_2023),
  whole("UBE", SINCE, 7, BISNIS_2023),
  whole("education", SINCE, 6, BISNIS_2023),
  whole("fuel", SINCE, 4, BISNIS_2023),
  ...(["BLU", "PSO"] as const).flatMap(
    (category): ReadonlyArray<MdrRate> => [
      { ...whole(category, SINCE, 4, "one source"), until: "2025-03-14", evidence: "C" },
      { ...whole(category, "2025-03-14", 0, "one source"), evidence: "C" },
    ],
  ),
  whole("social", SINCE, 0, BISNIS_2023),
  whole("government", SINCE, 0, BISNIS_2023),
  whole("donation", SINCE, 0, BISNIS_2023),
]

/** The rates of a category on a day: none, one, or two while acquirers change over. */
export const ratesOn = (category: MdrCategory, day: Day): ReadonlyArray<MdrRate> =>
  MDR_RATES.filter(
    (rate) =>
      rate.category === category && rate.from <= day && (rate.until === undefined || day <= rate.until),
  )
