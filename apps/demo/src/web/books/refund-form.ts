import type { RefundInput } from "@qriskit/payments"
import { newRefundId } from "../cashier/order-key.js"
import { typedAmount } from "../cashier/typed-amount.js"
import type { Form } from "../http/form.js"
import type { Words } from "../words/words.js"

/** What somebody typed who wants to give money back. */
export interface RefundEntry {
  /** The refund's id: a form that is sent twice gives back once. */
  readonly id: string
  readonly amount: string
  readonly reason: string
  readonly by: string
}

/** Why an entry is no refund. */
export type RefundMistake = keyof Words["wrongRefund"]

export const emptyRefund = (): RefundEntry => ({ id: newRefundId(), amount: "", reason: "", by: "" })

export const refundEntryOf = (form: Form): RefundEntry => ({
  id: form.text("id") ?? "",
  amount: form.text("amount") ?? "",
  reason: form.text("reason") ?? "",
  by: form.text("by") ?? "",
})

const ID = /^refund-[2-9a-hjkmnp-z]{12}$/
const LONGEST = 255

const isText = (text: string): boolean => text !== "" && text.length <= LONGEST

/** A refund of what was typed, or every mistake in it. No amount means all that is left. */
export const decodeRefund = (
  entry: RefundEntry,
):
  | { readonly ok: true; readonly refund: Omit<RefundInput, "account"> }
  | { readonly ok: false; readonly mistakes: ReadonlyArray<RefundMistake> } => {
  const { id, reason, by } = entry
  const amount = entry.amount === "" ? undefined : typedAmount(entry.amount)
  const mistakes: ReadonlyArray<RefundMistake | false> = [
    !ID.test(id) && "stale",
    entry.amount !== "" && (amount === undefined || amount < 1) && "amount",
    !isText(reason) && "reason",
    !isText(by) && "by",
  ]
  const found = mistakes.filter((mistake) => mistake !== false)
  if (found.length > 0) return { ok: false, mistakes: found }
  return { ok: true, refund: { externalId: id, reason, by, ...(amount !== undefined && { amount }) } }
}
