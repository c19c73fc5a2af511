import type { Benchmark } from "../benchmark.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, verdict } from "../table.js"
import { CONTESTANTS } from "./contestants.js"
import { NAMES, OPERATIONS, type Operation, type Way } from "./operations.js"

/** How much faster than the fastest of the others, at least. */
const GOAL = 1.5

/**
 * A round is so many turns of all contestants, each of so many milliseconds: a busy moment spoils a turn, not a round.
 */
const TURNS = 15
const SLICE = 20
/** Milliseconds for each way before anything is measured. */
const WARM = 100

/** Calls a second for a while. Fails where a call answers nothing. */
const rateFor = (way: Way, inputs: ReadonlyArray<string>, milliseconds: number): number => {
  const from = performance.now()
  let calls = 0
  let elapsed = 0
  while (elapsed < milliseconds) {
    for (const input of inputs) if (!way(input)) throw new Error(`no answer to ${input}`)
    calls += inputs.length
    elapsed = performance.now() - from
  }
  return (calls / elapsed) * 1_000
}

interface Entry {
  readonly operation: Operation
  readonly contestant: string
  readonly way: Way
}

/** Reading, checking and building payloads. */
export const benchPayload: Benchmark = async ({ rounds, share, progress }) => {
  const entries: ReadonlyArray<Entry> = NAMES.flatMap((operation) =>
    CONTESTANTS.flatMap(({ name, ways }) => {
      const way = ways[operation]
      return way === undefined ? [] : [{ operation, contestant: name, way }]
    }),
  )
  const inputs = Object.fromEntries(NAMES.map((name) => [name, OPERATIONS[name].inputs()]))
  const inputsOf = ({ operation }: Entry): ReadonlyArray<string> => inputs[operation] ?? []
  for (const entry of entries) rateFor(entry.way, inputsOf(entry), WARM)
  const results = new Map<Entry, Array<number>>(entries.map((entry) => [entry, []]))
  for (let round = 1; round <= rounds; round++) {
    progress(`round ${round} of ${rounds}`)
    const turns = await inTurns(
      entries,
      Math.ceil(TURNS * share),
      (entry) => rateFor(entry.way, inputsOf(entry), SLICE),
      () => undefined,
    )
    for (const [entry, taken] of turns) results.get(entry)?.push(median(taken))
  }
  const rates = new Map(
    [...results].map(([{ operation, contestant }, taken]) => [`${operation} ${contestant}`, taken]),
  )
  const ratesOf = (operation: Operation, contestant: string) => rates.get(`${operation} ${contestant}`)
  const [ours, ...others] = CONTESTANTS.map(({ name }) => name)

  const judged = (operation: Operation): string => {
    const mine = median(ratesOf(operation, ours ?? "") ?? [])
    const [fastest] = others
      .flatMap((name) => {
        const taken = ratesOf(operation, name)
        return taken === undefined ? [] : [{ name, rate: median(taken) }]
      })
      .sort((a, b) => b.rate - a.rate)
    const ratio = mine / (fastest?.rate ?? Number.NaN)
    return verdict(
      `${OPERATIONS[operation].title}: ${GOAL} × the fastest`,
      ratio >= GOAL,
      `${figure(ratio)} × ${fastest?.name}`,
    )
  }
  const unchecked =
    median(ratesOf("parseChecked", ours ?? "") ?? []) /
    Math.max(
      ...others.flatMap((name) => {
        const taken = ratesOf("parse", name)
        return taken === undefined ? [] : [median(taken)]
      }),
    )
  return {
    title: "Payload",
    about: `Thousand codes a second, one core: the same four codes without issues read, one shop's code built. ${rounds} rounds of ${Math.ceil(TURNS * share)} turns of ${SLICE} ms each; medians, and half the distance from the slowest to the fastest round. What each of them checks stands in the README.`,
    columns: ["", ...NAMES.map((name) => OPERATIONS[name].title)],
    rows: CONTESTANTS.map(({ name }) => [
      name,
      ...NAMES.map((operation) => {
        const taken = ratesOf(operation, name)
        return taken === undefined ? "" : `${figure(median(taken) / 1_000)} ${percent(spread(taken))}`
      }),
    ]),
    verdicts: [
      ...(["parseChecked", "validate", "encode", "build"] as const).map(judged),
      `What is built is parsed and validated again before it is handed out, every rule of it; steplix-emv-qrcps looks whether the mandatory fields are there. A third of a build is that check, and it stays: a wrong code is found by the merchant, not at the till.`,
      `@qriskit/payload cannot parse without checking the CRC; checking it, it is ${figure(unchecked)} × the fastest that does not.`,
    ],
  }
}
