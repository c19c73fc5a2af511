import { collected } from "./collect.js"
import { type Detection, detectFile } from "./detect/detect.js"
import { StatementReading } from "./engine/reading.js"
import type { ReadOptions } from "./options.js"
import type { StatementLine } from "./reading/line.js"
import type { StatementSource } from "./source/byte-source.js"
import type { Statement, StatementSummary } from "./summary.js"

/**
 * Reads a file whole, for code without Effect. Rejects with the same `StatementError`.
 *
 * @param source bytes, `{ path }`, or a stream of bytes
 * @example
 * ```ts
 * import { formatSen } from "@qriskit/statements"
 * import { readStatement } from "@qriskit/statements/promise"
 *
 * const statement = await readStatement({ path: "MSR_20261006.zip" }, { password: process.env["MSR_PASSWORD"] ?? "" })
 * for (const { row, kind, reference, net } of statement.all) {
 *   console.log(row, kind, reference, net === undefined ? "not told" : formatSen(net))
 * }
 * ```
 */
export const readStatement = (source: StatementSource, options: ReadOptions = {}): Promise<Statement> =>
  collected(new StatementReading(source, options), options)

/**
 * Reads a file of any size in constant memory: `onBatch` gets up to a hundred lines at a time and is waited for. What
 * it got counts only when the promise is fulfilled: write in one transaction, and commit afterwards.
 */
export const readStatementBatches = async (
  source: StatementSource,
  options: ReadOptions,
  onBatch: (lines: ReadonlyArray<StatementLine>) => void | Promise<void>,
): Promise<StatementSummary> => {
  const reading = new StatementReading(source, options)
  for await (const batch of reading) await onBatch(batch)
  return reading.summary
}

/** Which report a file is, and why: without reading its lines, and without rejecting where it is none or several. */
export const detectStatement = (source: StatementSource, options: ReadOptions = {}): Promise<Detection> =>
  detectFile(source, options)
