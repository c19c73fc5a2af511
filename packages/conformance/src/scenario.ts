import type { Bench } from "./bench.js"

/** One rule of the contract, executable. */
export interface Scenario {
  /** What holds, as a sentence. */
  readonly title: string
  /**
   * For rules about something that not every provider has: whether this one has it. Only such a scenario can be
   * declared not applicable, and only where this says no.
   */
  readonly offered?: (bench: Bench) => boolean | Promise<boolean>
  /** Rejects when the rule is broken. */
  readonly run: (bench: Bench) => Promise<void>
}

/** Scenarios by their short name. */
export type ScenarioGroup = Readonly<Record<string, Scenario>>
