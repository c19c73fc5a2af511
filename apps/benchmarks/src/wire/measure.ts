import { percentile } from "../rounds.js"
import type { Contestant } from "./contestant.js"

/** What one round says of one contestant. Times in microseconds. */
export interface WireFigures {
  readonly p50: number
  readonly p99: number
  /** Processor time of this process for each call. */
  readonly cpu: number
  /** Calls a second with 32 in flight. */
  readonly rate: number
}

const IN_FLIGHT = 32

const microseconds = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1_000

const oneByOne = async ({ call }: Contestant, calls: number): Promise<Omit<WireFigures, "rate">> => {
  const times = new Float64Array(calls)
  const cpuBefore = process.cpuUsage()
  for (let index = 0; index < calls; index++) {
    const from = process.hrtime.bigint()
    await call()
    times[index] = microseconds(from)
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  times.sort()
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), cpu: (user + system) / calls }
}

const manyAtOnce = async ({ call }: Contestant, calls: number): Promise<number> => {
  let left = calls
  const lane = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const from = process.hrtime.bigint()
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  return calls / (microseconds(from) / 1_000_000)
}

/** One round: warm, then one call after another, then 32 in flight. */
export const measureWire = async (contestant: Contestant, calls: number): Promise<WireFigures> => {
  await oneByOne(contestant, Math.ceil(calls / 5))
  const figures = await oneByOne(contestant, calls)
  return { ...figures, rate: await manyAtOnce(contestant, calls) }
}
