import { randomBytes } from "node:crypto"
import type { RefundInput } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { line, readFields } from "../../request/fields.js"
import { typedAmount } from "../../request/typed-amount.js"
import type { Words } from "../../words/words.js"

/** What somebody typed who wants to give money back. */
export interface RefundEntry {
  /** The refund's id: a form that is sent twice gives back once. */
  readonly id: string
  readonly amount: string
  readonly why: string
}

/** Why an entry is no refund. */
export type RefundMistake = keyof Words["wrongRefund"]

/** Digits and letters that nobody takes for others. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

/** A refund's id: random, of 12 letters. A remainder favours some letters a little; 58 bits of chance are left. */
const newId = (): string =>
  `refund-${[...randomBytes(12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("")}`

export const emptyRefund = (): RefundEntry => ({ id: newId(), amount: "", why: "" })

const readEntry = readFields(
  Schema.Struct({
    id: Schema.optionalKey(line(64)),
    amount: Schema.optionalKey(line(64)),
    why: Schema.optionalKey(line(1_000)),
  }),
)

/** What the form holds, however wrong it is. */
export const refundEntryOf = (form: URLSearchParams): RefundEntry => {
  const { id = "", amount = "", why = "" } = readEntry(form) ?? {}
  return { id, amount, why }
}

const ID = /^refund-[2-9a-hjkmnp-z]{12}$/
const LONGEST_REASON = 255

/** A refund of what was typed, or every mistake in it. No amount means all that is left. */
export const decodeRefund = (
  entry: RefundEntry,
):
  | { readonly ok: true; readonly refund: Pick<RefundInput, "externalId" | "amount"> }
  | { readonly ok: false; readonly mistakes: ReadonlyArray<RefundMistake> } => {
  const { id, why } = entry
  const amount = entry.amount === "" ? undefined : typedAmount(entry.amount)
  const mistakes: ReadonlyArray<RefundMistake | false> = [
    !ID.test(id) && "stale",
    entry.amount !== "" && amount === undefined && "amount",
    (why === "" || why.length > LONGEST_REASON) && "reason",
  ]
  const found = mistakes.filter((mistake) => mistake !== false)
  if (found.length > 0) return { ok: false, mistakes: found }
  return { ok: true, refund: { externalId: id, ...(amount !== undefined && { amount }) } }
}
