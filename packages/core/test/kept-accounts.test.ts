import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeKeptAccounts } from "../src/provider-kit/kept-accounts.js"
import { forAll } from "./support/for-all.js"

const use = fc.record({
  verb: fc.constantFrom("keep", "use", "use", "use", "delete"),
  account: fc.integer({ min: 0, max: 9 }).map(String),
})

/** Numbers that look like chance, and are the same in every run. */
const chance = (seed: number) => () => {
  seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296
  return seed / 4_294_967_296
}

describe("the accounts in memory", () => {
  it("are those that were used last, of thousands", () => {
    const capacity = 2_000
    const made: Array<string> = []
    const kept = makeKeptAccounts<string, string>(
      { capacity, freshMillis: 1_000 },
      (a, b) => a === b,
      (_, account) => {
        made.push(account)
        return account
      },
    )
    const random = chance(1)
    /** A Map's keys stand in the order in which they were set. */
    const expected = new Map<string, true>()
    for (let use = 0; use < 60_000; use++) {
      const account = String(Math.floor(random() ** 2 * 6_000))
      const isThere = expected.delete(account)
      expect(kept.fresh(account, 0) !== undefined).toBe(isThere)
      if (!isThere) kept.keep(account, "as before", 0)
      expected.set(account, true)
      for (const oldest of expected.keys()) {
        if (expected.size <= capacity) break
        expected.delete(oldest)
      }
    }
    expect(kept.size).toBe(capacity)
    expect(made.length).toBeGreaterThan(20_000)
  })

  it("are those that were used last, whatever was used, loaded and forgotten in between", () => {
    forAll(fc.integer({ min: 1, max: 5 }), fc.array(use, { maxLength: 200 }), (capacity, uses) => {
      const kept = makeKeptAccounts<string, string>(
        { capacity, freshMillis: 1_000 },
        (a, b) => a === b,
        (_, account) => account,
      )
      /** The one that was used last stands last. */
      let expected: ReadonlyArray<string> = []
      for (const { verb, account } of uses) {
        const others = expected.filter((one) => one !== account)
        if (verb === "delete") {
          kept.delete(account)
          expected = others
        } else if (verb === "keep") {
          kept.keep(account, "as before", 0)
          expected = [...others, account].slice(-capacity)
        } else {
          const isThere = expected.includes(account)
          expect(kept.fresh(account, 0)).toBe(isThere ? account : undefined)
          if (isThere) expected = [...others, account]
        }
        expect(kept.size).toBe(expected.length)
      }
      // Looked at without a use: what is over is not fresh, and is found by loading it again.
      const there = Array.from({ length: 10 }, (_, number) => String(number)).filter(
        (account) => kept.fresh(account, 0) !== undefined,
      )
      expect(there).toEqual([...expected].sort())
    })
  })
})
