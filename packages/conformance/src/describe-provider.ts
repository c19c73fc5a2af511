import { describe, it } from "vitest"
import type { Acquirer } from "./acquirer.js"
import type { ProviderUnderTest } from "./provider-under-test.js"
import { mistakesIn, reasonAgainst, runScenario } from "./run-scenario.js"
import { GROUPS, type GroupName, SCENARIOS } from "./scenarios.js"

/** No scenario takes longer, in milliseconds. */
const LIMIT = 15_000

const titles = Object.entries(GROUPS).map(([group, { about }]) => ({
  // Object.entries does not know that GROUPS has no further keys.
  group: group as GroupName,
  title: `${group}: ${about}`,
}))

/**
 * Adds a vitest suite that runs every scenario of the contract against a provider. Scenarios declared not applicable
 * are shown as skipped, with the reason in their title; they fail where the provider offers what they are about.
 *
 * @param name the provider's name in the output
 * @param underTest how to make it and its acquirer
 * @throws Error when `underTest.notApplicable` names a scenario that does not exist or that applies to every provider
 *
 * @example
 * ```ts
 * import { describeProvider, type ProviderUnderTest } from "@qriskit/conformance"
 *
 * const conforms = (underTest: ProviderUnderTest) => describeProvider("tinypay", underTest)
 * ```
 */
export const describeProvider = <A extends Acquirer>(name: string, underTest: ProviderUnderTest<A>): void => {
  const mistakes = mistakesIn(underTest.notApplicable)
  if (mistakes.length > 0) throw new Error(`${name}: ${mistakes.join("; ")}`)

  describe(`${name} keeps the contract`, () => {
    for (const { group, title } of titles) {
      describe(title, () => {
        for (const scenario of SCENARIOS.filter((known) => known.group === group)) {
          const reason = reasonAgainst(scenario, underTest)
          const label = `${scenario.id}: ${scenario.title}`
          it(reason === undefined ? label : `${label} (not applicable: ${reason})`, {
            timeout: LIMIT,
          }, async (test) => {
            const verdict = await runScenario(scenario, underTest)
            if (verdict === "not applicable") test.skip(reason)
          })
        }
      })
    }
  })
}
