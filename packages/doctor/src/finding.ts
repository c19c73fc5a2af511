import type { Exchange } from "./exchange.js"

/** The steps of an examination, in their order. */
export const STEPS = ["reach", "create", "qr", "inquire", "unknown", "callback", "cancel"] as const
/** A step of an examination. */
export type Step = (typeof STEPS)[number]

/** How a step went: as we read the acquirer, otherwise, or not at all. */
export type Verdict = "as_read" | "differs" | "not_done"

/** What a step showed, in a sentence without secrets or personal data. */
export interface Finding {
  readonly step: Step
  readonly verdict: Verdict
  readonly sentence: string
}

/** An examination: what was found, and what went over the wire in each step. */
export interface Examination {
  readonly findings: ReadonlyArray<Finding>
  readonly exchanges: ReadonlyMap<Step, ReadonlyArray<Exchange>>
}
