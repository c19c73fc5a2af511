import { benchAccounts } from "./accounts/accounts-bench.js"
import type { Benchmark } from "./benchmark.js"
import { benchCallbacks } from "./callback/callback-bench.js"
import { benchGrowth } from "./growth/growth-bench.js"
import { benchLife } from "./life/life-bench.js"
import { benchPayload } from "./payload/payload-bench.js"
import { benchWebhook } from "./webhook/webhook-bench.js"
import { benchWeight } from "./weight/weight-bench.js"
import { benchWire } from "./wire/wire-bench.js"

/** Every table by the name that `--only` takes, in the order of RESULTS.md. */
export const BENCHMARKS = {
  wire: ({ rounds, share, progress }) => benchWire(rounds, 2_000 * share, progress),
  callbacks: ({ rounds, share, progress }) => benchCallbacks(rounds, 100_000 * share, progress),
  webhook: benchWebhook,
  weight: benchWeight,
  payload: benchPayload,
  growth: benchGrowth,
  accounts: benchAccounts,
  life: benchLife,
} satisfies Readonly<Record<string, Benchmark>>

export type BenchmarkName = keyof typeof BENCHMARKS

export const isBenchmarkName = (name: string): name is BenchmarkName => Object.hasOwn(BENCHMARKS, name)
