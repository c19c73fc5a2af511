import { isStatementError, StatementReading } from "./engine/reading.js"
import type { StatementError } from "./error.js"
import { contentOf, type LineKey, lineKeys } from "./keys/line-key.js"
import { type AgreedRate, agreedFee, compareFee, expectedFees, type FeeVerdict } from "./mdr/expected-fee.js"
import type { MdrCategory } from "./mdr/rates.js"
import type { Sen } from "./money/sen.js"
import type { ReadOptions } from "./options.js"
import type { StatementLine } from "./reading/line.js"
import type { StatementSource } from "./source/byte-source.js"
import type { StatementSummary } from "./summary.js"
import { type Day, jakartaDay } from "./time/day.js"

/** What a fee should be: Bank Indonesia's rate of a category, or what was agreed. */
export type FeeExpectation =
  | {
      readonly category: MdrCategory
      /** See `FeeQuestion`. */
      readonly exemptSince?: Day
      /** In sen: providers round as they like. Default: a rupiah. */
      readonly tolerance?: Sen
    }
  | { readonly agreed: AgreedRate; readonly tolerance?: Sen }

/** How a statement is read for an import. */
export interface StatementFromOptions extends ReadOptions {
  /** Lines whose fee is another are marked. Absent: fees are not judged. */
  readonly fees?: FeeExpectation
}

/** A line with what a ledger needs to know it again. */
export interface KeyedLine extends StatementLine {
  /** What identifies it in every file that has it; `undefined` for one that is pending or cannot be read. */
  readonly key: string | undefined
  /** What it says beside that. */
  readonly content: string
  /** How its fee compares with what is expected. */
  readonly feeVerdict: FeeVerdict
}

const verdictOn = (line: StatementLine, fees: FeeExpectation | undefined): FeeVerdict => {
  if (fees === undefined || line.gross === undefined || line.kind !== "payment") return "unknown"
  if ("agreed" in fees) return compareFee(line.fee, [agreedFee(line.gross, fees.agreed)], fees.tolerance)
  const day = line.paidOn ?? (line.paidAt === undefined ? undefined : jakartaDay(line.paidAt.getTime()))
  if (day === undefined) return "unknown"
  const { category, exemptSince } = fees
  const question = { category, gross: line.gross, day, ...(exemptSince === undefined ? {} : { exemptSince }) }
  return compareFee(line.fee, expectedFees(question), fees.tolerance)
}

/** A file that is read while somebody else imports it: batches of lines, once, and what it came to afterwards. */
export interface StatementFrom extends AsyncIterable<ReadonlyArray<KeyedLine>> {
  /** After the last batch. */
  readonly summary: StatementSummary
  /** Whether what the iteration threw refuses the file. */
  isRefusal(error: unknown): error is StatementError
}

/**
 * A statement for `payments.statements.import`: the file, read while it is imported, in constant memory. Nothing is
 * read before. A password is used and not kept.
 *
 * @param source bytes, `{ path }`, or a stream of bytes
 * @example
 * ```ts
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 * import { statementFrom } from "@qriskit/statements"
 *
 * export const take = (payments: PaymentsClient, path: string, password: string) =>
 *   payments.statements.import(statementFrom({ path }, { password, fees: { category: "UMI" } }), {
 *     by: "Siti, finance",
 *     provider: "zipay",
 *   })
 * ```
 */
export const statementFrom = (
  source: StatementSource,
  { fees, ...options }: StatementFromOptions = {},
): StatementFrom => {
  const reading = new StatementReading(source, options)
  return {
    async *[Symbol.asyncIterator]() {
      let keyOf: LineKey | undefined
      for await (const batch of reading) {
        keyOf ??= lineKeys(reading.profile)
        const key = keyOf
        yield batch.map((line) => ({
          ...line,
          key: key(line),
          content: contentOf(line),
          feeVerdict: verdictOn(line, fees),
        }))
      }
    },
    get summary() {
      return reading.summary
    },
    isRefusal: isStatementError,
  }
}
