// pnpm run simulate -- --minutes 10 [--seed 1 --path 0:1]: plays histories for so long; a failure prints its seed.
import { parseArgs } from "node:util"
import { startVitest } from "vitest/node"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string" },
    path: { type: "string" },
  },
})

process.env.SIMULATION_MINUTES = values.minutes
if (values.seed !== undefined) process.env.SIMULATION_SEED = values.seed
if (values.path !== undefined) process.env.SIMULATION_PATH = values.path

const vitest = await startVitest("test", [], { config: "vitest.simulation.config.ts", watch: false })
await vitest.close()
