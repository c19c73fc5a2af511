import { expect, it } from "vitest"
import { runScenario, SCENARIOS } from "../src/index.js"
import { remembering } from "./tinypay/under-test.js"

const ABOUT_REPEATS = [
  "create/duplicate",
  "failures/create-cut-after-acting",
  "retries/create-unknown-once",
  "retries/create-answered-again",
  "retries/create-answered-again-refused",
]

it.each(SCENARIOS.filter(({ id }) => ABOUT_REPEATS.includes(id)))(
  "a provider whose acquirer answers a repeated create as the first keeps the contract: $id",
  async (scenario) => {
    expect(await runScenario(scenario, remembering)).toBe("passed")
  },
)
