/** Sen: hundredths of a rupiah. A fee and a net often are no whole rupiah. */
export type Sen = bigint

/** A calendar day in Jakarta, `2026-10-05`. */
export type Day = string

/** What a line of a statement is. */
export type StatementLineKind =
  | "payment"
  | "payment_part"
  | "refund"
  | "cancel"
  | "adjustment"
  | "payout"
  | "fee"
  | "settlement"
  | "other"
  | "unreadable"

/**
 * One line of a report or of a bank's statement, in sen. `undefined` is what it does not say, which is never 0. What
 * `statementFrom` of `@qriskit/statements` gives has this shape; so may a reader of your own.
 */
export interface LineToImport {
  /** What identifies the line in every file that has it; `undefined` for one that is pending or cannot be read. */
  readonly key: string | undefined
  /** What it says beside that, as one text: two that are equal say the same. */
  readonly content: string
  /** How the fee compares with what was agreed. */
  readonly feeVerdict: "agrees" | "more" | "less" | "unknown"
  readonly row: number
  readonly kind: StatementLineKind
  readonly channel: "qris" | "card" | undefined
  readonly settled: boolean | undefined
  readonly pending: boolean
  readonly reversal: boolean
  readonly providerId: string | undefined
  /** The same id as callbacks write it. */
  readonly callbackId: string | undefined
  readonly reference: string | undefined
  readonly rrn: string | undefined
  readonly rrnRestored: boolean
  readonly mid: string | undefined
  readonly nmid: string | undefined
  readonly tid: string | undefined
  /** Of the bank. */
  readonly account: string | undefined
  readonly batch: string | undefined
  readonly bankReference: string | undefined
  readonly originalId: string | undefined
  readonly part: string | undefined
  readonly paidAt: Date | undefined
  readonly paidOn: Day | undefined
  readonly settledOn: Day | undefined
  readonly bookedOn: Day | undefined
  readonly entryDate: Day | undefined
  readonly valueDate: Day | undefined
  readonly transactionsOf: Day | undefined
  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly tax: Sen | undefined
  readonly net: Sen | undefined
  readonly status: string | undefined
  /** What the bank prints. It may name persons: `redact` takes it away. */
  readonly narrative: ReadonlyArray<string>
  readonly notes: ReadonlyArray<{ readonly kind: string; readonly message: string }>
}

/** A row of what the acquirer says that it paid out. */
export interface PayoutToImport {
  readonly mid: string
  readonly date: Day | undefined
  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly net: Sen | undefined
  readonly count: number | undefined
}

/** What a file came to as a whole. */
export interface FileToImport {
  readonly profile: {
    readonly id: string
    readonly title: string
    /** Versions of one report have one family. Default: the id. */
    readonly family?: string
    /** A report about payments, or a statement of a bank account. */
    readonly kind: "acquirer" | "bank"
    /** By which of its days the report is cut. */
    readonly coverage: "paid" | "settled" | "booked"
    /** Working days until a payment is in it. */
    readonly lag?: number
    /** What may be matched by: providerId, reference, rrn, time, day. */
    readonly keys: ReadonlyArray<string>
  }
  readonly file: {
    readonly bytes: number
    /** SHA-256, in hex: of the bytes, and of the decoded rows. */
    readonly sha256: string
    readonly rowsSha256: string
    readonly entry: string | undefined
  }
  /** How many lines were handed over. */
  readonly lines: number
  readonly totals: {
    readonly gross: Sen | undefined
    readonly fee: Sen | undefined
    readonly tax: Sen | undefined
    readonly net: Sen | undefined
  }
  readonly opening: Sen | undefined
  readonly closing: Sen | undefined
  readonly payouts: ReadonlyArray<PayoutToImport>
  readonly account: string | undefined
  readonly reportDate: Day | undefined
  readonly period: { readonly from: Day; readonly until: Day } | undefined
  readonly days: { readonly from: Day; readonly until: Day } | undefined
  readonly isComplete: boolean
  readonly incompleteBecause: ReadonlyArray<string>
}

/**
 * A statement that is read while it is imported: batches of lines, once, and what the file came to afterwards. `E` is
 * what reading may be refused with.
 */
export interface StatementToImport<E = never> extends AsyncIterable<ReadonlyArray<LineToImport>> {
  /** After the last batch. */
  readonly summary: FileToImport
  /** Whether what the iteration threw says that the file is refused; anything else is a defect. */
  isRefusal(error: unknown): error is E
}
