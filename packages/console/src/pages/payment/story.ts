import { type Capabilities, objectionToRefund } from "@qriskit/core"
import type {
  OfAccount,
  PaymentRecord,
  PaymentRefund,
  RefundState,
  TimelineEntry,
  Unmatched,
} from "@qriskit/payments"
import type { Visit } from "../../request/visit.js"
import { type ArrivalEntry, type ArrivalMistake, arrivalEntryOf } from "./arrival-entry.js"
import { type OnwardView, onwardOf } from "./onward.js"
import { emptyRefund, type RefundEntry, type RefundMistake } from "./refund-entry.js"
import { type ResolveEntry, type ResolveMistake, resolveEntryOf } from "./resolve-entry.js"

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

/** What somebody said of a refund that nobody knows of, and why it was not taken. */
export interface ResolveView {
  readonly entry: ResolveEntry
  readonly mistake: ResolveMistake | undefined
}

/** A payment, what is on record about it, and what can be given back of it. */
export interface StoryView {
  readonly record: PaymentRecord
  readonly entries: ReadonlyArray<TimelineEntry>
  readonly refund: RefundView
  readonly resolve: ResolveView
  /** Of an order on a printed QR whose money is not on record. */
  readonly arrival: ArrivalView | undefined
  /** Where the host handed over endpoints. */
  readonly onward: OnwardView | undefined
}

/** What somebody just asked for, and why it was not done. */
export interface Asked {
  readonly refund?: Partial<Pick<RefundView, "entry" | "mistakes" | "refusal">>
  readonly resolve?: ResolveView
  readonly arrival?: Partial<Pick<ArrivalView, "entry" | "mistakes">>
  /** Behind which message those go on that were sent onward. */
  readonly after?: string | undefined
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
  visit: Visit,
  key: string,
  account: OfAccount,
  asked: Asked = {},
): Promise<StoryView> => {
  const { payments, options } = visit.house
  const record = await payments.get(key, account)
  const isAwaited = record.surplus !== undefined && record.paidAmount === undefined
  const [entries, refunds, claims, onward] = await Promise.all([
    payments.timeline(key, account),
    payments.refunds(key, account),
    isAwaited ? payments.unmatched({ ...account, key, limit: MOST_CLAIMS }) : [],
    onwardOf(visit, record, asked.after),
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
    resolve: asked.resolve ?? { entry: resolveEntryOf(new URLSearchParams()), mistake: undefined },
    arrival: isAwaited
      ? { claims, entry: arrivalEntryOf(new URLSearchParams()), mistakes: [], ...asked.arrival }
      : undefined,
    onward,
  }
}
