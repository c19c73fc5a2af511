import assert from "node:assert/strict"
import type { Acquirer } from "./acquirer.js"
import { openBench } from "./bench.js"
import { FEATURES } from "./feature.js"
import type { NotApplicable } from "./not-applicable.js"
import type { ProviderUnderTest } from "./provider-under-test.js"
import type { Scenario } from "./scenario.js"
import type { NamedScenario } from "./scenarios.js"

/** `"not applicable"`: declared so, and true. */
export type Verdict = "passed" | "not applicable"

/** Why a scenario does not apply, as declared. `undefined`: it applies. */
export const reasonAgainst = (
  { needs = [], unless }: Scenario,
  notApplicable: NotApplicable,
): string | undefined => {
  const lacking = needs.find((feature) => notApplicable[feature] !== undefined)
  if (lacking !== undefined) return notApplicable[lacking]
  return unless !== undefined && notApplicable[unless] === undefined
    ? `This provider has a ${FEATURES[unless].what}.`
    : undefined
}

/** A scenario's name in the output, with the reason where it does not apply. */
export const titleOf = (scenario: NamedScenario, notApplicable: NotApplicable): string => {
  const reason = reasonAgainst(scenario, notApplicable)
  const title = `${scenario.id}: ${scenario.title}`
  return reason === undefined ? title : `${title} (not applicable: ${reason})`
}

/**
 * Runs one scenario against a provider, with an acquirer of its own. Rejects with an `AssertionError` that says which
 * rule is broken, or that the provider has what was declared not applicable. For runners other than vitest;
 * `describeProvider` runs them all.
 *
 * @example
 * ```ts
 * import { type ProviderUnderTest, runScenario, SCENARIOS } from "@qriskit/conformance"
 *
 * const runAll = async (underTest: ProviderUnderTest) => {
 *   for (const scenario of SCENARIOS) console.log(scenario.id, await runScenario(scenario, underTest))
 * }
 * ```
 */
export const runScenario = async <A extends Acquirer>(
  { needs = [], unless, run }: NamedScenario,
  underTest: ProviderUnderTest<A>,
): Promise<Verdict> => {
  const { notApplicable } = underTest
  const bench = await openBench(underTest)
  try {
    for (const feature of unless === undefined ? needs : [...needs, unless]) {
      const { what, offered } = FEATURES[feature]
      const isDeclared = notApplicable[feature] !== undefined
      const isOffered = await offered(bench)
      assert.ok(
        isOffered || isDeclared,
        `this provider has no ${what}: say why in notApplicable["${feature}"]`,
      )
      assert.ok(
        !isOffered || !isDeclared,
        `"${feature}" is declared not applicable, but this provider has it`,
      )
      const applies = feature === unless ? isDeclared : isOffered
      if (!applies) return "not applicable"
    }
    await run(bench)
    bench.assertNoLeak()
    return "passed"
  } finally {
    await bench.close()
  }
}
