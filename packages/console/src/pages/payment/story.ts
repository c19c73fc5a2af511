import { type Capabilities, objectionToRefund } from "@qriskit/core"
import type { OfAccount, PaymentRecord, PaymentRefund, RefundState, TimelineEntry } from "@qriskit/payments"
import type { House } from "../../request/visit.js"
import { emptyRefund, type RefundEntry, type RefundMistake } from "./refund-entry.js"

/** What can be given back of a payment, and what was tried. */
export interface RefundView {
  readonly refunds: ReadonlyArray<PaymentRefund>
  /** In rupiah: what arrived and is neither given back nor on its way back. */
  readonly left: number
  /** Why nothing can be given back now, as a sentence for the operator. */
  readonly objection: string | undefined
  readonly capabilities: Capabilities | undefined
  readonly entry: RefundEntry
  readonly mistakes: ReadonlyArray<RefundMistake>
  /** Why what was just asked for was not done. */
  readonly refusal: string | undefined
}

/** A payment, what is on record about it, and what can be given back of it. */
export interface StoryView {
  readonly record: PaymentRecord
  readonly entries: ReadonlyArray<TimelineEntry>
  readonly refund: RefundView
}

/** Money that is on its way back, or may be. */
const UNDER_WAY: ReadonlySet<RefundState> = new Set(["requested", "pending", "unknown"])

const arrivedOf = ({ paidAmount }: PaymentRecord): number => paidAmount ?? 0

const leftOf = (record: PaymentRecord, refunds: ReadonlyArray<PaymentRefund>): number =>
  refunds
    .filter(({ status }) => UNDER_WAY.has(status))
    .reduce((left, { amount }) => left - amount, arrivedOf(record) - (record.refunded ?? 0))

/**
 * Reads what is on record about a payment. Rejects with `NoSuchPayment`.
 *
 * @param asked what somebody just asked for, and why it was not done
 */
export const storyOf = async (
  { payments, options }: House,
  key: string,
  account: OfAccount,
  asked: Partial<Pick<RefundView, "entry" | "mistakes" | "refusal">> = {},
): Promise<StoryView> => {
  const record = await payments.get(key, account)
  const [entries, refunds] = await Promise.all([
    payments.timeline(key, account),
    payments.refunds(key, account),
  ])
  const capabilities = options.providers?.find(({ id }) => id === record.provider)?.capabilities
  const left = leftOf(record, refunds)
  const arrived = arrivedOf(record)
  const wanted = { channel: record.ref?.channel, arrived, refunded: arrived - left, paidAt: record.paidAt }
  const objection = capabilities && objectionToRefund(capabilities, wanted, new Date())
  const refund = { refunds, left, objection, capabilities, mistakes: [], refusal: undefined }
  return { record, entries, refund: { entry: emptyRefund(), ...refund, ...asked } }
}
