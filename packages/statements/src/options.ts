import type { NumberStyle } from "./money/number-style.js"
import type { StatementProfileInput } from "./profile/profile.js"
import type { Limits } from "./source/limits.js"
import type { Encoding } from "./source/text.js"
import type { Period } from "./time/day.js"

/**
 * What a spreadsheet made of a report: who saved it again must say so, because the cells do not.
 *
 * `excel-id` is an Excel with Indonesian settings: `;` between cells, `1.234,50`, days as `05/10/2026`.
 */
export type Dialect =
  | "excel-id"
  | {
      readonly delimiter?: "," | ";" | "\t" | "|"
      readonly numbers?: NumberStyle
      /** Formats that dates may have beside the profile's. */
      readonly dates?: ReadonlyArray<string>
    }

/** How a file is read. */
export interface ReadOptions {
  /** A built-in profile by its id, or one of your own. Default: the one built-in profile that fits. */
  readonly profile?: string | StatementProfileInput
  /** Of an encrypted archive or workbook. It is used and not kept: no error, log or line holds it. */
  readonly password?: string
  /** Which file of an archive. Default: the one that is a report. */
  readonly entry?: string
  /** What a spreadsheet made of the file. */
  readonly dialect?: Dialect
  /** Of a text file. Default: what the profile says, mostly UTF-8. Never guessed. */
  readonly encoding?: Encoding
  /** The days that the file is about, where it does not say them itself: dates without a year need it. */
  readonly period?: Period
  /** The bank account that a statement is of, where it does not say so itself. */
  readonly account?: string
  /**
   * What becomes of a file in which something cannot be read or does not add up. `refuse` takes nothing of it. `keep`
   * is a person's decision: such rows become lines of the kind `unreadable`, every fault is listed, and the file counts
   * as incomplete, so that nothing may be called missing from it.
   */
  readonly faults?: "refuse" | "keep"
  readonly limits?: Limits
}
