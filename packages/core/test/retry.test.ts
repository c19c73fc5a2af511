import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pauseBefore } from "../src/provider-kit/retry.js"
import { forAll } from "./support/for-all.js"

const policy = { times: 10, baseDelay: 200, maxDelay: 5_000 }
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe("pauseBefore", () => {
  it("doubles from the first pause to the longest", () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((repeat) => pauseBefore(policy, repeat, 0, 0))).toEqual([
      200, 400, 800, 1_600, 3_200, 5_000, 5_000,
    ])
  })

  it("is jittered down by at most a quarter", () => {
    forAll(
      fc.integer({ min: 1, max: 600_000 }),
      fc.integer({ min: 1, max: 600_000 }),
      fc.integer({ min: 1, max: 10 }),
      random,
      (baseDelay, maxDelay, repeat, draw) => {
        const pause = pauseBefore({ times: 10, baseDelay, maxDelay }, repeat, draw, 0)
        const longest = Math.min(maxDelay, baseDelay * 2 ** (repeat - 1))
        expect(Number.isInteger(pause)).toBe(true)
        expect(pause).toBeLessThanOrEqual(longest)
        expect(pause).toBeGreaterThanOrEqual(Math.round(longest * 0.75))
      },
    )
  })

  it("is never shorter than what the provider asks for", () => {
    forAll(
      fc.integer({ min: 1, max: 10 }),
      random,
      fc.integer({ min: 0, max: 3_600_000 }),
      (repeat, draw, asked) => {
        const own = pauseBefore(policy, repeat, draw, 0)
        return pauseBefore(policy, repeat, draw, asked) === Math.max(own, asked)
      },
    )
  })
})
