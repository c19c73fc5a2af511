import type { ResolveRefundInput } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { line, readFields } from "../../request/fields.js"
import type { Words } from "../../words/words.js"

/** What somebody typed who says what became of a refund. */
export interface ResolveEntry {
  /** Which refund: its external id. */
  readonly refund: string
  readonly outcome: string
  /** The acquirer's id of it, where they saw one. */
  readonly refundId: string
  readonly why: string
}

/** Why an entry says nothing that can be taken. */
export type ResolveMistake = keyof Words["wrongResolve"]

const readEntry = readFields(
  Schema.Struct({
    refund: Schema.optionalKey(line(64)),
    outcome: Schema.optionalKey(line(64)),
    refundId: Schema.optionalKey(line(255)),
    why: Schema.optionalKey(line(1_000)),
  }),
)

/** What the form holds, however wrong it is. */
export const resolveEntryOf = (form: URLSearchParams): ResolveEntry => {
  const { refund = "", outcome = "", refundId = "", why = "" } = readEntry(form) ?? {}
  return { refund, outcome, refundId, why }
}

/** What became of it; `undefined` where that was not said. */
export const decodeResolve = ({
  refund,
  outcome,
  refundId,
}: ResolveEntry): Pick<ResolveRefundInput, "externalId" | "wentBack" | "refundId"> | undefined => {
  if (refund === "" || (outcome !== "went-back" && outcome !== "stayed")) return undefined
  return { externalId: refund, wentBack: outcome === "went-back", ...(refundId !== "" && { refundId }) }
}
