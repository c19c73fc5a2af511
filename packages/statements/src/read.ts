import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { collected } from "./collect.js"
import { type Detection, detectFile } from "./detect/detect.js"
import { StatementReading } from "./engine/reading.js"
import { StatementError } from "./error.js"
import type { ReadOptions } from "./options.js"
import type { StatementLine } from "./reading/line.js"
import type { StatementSource } from "./source/byte-source.js"
import type { Statement, StatementSummary } from "./summary.js"

/** Whatever is no refusal is a bug, and dies as one. */
const refusalOf = (error: unknown): StatementError => {
  if (error instanceof StatementError) return error
  throw error
}

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, StatementError> =>
  Effect.promise(() =>
    run().then(
      (value): Result.Result<A, StatementError> => Result.succeed(value),
      (error: unknown) => Result.fail(refusalOf(error)),
    ),
  ).pipe(Effect.flatMap(Effect.fromResult))

/**
 * Reads a file whole: its lines, and what proves them. Fails with a `StatementError` where anything in it cannot be
 * read or does not add up, and then nothing of it may be used. The source is bytes, `{ path }`, or a stream of bytes.
 *
 * @example
 * ```ts
 * import { read } from "@qriskit/statements"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function* () {
 *   const statement = yield* read({ path: "MSR_20261006.csv" })
 *   yield* Effect.log(statement.profile.id, statement.lines, statement.totals.net)
 * })
 * ```
 */
export const read = Effect.fn("Statements.read")((source: StatementSource, options: ReadOptions = {}) =>
  attempt((): Promise<Statement> => collected(new StatementReading(source, options), options)),
)

/**
 * Reads a file of any size in constant memory: `onBatch` gets up to a hundred lines at a time, in the order of the
 * file. What it got counts only when the whole succeeds: write in one transaction, and commit afterwards.
 *
 * @returns what the file came to as a whole
 */
export const readBatches = <E, R>(
  source: StatementSource,
  options: ReadOptions,
  onBatch: (lines: ReadonlyArray<StatementLine>) => Effect.Effect<void, E, R>,
): Effect.Effect<StatementSummary, StatementError | E, R> =>
  Effect.suspend(() => {
    const reading = new StatementReading(source, options)
    return Stream.fromAsyncIterable(reading, refusalOf).pipe(
      Stream.runForEach(onBatch),
      Effect.map(() => reading.summary),
    )
  }).pipe(Effect.withSpan("Statements.readBatches"))

/** Which report a file is, and why: without reading its lines, and without failing where it is none or several. */
export const detect = Effect.fn("Statements.detect")((source: StatementSource, options: ReadOptions = {}) =>
  attempt((): Promise<Detection> => detectFile(source, options)),
)
