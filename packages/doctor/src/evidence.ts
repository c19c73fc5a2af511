import { differencesOf } from "./differences.js"
import type { Exchange } from "./exchange.js"
import { type Examination, type Finding, STEPS, type Step } from "./finding.js"
import { type OpenPoint, openPointsOf } from "./open-points.js"
import { shapeOf } from "./shape.js"

/** One call as the file keeps it: the form of each field, and no value but words of status and code. */
export interface ExchangeEvidence {
  readonly call: string
  readonly status: number
  readonly contentType: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * What an examination leaves behind. It holds no secret, no id, no name and no amount of anybody: of each answer it
 * keeps where fields stand and which form they have.
 */
export interface Evidence {
  readonly acquirer: string
  readonly examinedAt: string
  readonly findings: ReadonlyArray<Finding>
  /** How the answers differ in form from our reading, a sentence each. */
  readonly differences: ReadonlyArray<{ readonly step: Step; readonly sentence: string }>
  readonly openPoints: ReadonlyArray<OpenPoint>
  readonly exchanges: Readonly<Record<string, ReadonlyArray<ExchangeEvidence>>>
}

const kept = ({ method, path, status, contentType, body }: Exchange): ExchangeEvidence => ({
  call: `${method} …/${path}`,
  status,
  contentType,
  fields: Object.fromEntries(shapeOf(body)),
})

/** What is told of an account's examination beside that of our reading. */
export const evidenceOf = (
  acquirer: string,
  real: Examination,
  reading: Examination,
  at: Date,
): Evidence => ({
  acquirer,
  examinedAt: at.toISOString(),
  findings: real.findings,
  differences: STEPS.flatMap((step) =>
    differencesOf(real.exchanges.get(step) ?? [], reading.exchanges.get(step) ?? []).map((sentence) => ({
      step,
      sentence,
    })),
  ),
  openPoints: openPointsOf(acquirer, real),
  exchanges: Object.fromEntries(
    [...real.exchanges].map(([step, exchanges]) => [step, exchanges.map(kept)] as const),
  ),
})

/** Whether anything is other than we read it. */
export const isAsRead = ({ findings, differences }: Evidence): boolean =>
  differences.length === 0 && findings.every(({ verdict }) => verdict !== "differs")
