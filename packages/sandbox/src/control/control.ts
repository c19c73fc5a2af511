import type { CallbackRule } from "../callback-script.js"
import type { CallbackAttempt } from "../callbacks.js"
import type { FaultRule } from "../fault.js"
import type { PendingFault } from "../fault-script.js"
import type { JournalEntry } from "../journal.js"
import type { LedgerEvent, LedgerRefund, LedgerStatus, Provider } from "../ledger.js"
import type { SnapMerchantCredentials } from "../snap/credentials.js"
import type { SnapAcquirer } from "../snap/names.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"

/** A payment as the ledger has it. */
export interface SandboxPayment {
  readonly provider: Provider
  readonly paymentId: string
  readonly externalId: string
  readonly orderId: string
  /** Of iFortepay NOBU or SHOPEEPAY, of Midtrans gopay or airpay shopee. */
  readonly channel?: string
  readonly kind: "dynamic" | "static"
  /** What the QR asks; for a static QR, what was paid. Rupiah. */
  readonly amount: number
  /** What arrived, once paid. Rupiah. */
  readonly paidAmount?: number
  /** The ledger's own word. */
  readonly status: LedgerStatus
  /** The word the wire answers. */
  readonly providerStatus: string
  readonly qrPayload: string
  readonly createdAt: Date
  readonly expiresAt?: Date
  readonly paidAt?: Date
  readonly issuer?: string
  readonly payerName?: string
  /** What was given back, or is on its way. */
  readonly refunds: ReadonlyArray<LedgerRefund>
  /** Oldest first; the last 50 events. */
  readonly history: ReadonlyArray<LedgerEvent>
}

/** One of many merchants: its credentials at each acquirer. What is missing of a client's settings is everybody's. */
export interface SandboxAccount {
  readonly account: string
  readonly ifortepay: {
    readonly merchantId: string
    readonly secretUnboundId: string
    readonly hashKey: string
  }
  readonly zipay: {
    readonly userId: string
    readonly password: string
    readonly merchantId: string
    readonly merchantKey: string
  }
  readonly midtrans: { readonly serverKey: string }
  readonly xendit: { readonly secretKey: string; readonly callbackToken: string }
  /** The same at every acquirer that speaks SNAP. */
  readonly snap: SnapMerchantCredentials
}

/** How a customer pays. */
export interface PayOptions {
  /** The customer's app or bank. Default: the acquirer's own. */
  readonly issuer?: string
  readonly payerName?: string
  /**
   * Rupiah. Default: what the QR asks, also where an amount was put into a printed code. Another amount needs `force`;
   * a printed code as it is needs an amount.
   */
  readonly amount?: number
  /** When the customer paid: between the QR's creation and now. Default: now. */
  readonly at?: Date
  /** Let the money arrive although the payment is expired, canceled or paid, or the amount is another. */
  readonly force?: boolean
}

/** What a phone shows after scanning. */
export interface QrReading {
  /** Undefined when the payload does not say. */
  readonly merchantName?: string
  readonly merchantCity?: string
  /** Rupiah; absent when the customer types the amount. */
  readonly amount?: number
  /** Does this sandbox know the QR, so that it can be paid? */
  readonly isPayable: boolean
  /** The payment behind a dynamic QR of this sandbox. */
  readonly payment?: SandboxPayment
}

/** A span of time; the parts add up. */
export interface Span {
  readonly ms?: number
  readonly seconds?: number
  readonly minutes?: number
  readonly hours?: number
}

/**
 * Everything that can be done with a sandbox besides calling its acquirers. The same over HTTP (`connectSandbox`)
 * and in process (`sandbox.control`). Every method rejects with a `SandboxError`.
 */
export interface SandboxControl {
  /** The sandbox's time. */
  now(): Promise<Date>
  /** Moves a manual clock forward, by milliseconds or a span; resolves when everything that fell due is done. */
  advance(by: number | Span): Promise<Date>
  /** Moves a manual clock to a later time; resolves when everything that fell due is done. */
  setTime(at: Date): Promise<Date>

  /** All payments, oldest first. */
  payments(): Promise<ReadonlyArray<SandboxPayment>>
  /** One payment, by its id or QR payload. */
  payment(id: string): Promise<SandboxPayment>
  /** What a QR says, and whether it can be paid here. */
  readQr(qrPayload: string): Promise<QrReading>
  /** Pays as a phone would; resolves when the first callback has been answered, or has failed. */
  pay(idOrQrPayload: string, options?: PayOptions): Promise<SandboxPayment>
  /** The acquirer's printed QR, which carries no amount. */
  staticQr(provider: Provider): Promise<string>
  /** Pays `amount` rupiah on the acquirer's printed QR. */
  payStatic(
    provider: Provider,
    amount: number,
    options?: Omit<PayOptions, "amount" | "at" | "force">,
  ): Promise<SandboxPayment>
  /** Lets a pending payment expire now. */
  expire(id: string): Promise<SandboxPayment>
  /** Cancels a pending payment, as the merchant would. `unsupported` for Zipay, which has no cancel. */
  cancel(id: string): Promise<SandboxPayment>
  /** Makes the wire answer `word`, known or not, until the payment's status changes. */
  setProviderStatus(id: string, word: string): Promise<SandboxPayment>

  /** Gives money back at the acquirer's dashboard, past the merchant's program. Default: all that is left. */
  refund(id: string, options?: { readonly amount?: number }): Promise<SandboxPayment>
  /** Brings a pending refund to its end: by the merchant's id of it, or the acquirer's. */
  settleRefund(id: string, refund: string, status: "succeeded" | "failed"): Promise<SandboxPayment>
  /** The time within which a payment can be refunded ends now. */
  endRefunds(id: string): Promise<SandboxPayment>

  /**
   * One of many merchants, opened when it is first asked for; its credentials follow from the seed and its name. What
   * is another's it does not find.
   */
  account(account: string): Promise<SandboxAccount>
  /**
   * The account gets new secrets at every acquirer. The old ones, and tokens that they brought, are
   * refused from now on.
   */
  renewAccount(account: string): Promise<SandboxAccount>

  readonly faults: FaultControl
  readonly callbacks: CallbackControl

  readonly zipay: {
    /** Where Zipay announces payments; null for nowhere. `{account}` in it stands for the account's name. */
    setCallbackUrl(url: string | null): Promise<void>
    /** Every bearer token handed out so far is refused from now on. */
    revokeTokens(): Promise<void>
  }
  readonly snap: {
    /** Where a SNAP acquirer announces payments from now on; null for nowhere. `{account}` as for Zipay. */
    setCallbackUrl(acquirer: SnapAcquirer, url: string | null): Promise<void>
    /** Every bearer token that the acquirer handed out so far is refused from now on. */
    revokeTokens(acquirer: SnapAcquirer): Promise<void>
  }
  readonly midtrans: {
    /**
     * Where Midtrans announces payments that named no address of their own; null for nowhere. `{account}` as for Zipay.
     */
    setCallbackUrl(url: string | null): Promise<void>
  }
  readonly xendit: {
    /** Where Xendit announces payments; null for nowhere. `{account}` as for Zipay. */
    setCallbackUrl(url: string | null): Promise<void>
  }
  readonly ifortepay: {
    /** Where iFortepay announces payments on its static QR; null for nowhere. */
    setStaticCallbackUrl(url: string | null): Promise<void>
  }

  /** Requests on the acquirers' wire, oldest first; only those after number `since` when it is given. */
  journal(options?: { readonly since?: number }): Promise<ReadonlyArray<JournalEntry>>
  /**
   * Back to the state after start: no payments, tokens, faults, callbacks, journal; a manual clock back at its start.
   */
  reset(options?: { readonly seed?: number }): Promise<void>
}

/** How the acquirers' wire fails. See the README for each kind of fault. */
export interface FaultControl {
  /** Puts a fault after those that wait already. */
  script(rule: FaultRule): Promise<void>
  /** The faults that wait to strike, in order. */
  list(): Promise<ReadonlyArray<PendingFault>>
  /** Forgets the faults that wait and cuts the connections that are held back. */
  clear(): Promise<void>
  /**
   * Closes the port and every connection: clients get ECONNREFUSED. Opens again by itself after `forMs` milliseconds
   * of real time, which is required over HTTP, since nobody could ask for it there.
   */
  refuse(options?: { readonly forMs?: number }): Promise<void>
  /** Opens the port again. */
  restore(): Promise<void>
}

/** What becomes of callbacks, and callbacks made by hand. See the README for `script`. */
export interface CallbackControl {
  /** Says what becomes of the next callbacks: lost, late, twice, out of order, signed wrongly. */
  script(rule: CallbackRule): Promise<void>
  /** Every attempt, oldest first. */
  attempts(): Promise<ReadonlyArray<CallbackAttempt>>
  /** Sends the callback about a payment once more, as it would be now. */
  resend(id: string): Promise<CallbackAttempt>
  /** The raw callback about a payment as it would be sent now, or a forgery of it. Sends nothing. */
  build(id: string, overrides?: CallbackOverrides): Promise<RawCallback>
  /** Sends what `reorder` holds back. */
  release(): Promise<void>
  /** Resolves when no callback is under way. What waits for the clock does not count. */
  idle(): Promise<void>
}
