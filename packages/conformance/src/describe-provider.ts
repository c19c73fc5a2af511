import { describe, it } from "vitest"
import type { Acquirer } from "./acquirer.js"
import { mistakesIn } from "./not-applicable.js"
import type { ProviderUnderTest } from "./provider-under-test.js"
import { runScenario, titleOf } from "./run-scenario.js"
import { GROUPS, type GroupName, type NamedScenario, SCENARIOS } from "./scenarios.js"

/** No scenario takes longer, in milliseconds. */
const LIMIT = 15_000

const titles = Object.entries(GROUPS).map(([group, { about }]) => ({
  // Object.entries does not know that GROUPS has no further keys.
  group: group as GroupName,
  title: `${group}: ${about}`,
}))

/**
 * Adds a vitest suite that runs every scenario of the contract against a provider. Scenarios that
 * need what `notApplicable` declares lacking are shown as skipped, with the reason in their title; they fail where the
 * provider has it after all. Scenarios that mostly wait run last and side by side, as many as vitest's
 * `maxConcurrency` allows.
 *
 * @param name the provider's name in the output
 * @param underTest how to make it and its acquirer
 * @throws Error when `underTest.notApplicable` names no feature or gives no reason
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

  const add = (scenario: NamedScenario): void => {
    it(titleOf(scenario, underTest.notApplicable), { timeout: LIMIT }, async (test) => {
      const verdict = await runScenario(scenario, underTest)
      if (verdict === "not applicable") test.skip()
    })
  }

  const addAll = (
    scenarios: ReadonlyArray<NamedScenario>,
    suite: typeof describe | typeof describe.concurrent,
  ) => {
    for (const { group, title } of titles) {
      const ofGroup = scenarios.filter((scenario) => scenario.group === group)
      if (ofGroup.length > 0) suite(title, () => ofGroup.forEach(add))
    }
  }

  describe(`${name} keeps the contract`, () => {
    addAll(
      SCENARIOS.filter(({ waits }) => !waits),
      describe,
    )
    // All that wait do so at the same time.
    addAll(
      SCENARIOS.filter(({ waits }) => waits),
      describe.concurrent,
    )
  })
}
