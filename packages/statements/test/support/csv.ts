import { readFileSync } from "node:fs"
import { StatementError } from "../../src/error.js"
import type { ReadOptions } from "../../src/options.js"
import { readStatement } from "../../src/promise.js"
import { sample } from "./samples.js"

/** A report's text, one piece of it replaced: what is not there cannot be replaced by mistake. */
export const altered = (
  name: string,
  ...changes: ReadonlyArray<readonly [from: string, to: string]>
): Buffer =>
  Buffer.from(
    changes.reduce(
      (text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
        return text.replace(from, to)
      },
      readFileSync(sample(name), "utf8"),
    ),
  )

/** What reading fails with; fails itself where it does not. */
export const refusalOf = async (source: Uint8Array, options: ReadOptions = {}) => {
  const result: unknown = await readStatement(source, options).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (result instanceof StatementError) return result.reason
  throw result ?? new Error("It was read.")
}

/** The sentence of a refusal. */
export const complaintOf = async (source: Uint8Array, options: ReadOptions = {}): Promise<string> =>
  (await refusalOf(source, options)).message

/** Rows of cells as a delimited text. */
export const delimited = (rows: ReadonlyArray<ReadonlyArray<string>>, delimiter = ","): Buffer =>
  Buffer.from(
    rows
      .map((row) =>
        row
          .map((cell) => (/["\r\n,;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
          .join(delimiter),
      )
      .join("\r\n"),
  )
