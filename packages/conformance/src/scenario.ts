import type { Bench } from "./bench.js"
import type { FeatureName } from "./feature.js"

/** One rule of the contract, executable. */
export interface Scenario {
  /** What holds, as a sentence. */
  readonly title: string
  /** What a provider must have for the rule to mean anything. Most rules need nothing. */
  readonly needs?: ReadonlyArray<FeatureName>
  /** The rule is about providers that lack this. */
  readonly unless?: FeatureName
  /** Most of its time is waiting, so that it may run beside others. It has an acquirer and connections of its own. */
  readonly waits?: true
  /** Rejects when the rule is broken. */
  readonly run: (bench: Bench) => Promise<void>
}

/** Scenarios by their short name. */
export type ScenarioGroup = Readonly<Record<string, Scenario>>
