import { decodeConfig as decodeIfortepay } from "@qriskit/provider-ifortepay"
import { decodeConfig as decodeZipay } from "@qriskit/provider-zipay"
import type { Benchmark } from "../benchmark.js"
import { memory } from "../growth/memory.js"
import { inTurns, median, percentile, spread } from "../rounds.js"
import { figure, percent, verdict } from "../table.js"
import { ifortepayOf, ifortepayPlatform, type Platform, zipayOf, zipayPlatform } from "./platform.js"

const SIZE = 10_000
/** Single calls in a round, of each kind. */
const CALLS = 20_000
/** Calls at random, after which memory is looked at again. */
const MANY = 1_000_000

const MEMORY_GOAL = 8
const COST_GOAL = 3
/** Megabytes by which the heap may differ after a million calls: what one collection leaves more than another. */
const GROWTH_GOAL = 2

const PLATFORMS = [
  { make: ifortepayPlatform, configure: (number: number) => decodeIfortepay(ifortepayOf(number)) },
  { make: zipayPlatform, configure: (number: number) => decodeZipay(zipayOf(number)) },
]

/** The same merchants in every run, in an order that no cache foresees. */
const shuffled = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state % SIZE
  }
}

const p50 = async <Of>(
  calls: number,
  next: () => Of,
  call: (of: Of) => Promise<unknown>,
): Promise<number> => {
  const times = new Float64Array(calls)
  for (let index = 0; index < calls; index++) {
    const of = next()
    const from = performance.now()
    await call(of)
    times[index] = (performance.now() - from) * 1_000
  }
  return percentile(times.sort(), 0.5)
}

/** Kilobytes that one configuration takes, decoded. */
const weighConfiguration = (configure: (number: number) => unknown): number => {
  const before = memory().heap
  const kept = Array.from({ length: SIZE }, (_, number) => configure(number))
  const kilobytes = ((memory().heap - before) * 1_024) / SIZE
  if (kept.length !== SIZE) throw new Error("nothing may be collected before it is weighed")
  return kilobytes
}

interface Weighed {
  readonly platform: Platform
  /** Kilobytes an account takes once it was used, its configuration aside. */
  readonly kilobytes: number
}

const weigh = async ({ make, configure }: (typeof PLATFORMS)[number]): Promise<Weighed> => {
  const configuration = weighConfiguration(configure)
  const platform = make(SIZE)
  // What is compiled and cached by the first calls is nobody's account.
  for (let number = 0; number < 100; number++)
    await Promise.all([platform.alone(), platform.among(platform.question(number))])
  const before = memory().heap
  for (let number = 100; number < SIZE; number++) await platform.among(platform.question(number))
  if (platform.held() !== SIZE) throw new Error(`${platform.held()} accounts are in memory, not ${SIZE}`)
  return { platform, kilobytes: ((memory().heap - before) * 1_024) / (SIZE - 100) - configuration }
}

/** What ten thousand accounts in one process cost, and a call of one of them. */
export const benchAccounts: Benchmark = async ({ rounds, share, progress }) => {
  const weighed: Array<Weighed> = []
  for (const one of PLATFORMS) weighed.push(await weigh(one))
  const next = shuffled(1)
  const costs = await inTurns(
    weighed,
    rounds,
    async ({ platform }) => ({
      alone: await p50(CALLS * share, () => platform.question(0), platform.alone),
      one: await p50(CALLS * share, () => platform.question(0), platform.among),
      among: await p50(CALLS * share, () => platform.question(next()), platform.among),
    }),
    progress,
  )
  const rows: Array<ReadonlyArray<string>> = []
  const verdicts: Array<string> = []
  for (const { platform, kilobytes } of weighed) {
    const found = costs.get(weighed.find((one) => one.platform === platform) ?? { platform, kilobytes }) ?? []
    const added = found.map(({ one, among }) => among - one)
    const one = found.map((round) => round.one)
    progress(`${platform.name}: ${Math.round(MANY * share)} calls at random`)
    const before = memory().heap
    for (let call = 0; call < MANY * share; call++) await platform.among(platform.question(next()))
    const growth = memory().heap - before
    rows.push([
      platform.name,
      kilobytes.toFixed(1),
      figure(median(found.map((round) => round.alone))),
      `${figure(median(one))} ${percent(spread(one))}`,
      figure(median(found.map((round) => round.among))),
      median(added).toFixed(2),
      growth.toFixed(1),
    ])
    verdicts.push(
      verdict(
        `an account of ${platform.name} takes at most ${MEMORY_GOAL} kB beyond its configuration`,
        kilobytes <= MEMORY_GOAL,
        `${kilobytes.toFixed(1)} kB`,
      ),
      verdict(
        `a call as one of ${SIZE.toLocaleString("en-US")} takes at most ${COST_GOAL} µs more than one account's`,
        median(added) <= COST_GOAL,
        `${median(added).toFixed(2)} µs`,
      ),
      verdict(
        `${(MANY * share).toLocaleString("en-US")} calls at random leave nothing behind`,
        growth <= GROWTH_GOAL,
        `the heap is ${growth.toFixed(1)} MB larger`,
      ),
    )
  }
  return {
    title: "Accounts: ten thousand merchants in one process",
    about:
      "An inquiry over a network that takes no time: with a client of its own, as the same account again and again, and as one " +
      "of 10,000 accounts at random, each of which was used before. Microseconds, p50. Added is what one of 10,000 takes beyond " +
      "one account. Memory is the heap after a collection, by account. What is added is no work, but the way to main memory, " +
      "where of 10,000 accounts each thing is that a call reads of its own (its client, its key, its secrets to look for in the " +
      "answer): a dozen, each for a tenth of a microsecond or two. With a network the wait for it hides none of this, and is a " +
      "thousand times as long.",
    columns: [
      "",
      "kB an account",
      "own client",
      "one account",
      "one of 10,000",
      "added",
      "MB after a million calls",
    ],
    rows,
    verdicts,
  }
}
