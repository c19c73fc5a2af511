import { startPostgres } from "../../../../packages/payments/test/support/postgres-server.js"
import type { Benchmark } from "../benchmark.js"
import { inTurns, median } from "../rounds.js"
import { figure, type Table, verdict } from "../table.js"
import { memory } from "./memory.js"
import { OPERATIONS } from "./operations.js"
import { openShop, type Shop } from "./shop.js"

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
/** Calls of each kind in a round. */
const CALLS = 60
const FEWEST_CALLS = 20

/** A call may cost this many times as much with a thousand times as many payments. */
const GOAL = 2
/** Memory may differ by this share. */
const MEMORY_GOAL = 0.1

const NAMES = Object.keys(OPERATIONS)
const HEAP = "memory: JavaScript heap, MB"
const RESIDENT = "memory: process, MB"

type Round = Readonly<Record<string, number>>

const measure = async (shop: Shop, calls: number): Promise<Round> => {
  const found: Record<string, number> = {}
  for (const [name, operation] of Object.entries(OPERATIONS)) found[name] = await operation(shop, calls)
  const { heap, resident } = memory()
  return { ...found, [HEAP]: heap, [RESIDENT]: resident }
}

const count = (size: number): string => size.toLocaleString("en-US")

const tableOf = (shops: ReadonlyArray<Shop>, results: ReadonlyMap<Shop, ReadonlyArray<Round>>): Table => {
  const medians = (name: string): ReadonlyArray<number> =>
    shops.map((shop) => median((results.get(shop) ?? []).map((round) => round[name] ?? Number.NaN)))
  const growth = (name: string): number => {
    const found = medians(name)
    return (found.at(-1) ?? Number.NaN) / (found[0] ?? Number.NaN)
  }
  const row = (name: string): ReadonlyArray<string> => [
    name,
    ...medians(name).map(figure),
    `${growth(name).toFixed(2)} ×`,
  ]
  const steepest = NAMES.reduce((worst, name) => (growth(name) > growth(worst) ? name : worst))
  const sizes = shops.map(({ size }) => size)
  const times = count((sizes.at(-1) ?? 0) / (sizes[0] ?? 1))
  return {
    title: "Growth: what a call costs as open payments pile up",
    about:
      "Milliseconds of one call, one after the other, on PostgreSQL whose commits reach the disk; the acquirer answers " +
      "at once. Each column is a database with so many open payments, and as many events and callbacks.",
    columns: ["", ...sizes.map(count), "growth"],
    rows: [...NAMES, HEAP, RESIDENT].map(row),
    verdicts: [
      verdict(
        `no call costs more than ${GOAL} × as much with ${times} times as many payments`,
        growth(steepest) <= GOAL,
        `at most ${growth(steepest).toFixed(2)} × (${steepest})`,
      ),
      verdict(
        `the process holds the same memory, within ${MEMORY_GOAL * 100} %`,
        Math.abs(growth(HEAP) - 1) <= MEMORY_GOAL && Math.abs(growth(RESIDENT) - 1) <= MEMORY_GOAL,
        `heap ${growth(HEAP).toFixed(2)} ×, process ${growth(RESIDENT).toFixed(2)} ×`,
      ),
    ],
  }
}

/** What each call costs with 1,000 and with up to 1,000,000 open payments. */
export const benchGrowth: Benchmark = async ({ rounds, share, progress }) => {
  const server = await startPostgres(true)
  const shops: Array<Shop> = []
  try {
    for (const size of SIZES.filter((wanted) => wanted <= (SIZES.at(-1) ?? 0) * share)) {
      progress(`seeding ${count(size)} payments`)
      shops.push(await openShop(server.url, size))
    }
    const calls = Math.max(FEWEST_CALLS, CALLS * share)
    // What is compiled and cached in the first round is no cost of a size.
    for (const shop of shops) await measure(shop, FEWEST_CALLS)
    const results = await inTurns(shops, rounds, (shop) => measure(shop, calls), progress)
    return tableOf(shops, results)
  } finally {
    for (const shop of shops) await shop.close()
    await server.stop()
  }
}
