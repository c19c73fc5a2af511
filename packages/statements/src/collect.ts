import type { StatementReading } from "./engine/reading.js"
import { TooLarge } from "./error.js"
import type { ReadOptions } from "./options.js"
import type { StatementLine } from "./reading/line.js"
import { refuse } from "./refuse.js"
import { limitsOf } from "./source/limits.js"
import type { Statement } from "./summary.js"

/** Reads to the end and keeps every line, as many as are allowed at once. */
export const collected = async (reading: StatementReading, options: ReadOptions): Promise<Statement> => {
  const { lines: most } = limitsOf(options.limits)
  const all: Array<StatementLine> = []
  for await (const batch of reading) {
    if (all.length + batch.length > most) {
      refuse(
        new TooLarge({
          what: "it has more lines",
          limit: `${most} lines at once`,
          advice: "Read it with readBatches, which holds a thousand at a time.",
        }),
      )
    }
    all.push(...batch)
  }
  return { ...reading.summary, all }
}
