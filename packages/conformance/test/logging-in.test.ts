import { expect, it } from "vitest"
import { runScenario, SCENARIOS } from "../src/index.js"
import { loggingIn } from "./tinypay/under-test.js"

const ABOUT_ACCOUNTS = ["accounts", "platform"]

it.each(SCENARIOS.filter(({ group }) => ABOUT_ACCOUNTS.includes(group)))(
  "a provider whose accounts log in keeps the contract: $id",
  async (scenario) => {
    expect(await runScenario(scenario, loggingIn)).toBe("passed")
  },
)
