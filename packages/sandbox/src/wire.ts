import type { LedgerPayment, LedgerStatus, Provider } from "./ledger.js"

/** The places on the wire where a fault can be put. */
export const OPERATIONS = [
  "ifortepay.create",
  "ifortepay.inquire",
  "ifortepay.cancel",
  "zipay.login",
  "zipay.create",
  "zipay.inquire",
] as const

/** One of `OPERATIONS`: what a fault can strike. */
export type Operation = (typeof OPERATIONS)[number]

/** A request as it came, its body read to the end. */
export interface WireRequest {
  readonly method: string
  /** Below the acquirer's base URL, without the query: `/ewallet/v2/inquiry`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: Uint8Array
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A callback as it goes out. `url` is absent when nobody said where to send it. */
export interface RawCallback {
  readonly url?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a forged or broken callback says instead of the truth. The signature stays that of the real payment. */
export interface CallbackOverrides {
  /** The status word. */
  readonly status?: string
  /** Rupiah. */
  readonly amount?: number
  /** Any other field, by dotted path. */
  readonly set?: Readonly<Record<string, unknown>>
  /** A signature that does not verify. Without effect for Zipay, which signs nothing. */
  readonly wrongSignature?: boolean
}

/** One acquirer: what it answers, and what it tells merchants. */
export interface Dialect {
  readonly provider: Provider

  /** What is answered, by path below the base URL; all by POST. */
  readonly routes: Readonly<Record<string, Route>>
  /** An answer about the request as such: unknown path (404), method (405), too large (413), crash (500). */
  refuse(status: number, message: string): WireAnswer
  /** The word the wire uses for a payment now. */
  word(payment: LedgerPayment): string

  /** Is the merchant told when a payment becomes this? */
  announces(status: LedgerStatus): boolean
  callback(payment: LedgerPayment, overrides?: CallbackOverrides): RawCallback
  /** Does this HTTP status mean that the merchant has taken the callback? */
  accepts(status: number): boolean
  /** Waits before each repetition of a callback that was not taken, in milliseconds. */
  readonly retryDelaysMs: ReadonlyArray<number>

  /** The payload of the QR to print. */
  readonly staticQr: string
  /** Opens a payment of `amount` rupiah on it, unpaid as yet. */
  openStatic(amount: number): LedgerPayment
  /** The app that pays when nobody says which. */
  defaultIssuer(payment: LedgerPayment): string

  /** Back to the state after start. */
  reset(): void
}

export interface Route {
  readonly operation: Operation
  readonly answer: (request: WireRequest) => WireAnswer
}

/** A JSON answer. */
export function jsonAnswer(status: number, content: unknown): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(content) }
}
