import assert from "node:assert/strict"
import type { Acquirer } from "./acquirer.js"
import { openBench } from "./bench.js"
import type { ProviderUnderTest } from "./provider-under-test.js"
import { type NamedScenario, SCENARIOS } from "./scenarios.js"

/** `"not applicable"`: declared so, and in truth not offered. */
export type Verdict = "passed" | "not applicable"

/** Why a scenario was declared not applicable. */
export const reasonAgainst = <A extends Acquirer>(
  { id }: NamedScenario,
  { notApplicable }: ProviderUnderTest<A>,
): string | undefined =>
  Object.hasOwn(notApplicable, id)
    ? // Ids come from a list of all scenarios, of which NotApplicable names some.
      notApplicable[id as keyof typeof notApplicable]
    : undefined

/**
 * Runs one scenario against a provider, with an acquirer of its own. Rejects with an `AssertionError` that says which
 * rule is broken. For runners other than vitest; `describeProvider` runs them all.
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
  scenario: NamedScenario,
  underTest: ProviderUnderTest<A>,
): Promise<Verdict> => {
  const { id, offered, run } = scenario
  const reason = reasonAgainst(scenario, underTest)
  const bench = await openBench(underTest)
  try {
    const isOffered = offered === undefined || (await offered(bench))
    if (reason !== undefined) {
      assert.ok(!isOffered, `${id} is declared not applicable, but this provider offers what it is about`)
      return "not applicable"
    }
    assert.ok(isOffered, `this provider does not offer what ${id} is about: say why in notApplicable`)
    await run(bench)
    bench.assertNoLeak()
    return "passed"
  } finally {
    await bench.close()
  }
}

/** What is wrong with a list of not applicable scenarios, for callers whom no compiler told. */
export const mistakesIn = (notApplicable: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.entries(notApplicable).flatMap(([id, reason]) => {
    const scenario = SCENARIOS.find((known) => known.id === id)
    if (scenario === undefined) return [`notApplicable names ${id}, and there is no such scenario`]
    if (scenario.offered === undefined) return [`notApplicable names ${id}, which applies to every provider`]
    return typeof reason === "string" && reason.trim() !== ""
      ? []
      : [`notApplicable gives no reason for ${id}`]
  })
