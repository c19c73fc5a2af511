import type { Fault } from "./fault.js"
import type { Sen } from "./money/sen.js"
import type { LineKind, StatementProfile } from "./profile/profile.js"
import type { Proof } from "./proof/proof.js"
import type { Totals } from "./proof/sums.js"
import type { Ignored } from "./reading/ledger.js"
import type { StatementLine } from "./reading/line.js"
import type { Payout } from "./reading/summary-table.js"
import type { Day, Period } from "./time/day.js"

/** What a file came to as a whole, known once its last row was read and everything added up. */
export interface StatementSummary {
  /** The profile by which it was read, its defaults filled in. */
  readonly profile: StatementProfile
  /** Why it is that one. */
  readonly why: string
  readonly file: {
    readonly bytes: number
    /** SHA-256 of the bytes, in hex. */
    readonly sha256: string
    /** SHA-256 of the decoded rows, in hex: the same for a file that was encrypted or saved again. */
    readonly rowsSha256: string
    /** Which file of an archive. */
    readonly entry: string | undefined
    /** Files of the archive that are no report. */
    readonly otherEntries: ReadonlyArray<string>
  }
  readonly lines: number
  readonly byKind: Readonly<Partial<Record<LineKind, number>>>
  /** Rows in which no money moved: the first thousand. */
  readonly ignored: ReadonlyArray<Ignored>
  readonly ignoredCount: number
  readonly totals: Totals
  readonly opening: Sen | undefined
  readonly closing: Sen | undefined
  readonly payouts: ReadonlyArray<Payout>
  readonly account: string | undefined
  readonly reportDate: Day | undefined
  /** The days that the file says it is about, or the importer. */
  readonly period: Period | undefined
  /** The first and the last day of its lines, by the profile's `coverage`. */
  readonly days: Period | undefined
  readonly proofs: ReadonlyArray<Proof>
  /** Whether nothing is known to be missing. Only then may a payment be called missing from it. */
  readonly isComplete: boolean
  readonly incompleteBecause: ReadonlyArray<string>
  /** What could not be read, where the file was taken all the same. */
  readonly faults: ReadonlyArray<Fault>
}

/** A file that was read whole. */
export interface Statement extends StatementSummary {
  readonly all: ReadonlyArray<StatementLine>
}
