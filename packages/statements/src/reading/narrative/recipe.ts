import type { Sen } from "../../money/sen.js"
import type { Day } from "../../time/day.js"
import type { Note } from "../line.js"

/** What stands in a settlement's text. Names and remarks are never a key. */
export interface Told {
  readonly channel: "qris" | "card"
  readonly mid: string | undefined
  readonly tid: string | undefined
  readonly transactionsOf: Day | undefined
  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly notes: ReadonlyArray<Note>
}

/** Texts are read up to here: real ones have a few hundred characters. */
const LONGEST = 1_000

/** The text of a line on one line, bounded. */
export const joined = (narrative: ReadonlyArray<string>): string =>
  narrative.join(" ").slice(0, LONGEST).replace(/\s+/g, " ").trim()

const unreadable = (what: string): Note => ({
  kind: "narrative_unreadable",
  message: `the ${what} in the bank's text cannot be read, so neither gross nor fee is taken from it`,
})

/**
 * Gross and fee, where both can be read; they must make up what was booked. A contradiction is shown on the line and
 * does not refuse the file: the booked amount stands.
 */
export const amountsOf = (
  gross: Sen | string,
  fee: Sen | string,
  net: Sen | undefined,
): Pick<Told, "gross" | "fee" | "notes"> => {
  if (typeof gross === "string") return { gross: undefined, fee: undefined, notes: [unreadable("gross")] }
  if (typeof fee === "string") return { gross: undefined, fee: undefined, notes: [unreadable("fee")] }
  if (net === undefined || gross - fee === net) return { gross, fee, notes: [] }
  const message = `the bank's text tells ${gross} − ${fee} = ${gross - fee} sen, and ${net} sen were booked`
  return { gross, fee, notes: [{ kind: "narrative_contradicts", message }] }
}
