import { describe, expect, it } from "vitest"
import { GROUPS, runScenario, SCENARIOS } from "../src/index.js"
import { VARIANTS } from "./broken/variants.js"

const scenarioNamed = (id: string) => {
  const scenario = SCENARIOS.find((known) => known.id === id)
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`)
  return scenario
}

// What is broken is mostly noticed by waiting in vain: side by side. Each has an acquirer of its own.
describe.concurrent("the suite catches a provider that", () => {
  for (const { that, underTest, caughtBy } of VARIANTS) {
    for (const [id, message] of Object.entries(caughtBy)) {
      it(`${that} (${id})`, async () => {
        await expect(runScenario(scenarioNamed(id), underTest)).rejects.toThrow(message)
      })
    }
  }
})

describe("the broken providers", () => {
  it("cover every group of scenarios", () => {
    const groups = new Set(
      VARIANTS.flatMap(({ caughtBy }) => Object.keys(caughtBy)).map((id) => id.split("/")[0]),
    )
    expect([...groups].sort()).toEqual(Object.keys(GROUPS).sort())
  })
})
