import type { LedgerPayment, LedgerRefund, LedgerStatus, Provider } from "./ledger.js"
import { SNAP_PROVIDERS } from "./snap/names.js"

const OWN_OPERATIONS = [
  "ifortepay.create",
  "ifortepay.inquire",
  "ifortepay.cancel",
  "zipay.login",
  "zipay.create",
  "zipay.inquire",
  "midtrans.create",
  "midtrans.inquire",
  "midtrans.cancel",
  "midtrans.expire",
  "midtrans.refund",
  "midtrans.image",
  "xendit.create",
  "xendit.inquire",
  "xendit.cancel",
  "xendit.simulate",
  "xendit.refund",
  "xendit.inquireRefund",
] as const

const SNAP_OPERATIONS = ["token", "create", "inquire", "cancel", "refund"] as const

/** One of `OPERATIONS`: what a fault can strike. */
export type Operation =
  | (typeof OWN_OPERATIONS)[number]
  | `${(typeof SNAP_PROVIDERS)[number]}.${(typeof SNAP_OPERATIONS)[number]}`

/** The places on the wire where a fault can be put. */
export const OPERATIONS: readonly [Operation, ...Operation[]] = [
  ...OWN_OPERATIONS,
  ...SNAP_PROVIDERS.flatMap((provider) => SNAP_OPERATIONS.map((verb) => `${provider}.${verb}` as const)),
]

/** A request as it came, its body read to the end. */
export interface WireRequest {
  readonly method: string
  /** Below the acquirer's base URL, without the query: `/ewallet/v2/inquiry`. */
  readonly path: string
  /** What stands in the path where the route has `{id}`, decoded; empty where it has none. */
  readonly id: string
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
  /** Asked first: the merchant's `accessToken` in the answer goes along as bearer token. */
  readonly token?: {
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
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
  /** No signature, and no token, at all. */
  readonly unsigned?: boolean
}

/** One acquirer: what it answers, and what it tells merchants. */
export interface Dialect {
  readonly provider: Provider

  readonly routes: ReadonlyArray<Route>
  /** An answer about the request as such: unknown path (404), method (405), too large (413), crash (500). */
  refuse(status: number, message: string): WireAnswer
  /** The word the wire uses for a payment now. */
  word(payment: LedgerPayment): string

  /** Is the merchant told when a payment becomes this? */
  announces(status: LedgerStatus): boolean
  /** Is the merchant told of this step of a refund? Absent: of every one. */
  readonly announcesRefund?: (refund: LedgerRefund) => boolean
  /** `refund`: the callback is about this refund of the payment. */
  callback(payment: LedgerPayment, overrides?: CallbackOverrides, refund?: LedgerRefund): RawCallback
  /** Does this HTTP status mean that the merchant has taken the callback? */
  accepts(status: number): boolean
  /** Waits before each repetition of a callback that was not taken, in milliseconds. */
  readonly retryDelaysMs: ReadonlyArray<number>
  /** How many repetitions an answer with this HTTP status gets. Absent: as many as there are waits. */
  readonly repetitions?: (status: number) => number

  /** The acquirer's id for the next refund of a payment. Absent where it documents no refund. */
  readonly nextRefundId?: (payment: LedgerPayment) => string

  /** The payload of the QR to print. */
  readonly staticQr: string
  /** Opens a payment of `amount` rupiah on it, unpaid as yet. */
  openStatic(amount: number): LedgerPayment
  /** The app that pays when nobody says which. */
  defaultIssuer(payment: LedgerPayment): string

  /** Back to the state after start. */
  reset(): void
}

/** An acquirer that announces payments to one address of its dashboard. */
export interface AnnouncingDialect extends Dialect {
  /** Where payments are announced from now on. */
  setCallbackUrl(url: string | undefined): void
}

/** What is answered where. */
export interface Route {
  readonly method: "GET" | "POST"
  /** Below the base URL; `{id}` stands for one segment. */
  readonly path: string
  readonly operation: Operation
  readonly answer: (request: WireRequest) => WireAnswer
}

/** A JSON answer. */
export function jsonAnswer(status: number, content: unknown): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(content) }
}
