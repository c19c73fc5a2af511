import type { AcceptMoneyInput } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { minuteOf } from "../../html/time.js"
import { Id, line, readFields } from "../../request/fields.js"
import { typedAmount } from "../../request/typed-amount.js"
import type { Words } from "../../words/words.js"

/** What somebody typed who takes it that an order's money arrived. */
export interface ArrivalEntry {
  /** The claim that it goes by; empty: what they saw elsewhere. */
  readonly claim: string
  readonly amount: string
  /** In Jakarta. */
  readonly at: string
  readonly why: string
}

/** Why an entry says nothing that can be accepted. */
export type ArrivalMistake = keyof Words["wrongArrival"]

const readEntry = readFields(
  Schema.Struct({
    claim: Schema.optionalKey(line(32)),
    amount: Schema.optionalKey(line(64)),
    at: Schema.optionalKey(line(64)),
    why: Schema.optionalKey(line(1_000)),
  }),
)

/** What a form or an address holds, however wrong it is. */
export const arrivalEntryOf = (form: URLSearchParams): ArrivalEntry => {
  const { claim = "", amount = "", at = "", why = "" } = readEntry(form) ?? {}
  return { claim, amount, at, why }
}

const readClaim = readFields(Schema.Struct({ claim: Id }))

/**
 * What was typed, or every mistake in it. What is left empty is taken from the claim, or is what was asked, and now.
 */
export const decodeArrival = (
  entry: ArrivalEntry,
  now: Date,
):
  | { readonly ok: true; readonly arrival: Pick<AcceptMoneyInput, "claim" | "amount" | "arrivedAt"> }
  | { readonly ok: false; readonly mistakes: ReadonlyArray<ArrivalMistake> } => {
  const claim = entry.claim === "" ? {} : readClaim(new URLSearchParams({ claim: entry.claim }))
  const amount = entry.amount === "" ? undefined : typedAmount(entry.amount)
  const arrivedAt = entry.at === "" ? undefined : minuteOf(entry.at)
  const mistakes: ReadonlyArray<ArrivalMistake | false> = [
    claim === undefined && "claim",
    entry.amount !== "" && amount === undefined && "amount",
    entry.at !== "" && (arrivedAt === undefined || arrivedAt > now) && "at",
  ]
  const found = mistakes.filter((mistake) => mistake !== false)
  if (found.length > 0) return { ok: false, mistakes: found }
  return {
    ok: true,
    arrival: {
      ...claim,
      ...(amount !== undefined && { amount }),
      ...(arrivedAt !== undefined && { arrivedAt }),
    },
  }
}
