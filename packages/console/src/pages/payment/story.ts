import { type Capabilities, objectionToRefund } from "@qriskit/core"
import type {
  OfAccount,
  PaymentRecord,
  PaymentRefund,
  RefundState,
  TimelineEntry,
  Unmatched,
} from "@qriskit/payments"
import type { House } from "../../request/visit.js"
import { type ArrivalEntry, type ArrivalMistake, arrivalEntryOf } from "./arrival-entry.js"
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

/** How a person may say that the money of an order on a printed QR arrived. */
export interface ArrivalView {
  /** Claims that may be its money, the oldest first. */
  readonly claims: ReadonlyArray<Unmatched>
  readonly entry: ArrivalEntry
  readonly mistakes: ReadonlyArray<ArrivalMistake>
}

/** A payment, what is on record about it, and what can be given back of it. */
export interface StoryView {
  readonly record: PaymentRecord
  readonly entries: ReadonlyArray<TimelineEntry>
  readonly refund: RefundView
  /** Of an order on a printed QR whose money is not on record. */
  readonly arrival: ArrivalView | undefined
}

/** What somebody just asked for, and why it was not done. */
export interface Asked {
  readonly refund?: Partial<Pick<RefundView, "entry" | "mistakes" | "refusal">>
  readonly arrival?: Partial<Pick<ArrivalView, "entry" | "mistakes">>
}

/** Money that is on its way back, or may be. */
const UNDER_WAY: ReadonlySet<RefundState> = new Set(["requested", "pending", "unknown"])

const arrivedOf = ({ paidAmount }: PaymentRecord): number => paidAmount ?? 0

const leftOf = (record: PaymentRecord, refunds: ReadonlyArray<PaymentRefund>): number =>
  refunds
    .filter(({ status }) => UNDER_WAY.has(status))
    .reduce((left, { amount }) => left - amount, arrivedOf(record) - (record.refunded ?? 0))

/** As many claims are offered. */
const MOST_CLAIMS = 50

/** Reads what is on record about a payment. Rejects with `NoSuchPayment`. */
export const storyOf = async (
  { payments, options }: House,
  key: string,
  account: OfAccount,
  asked: Asked = {},
): Promise<StoryView> => {
  const record = await payments.get(key, account)
  const isAwaited = record.surplus !== undefined && record.paidAmount === undefined
  const [entries, refunds, claims] = await Promise.all([
    payments.timeline(key, account),
    payments.refunds(key, account),
    isAwaited ? payments.unmatched({ ...account, key, limit: MOST_CLAIMS }) : [],
  ])
  const capabilities = options.providers?.find(({ id }) => id === record.provider)?.capabilities
  const left = leftOf(record, refunds)
  const arrived = arrivedOf(record)
  const wanted = { channel: record.ref?.channel, arrived, refunded: arrived - left, paidAt: record.paidAt }
  const objection = capabilities && objectionToRefund(capabilities, wanted, new Date())
  const refund = { refunds, left, objection, capabilities, mistakes: [], refusal: undefined }
  return {
    record,
    entries,
    refund: { entry: emptyRefund(), ...refund, ...asked.refund },
    arrival: isAwaited
      ? { claims, entry: arrivalEntryOf(new URLSearchParams()), mistakes: [], ...asked.arrival }
      : undefined,
  }
}
