import type { Sen } from "../money/sen.js"
import type { LineKind } from "../profile/profile.js"
import type { Day } from "../time/day.js"

/** What a person should know about a line. None of these changes an amount. */
export type NoteKind =
  /** An id of the report was destroyed by a spreadsheet: it is no key. */
  | "key_lost"
  /** Gross and fee in the text of a bank line contradict its own amount. */
  | "narrative_contradicts"
  /** A bank line looks like a settlement, and its numbers cannot be read. */
  | "narrative_unreadable"
  /** The report does not say whether such a line takes money away. */
  | "amount_not_told"
  /** A row of a payment stands so far from the others that it became a line of its own. */
  | "apart"
  /** The row could not be read, and was kept because that was asked for. */
  | "unreadable"

/** What is worth knowing of a line. */
export interface Note {
  readonly kind: NoteKind
  readonly message: string
}

/**
 * One line of a report: what it claims, in sen. `undefined` is what the report does not say, which is never 0.
 */
export interface StatementLine {
  /** The row, counted from 1, blank ones included; the first of them where several make one line. */
  readonly row: number
  readonly rows: ReadonlyArray<number>
  readonly kind: LineKind
  readonly channel: "qris" | "card" | undefined
  /** Whether the acquirer paid it out. */
  readonly settled: boolean | undefined
  /** Shown by the bank and not booked yet: it comes again with a date. */
  readonly pending: boolean
  /** The bank takes an earlier line back. */
  readonly reversal: boolean

  readonly providerId: string | undefined
  /** The same id as the provider's callbacks write it. */
  readonly callbackId: string | undefined
  /** Our id: external id, order id or bill number. */
  readonly reference: string | undefined
  readonly rrn: string | undefined
  /** Zeros in front of the RRN were lost and given back: a weaker key. */
  readonly rrnRestored: boolean
  readonly mid: string | undefined
  readonly nmid: string | undefined
  readonly tid: string | undefined
  readonly account: string | undefined
  /** The acquirer's batch, or its payout. */
  readonly batch: string | undefined
  readonly bankReference: string | undefined
  /** The payment that this line takes back. */
  readonly originalId: string | undefined
  /** Which of several lines of one payment. */
  readonly part: string | undefined

  readonly paidAt: Date | undefined
  /** Days are Jakarta's. */
  readonly paidOn: Day | undefined
  readonly settledOn: Day | undefined
  readonly bookedOn: Day | undefined
  readonly valueDate: Day | undefined
  readonly entryDate: Day | undefined
  /** The day of the payments that a bank credit sums up. */
  readonly transactionsOf: Day | undefined

  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly tax: Sen | undefined
  readonly net: Sen | undefined
  readonly balance: Sen | undefined

  /** The report's own word. */
  readonly status: string | undefined
  /** What the bank prints, line by line. Never a key. */
  readonly narrative: ReadonlyArray<string>
  readonly notes: ReadonlyArray<Note>
}

/** Of a line that has none: shared, because most have none. */
export const NO_TEXTS: ReadonlyArray<string> = Object.freeze([])
export const NO_NOTES: ReadonlyArray<Note> = Object.freeze([])

/** A line of which nothing is known yet. */
export const EMPTY_LINE: Omit<StatementLine, "row" | "rows" | "kind"> = {
  channel: undefined,
  settled: undefined,
  pending: false,
  reversal: false,
  providerId: undefined,
  callbackId: undefined,
  reference: undefined,
  rrn: undefined,
  rrnRestored: false,
  mid: undefined,
  nmid: undefined,
  tid: undefined,
  account: undefined,
  batch: undefined,
  bankReference: undefined,
  originalId: undefined,
  part: undefined,
  paidAt: undefined,
  paidOn: undefined,
  settledOn: undefined,
  bookedOn: undefined,
  valueDate: undefined,
  entryDate: undefined,
  transactionsOf: undefined,
  gross: undefined,
  fee: undefined,
  tax: undefined,
  net: undefined,
  balance: undefined,
  status: undefined,
  narrative: NO_TEXTS,
  notes: NO_NOTES,
}
