import type { Capabilities, RefundTerms } from "./capabilities.js"
import { formatRupiah } from "./rupiah.js"

/** A refund that somebody wants, and what is known of its payment. Amounts in rupiah. */
export interface WantedRefund {
  /** The channel of the payment's reference. */
  readonly channel?: string | undefined
  /** What arrived. */
  readonly arrived: number
  /** What was given back already, or is on its way. */
  readonly refunded: number
  /** What to give back now. Absent: all that is left. */
  readonly amount?: number | undefined
  /** When the money arrived. Absent: no window is judged. */
  readonly paidAt?: Date | undefined
}

const MINUTE = 60_000
const DAY = 86_400_000
const JAKARTA_OFFSET = 7 * 3_600_000

/** The terms of a channel: its own, or those of every channel without terms of its own. */
export const refundTermsOf = (
  { refund }: Pick<Capabilities, "refund">,
  channel: string | undefined,
): RefundTerms | undefined =>
  refund.supported
    ? (refund.terms.find((terms) => terms.channel !== undefined && terms.channel === channel) ??
      refund.terms.find((terms) => terms.channel === undefined))
    : undefined

const minuteOfDay = (clockTime: string): number => {
  const [hours = 0, minutes = 0] = clockTime.split(":").map(Number)
  return hours * 60 + minutes
}

/** Whether a time is within hours of the day, Jakarta time; hours that begin late may end the next morning. */
const isWithin = ({ from, until }: { from: string; until: string }, now: Date): boolean => {
  const [begin, end] = [minuteOfDay(from), minuteOfDay(until)]
  const minute = Math.floor(((now.getTime() + JAKARTA_OFFSET) % DAY) / MINUTE)
  return begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end
}

const amountObjection = ({ arrived, refunded, amount }: WantedRefund): string | undefined => {
  const left = arrived - refunded
  if (left <= 0)
    return `all of ${formatRupiah(arrived)} that arrived is given back already, or is on its way back`
  return amount !== undefined && amount > left
    ? `${formatRupiah(amount)} is more than the ${formatRupiah(left)} that is left of ${formatRupiah(arrived)}`
    : undefined
}

/**
 * Why a provider would surely refuse a refund, as a sentence for whoever wants it; `undefined` where nothing known
 * speaks against it. Judged by `capabilities` alone, so nothing is sent. Where a window depends on what only the
 * provider knows, the longest one counts: the provider has the last word.
 *
 * @param now the time at which the refund would be sent
 *
 * @example
 * ```ts
 * import { type Capabilities, objectionToRefund } from "@qriskit/core"
 *
 * declare const capabilities: Capabilities
 *
 * const why = objectionToRefund(
 *   capabilities,
 *   { arrived: 25_000, refunded: 0, amount: 30_000, paidAt: new Date("2026-11-20T03:00:00Z") },
 *   new Date(),
 * )
 * ```
 */
export const objectionToRefund = (
  capabilities: Capabilities,
  wanted: WantedRefund,
  now: Date,
): string | undefined => {
  const { title, refund } = capabilities
  if (!refund.supported) return refund.why
  const overdrawn = amountObjection(wanted)
  if (overdrawn !== undefined) return overdrawn
  const terms = refundTermsOf(capabilities, wanted.channel)
  const over = terms?.channel === undefined ? "" : ` over ${terms.channel}`
  if (terms === undefined)
    return `${title} names no terms on which payments over ${wanted.channel ?? "this channel"} are refunded`
  const { partial, days, closed } = terms
  if (
    days !== undefined &&
    wanted.paidAt !== undefined &&
    now.getTime() > wanted.paidAt.getTime() + days * DAY
  )
    return `${title} refunds payments${over} within ${days} days, and this one is older`
  if (closed !== undefined && isWithin(closed, now))
    return `${title} makes no refunds${over} from ${closed.from} to ${closed.until} Jakarta time`
  const isPartial = (wanted.amount ?? wanted.arrived - wanted.refunded) < wanted.arrived
  return isPartial && !partial.supported ? partial.why : undefined
}
