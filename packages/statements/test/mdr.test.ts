import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { agreedFee, compareFee, expectedFees, MDR_RATES, type MdrCategory, ratesOn } from "../src/mdr.js"

const fees = (category: MdrCategory, rupiah: number, day: string, exemptSince?: string) =>
  expectedFees({
    category,
    gross: BigInt(rupiah) * 100n,
    day,
    ...(exemptSince === undefined ? {} : { exemptSince }),
  }).map(({ from, to }) => (from === to ? Number(from) : [Number(from), Number(to)]))

describe("MDR by category and date", () => {
  it.each([
    ["UMI", 100_000, "2023-06-30", [0]],
    ["UMI", 100_000, "2023-07-01", [30_000]],
    ["UMI", 100_000, "2023-08-31", [30_000]],
    // Acquirers changed over one by one: either is right.
    ["UMI", 100_000, "2023-09-01", [30_000, 0]],
    ["UMI", 100_000, "2023-11-30", [30_000, 0]],
    ["UMI", 100_000, "2023-12-01", [0]],
    ["UMI", 100_001, "2023-12-01", [[30_000, 30_001]]],
    ["UMI", 150_000, "2024-11-30", [45_000]],
    ["UMI", 150_000, "2024-12-01", [0]],
    ["UMI", 500_000, "2026-10-05", [0]],
    // On the whole amount, not on what is above the limit.
    ["UMI", 500_100, "2026-10-05", [150_030]],
    ["UMI", 1_000, "2019-12-31", []],
    ["UKE", 25_050, "2026-10-05", [17_535]],
    ["UKE", 12_345, "2026-10-05", [[8_641, 8_642]]],
    ["UME", 1_000, "2026-10-05", [700]],
    ["UBE", 1_000, "2026-10-05", [700]],
    ["education", 1_000, "2026-10-05", [600]],
    ["fuel", 1_000, "2026-10-05", [400]],
    ["PSO", 1_000, "2025-03-13", [400]],
    ["PSO", 1_000, "2025-03-14", [400, 0]],
    ["BLU", 1_000, "2025-03-15", [0]],
    ["social", 1_000, "2026-10-05", [0]],
    ["government", 1_000, "2026-10-05", [0]],
    ["donation", 1_000, "2026-10-05", [0]],
  ] as const)("%s, Rp %i on %s", (category, rupiah, day, wanted) => {
    expect(fees(category, rupiah, day)).toEqual(wanted)
  })

  it("an acquirer whose day is known had one rate", () => {
    expect(fees("UMI", 100_000, "2023-09-30", "2023-10-01")).toEqual([30_000])
    expect(fees("UMI", 100_000, "2023-10-01", "2023-10-01")).toEqual([0])
  })

  it("each rate is dated, and none ends before it begins", () => {
    for (const { from, until } of MDR_RATES) expect(until === undefined || from <= until).toBe(true)
    expect(ratesOn("UKE", "2026-10-05")).toMatchObject([{ tenthsOfPercent: 7, evidence: "B" }])
  })

  it("an expectation is exact: what is between its bounds is less than a sen", async () => {
    await fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (gross) => {
        const [fee] = expectedFees({ category: "UKE", gross, day: "2026-10-05" })
        expect(fee).toBeDefined()
        if (fee === undefined) return
        expect(
          fee.from * 1_000n <= gross * 7n && gross * 7n <= fee.to * 1_000n && fee.to - fee.from <= 1n,
        ).toBe(true)
      }),
    )
  })
})

describe("a fee that was taken", () => {
  const expected = [{ from: 8_641n, to: 8_642n }]
  it.each([
    [8_642n, expected, "agrees"],
    [8_742n, expected, "agrees"],
    [8_743n, expected, "more"],
    [8_540n, expected, "less"],
    [undefined, expected, "unknown"],
    [1n, [], "unknown"],
    [
      15_000n,
      [
        { from: 30_000n, to: 30_000n },
        { from: 0n, to: 0n },
      ],
      "more",
    ],
    [
      30_000n,
      [
        { from: 30_000n, to: 30_000n },
        { from: 0n, to: 0n },
      ],
      "agrees",
    ],
  ] as const)("of %s sen", (taken, against, verdict) => {
    expect(compareFee(taken, against)).toBe(verdict)
  })

  it("may be compared with an agreement instead", () => {
    expect(agreedFee(10_000_000n, { tenthsOfPercent: 7, perPayment: 750 })).toEqual({
      from: 145_000n,
      to: 145_000n,
    })
  })
})
