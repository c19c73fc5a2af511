import { type Sen, senOf } from "../money/sen.js"
import type { StatementProfile } from "../profile/profile.js"
import type { StatementLine } from "../reading/line.js"
import { type Day, jakartaDay } from "../time/day.js"
import { comparableMid, isSameMid } from "./merchant-id.js"

/**
 * By what a payment and a line are found to be one, the strongest first.
 *
 * 1. `providerId`: the provider's id of the payment
 * 2. `reference`: our external id, order id or bill number
 * 3. `rrn`: RRN and gross
 * 4. `rrn_restored`: the same, its lost zeros given back
 * 5. `time`: gross and time within a window, and only where it is one to one from both sides
 * 6. `day`: the total of a merchant id's day; it names no payment
 */
export type MatchedBy = "providerId" | "reference" | "rrn" | "rrn_restored" | "time" | "day"

/** 1 is the strongest. */
export const STRENGTH: Readonly<Record<MatchedBy, number>> = {
  providerId: 1,
  reference: 2,
  rrn: 3,
  rrn_restored: 4,
  time: 5,
  day: 6,
}

/** One way in which a payment and a line may be found to be one. */
export interface MatchingKey {
  readonly by: MatchedBy
  /** 1 is the strongest. A weaker key never overrides a stronger one that disagrees. */
  readonly strength: number
  /** Equal on both sides. */
  readonly key: string
}

/** What is known of a payment on our side. */
export interface OurPayment {
  readonly providerPaymentId?: string
  readonly externalId: string
  readonly orderId?: string
  readonly rrn?: string
  readonly mid?: string
  /** What was paid, in whole rupiah. */
  readonly paidAmount: number
  readonly paidAt?: Date
}

const key = (by: MatchedBy, ...parts: ReadonlyArray<string>): MatchingKey => ({
  by,
  strength: STRENGTH[by],
  key: [by === "rrn_restored" ? "rrn" : by, ...parts].join("\u001f"),
})

const RRN_WIDTH = 12

/**
 * The keys of a line: those that its profile offers and that the line has.
 *
 * A key that a spreadsheet destroyed is none; names, remarks and a bank's text never are.
 */
export const keysOfLine = (
  line: StatementLine,
  profile: Pick<StatementProfile, "keys">,
): ReadonlyArray<MatchingKey> => {
  const offered = new Set(profile.keys)
  const keys: Array<MatchingKey> = []
  if (line.pending || line.kind === "unreadable") return keys
  if (offered.has("providerId")) {
    for (const id of [line.callbackId, line.providerId]) {
      if (id !== undefined) keys.push(key("providerId", id))
    }
  }
  if (offered.has("reference") && line.reference !== undefined) keys.push(key("reference", line.reference))
  const { rrn, gross } = line
  if (offered.has("rrn") && rrn !== undefined && gross !== undefined) {
    keys.push(key(line.rrnRestored ? "rrn_restored" : "rrn", rrn.padStart(RRN_WIDTH, "0"), String(gross)))
  }
  if (offered.has("time") && gross !== undefined && line.paidAt !== undefined)
    keys.push(key("time", String(gross)))
  const day = line.transactionsOf ?? line.paidOn
  if (offered.has("day") && line.mid !== undefined && day !== undefined && line.channel !== "card") {
    keys.push(key("day", comparableMid(line.mid), day))
  }
  return keys
}

/** The keys of a payment of ours. An RRN alone is none: it may repeat over the years. */
export const keysOfPayment = (payment: OurPayment): ReadonlyArray<MatchingKey> => {
  const gross = String(senOf(payment.paidAmount))
  const { providerPaymentId, externalId, orderId, rrn, mid, paidAt } = payment
  const references = new Set([externalId, ...(orderId === undefined ? [] : [orderId])])
  return [
    ...(providerPaymentId === undefined ? [] : [key("providerId", providerPaymentId)]),
    ...[...references].map((reference) => key("reference", reference)),
    ...(rrn === undefined ? [] : [key("rrn", rrn.padStart(RRN_WIDTH, "0"), gross)]),
    ...(paidAt === undefined ? [] : [key("time", gross)]),
    ...(paidAt === undefined || mid === undefined
      ? []
      : [key("day", comparableMid(mid), jakartaDay(paidAt.getTime()))]),
  ]
}

/** How far a report's time may be from ours, both included. */
export interface MatchWindow {
  /** In milliseconds. Default: a minute. */
  readonly timeMillis?: number
}

/** By what a line and a payment are one, and where they differ all the same. */
export interface Agreement {
  readonly by: MatchedBy
  readonly strength: number
  /** The same id and another amount is an amount that differs, and never "no match". */
  readonly differs: ReadonlyArray<"gross" | "mid">
}

const WINDOW_MILLIS = 60_000

const isNear = (
  line: StatementLine,
  { paidAt }: OurPayment,
  { timeMillis = WINDOW_MILLIS }: MatchWindow,
): boolean =>
  line.paidAt !== undefined &&
  paidAt !== undefined &&
  Math.abs(line.paidAt.getTime() - paidAt.getTime()) <= timeMillis

/**
 * Whether a line is about a payment, by the strongest key that both have; `undefined` where it is not.
 *
 * Of a pair that only agrees by `time` it is not known yet that it is one to one: whoever matches must look from both
 * sides, and leave twins to a person.
 */
export const agreementOf = (
  line: StatementLine,
  payment: OurPayment,
  profile: Pick<StatementProfile, "keys">,
  window: MatchWindow = {},
): Agreement | undefined => {
  const ours = new Set(keysOfPayment(payment).map(({ key }) => key))
  const shared = keysOfLine(line, profile).filter(({ key, by }) => by !== "day" && ours.has(key))
  const found = shared.find(({ by }) => {
    if (by === "time") return isNear(line, payment, window) && isSameMid(line.mid, payment.mid)
    return by === "providerId" || by === "reference" || isSameMid(line.mid, payment.mid)
  })
  if (found === undefined) return undefined
  if (found.by === "time" && hasOtherId(line, payment, profile)) return undefined
  const differs: Array<"gross" | "mid"> = []
  if (line.kind === "payment" && line.gross !== undefined && line.gross !== senOf(payment.paidAmount)) {
    differs.push("gross")
  }
  if (!isSameMid(line.mid, payment.mid)) differs.push("mid")
  return { by: found.by, strength: found.strength, differs }
}

/** A line that names another payment of ours by a stronger key is not this one, however near its time is. */
const hasOtherId = (
  line: StatementLine,
  payment: OurPayment,
  { keys }: Pick<StatementProfile, "keys">,
): boolean =>
  (keys.includes("reference") && line.reference !== undefined && line.reference !== payment.externalId) ||
  (keys.includes("providerId") && line.providerId !== undefined && payment.providerPaymentId !== undefined)

/** The total of a merchant id's day, ours and theirs: for bank lines that name no payment. */
export interface DayTotal {
  readonly mid: string
  readonly day: Day
  readonly gross: Sen
}

/** What day total a bank line is about; `undefined` for a line that is about none. */
export const dayTotalOf = (line: StatementLine): DayTotal | undefined =>
  line.kind === "settlement" &&
  line.channel !== "card" &&
  !line.pending &&
  line.mid !== undefined &&
  line.transactionsOf !== undefined &&
  line.gross !== undefined
    ? { mid: comparableMid(line.mid), day: line.transactionsOf, gross: line.gross }
    : undefined
