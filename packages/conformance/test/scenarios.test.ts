import { expect, it } from "vitest"
import { GROUPS, SCENARIOS } from "../src/index.js"
import { reasonAgainst, titleOf } from "../src/run-scenario.js"

it("has at least sixty scenarios that need nothing special", () => {
  expect(
    SCENARIOS.filter(({ needs, unless }) => needs === undefined && unless === undefined).length,
  ).toBeGreaterThan(60)
})

it("gives every scenario its own id and its own title", () => {
  const ids = SCENARIOS.map(({ id }) => id)
  const titles = SCENARIOS.map(({ group, title }) => `${group}: ${title}`)
  expect(new Set(ids).size).toBe(SCENARIOS.length)
  expect(new Set(titles).size).toBe(SCENARIOS.length)
  expect(new Set(SCENARIOS.map(({ group }) => group))).toEqual(new Set(Object.keys(GROUPS)))
})

it("says in a skipped scenario's title why it was skipped", () => {
  const scenario = SCENARIOS.find(({ id }) => id === "refund/whole")
  const notApplicable = { refund: "Nobody gives money back." } as const
  expect(scenario && reasonAgainst(scenario, notApplicable)).toBe("Nobody gives money back.")
  expect(scenario && titleOf(scenario, notApplicable)).toBe(
    "refund/whole: a paid payment is refunded, all of it where no amount is named (not applicable: Nobody gives money back.)",
  )
  expect(scenario && titleOf(scenario, {})).toBe(
    "refund/whole: a paid payment is refunded, all of it where no amount is named",
  )
})

it("skips a rule about what a provider lacks where it has it", () => {
  const scenario = SCENARIOS.find(({ id }) => id === "expiry/not-offered")
  expect(scenario && reasonAgainst(scenario, {})).toBe("This provider has a choice of an expiry.")
  expect(scenario && reasonAgainst(scenario, { "expiry-choice": "It decides alone." })).toBeUndefined()
})
