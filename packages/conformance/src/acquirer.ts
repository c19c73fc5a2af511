import type { PaymentRef, ReceivedNotification } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"

/** The verbs that an acquirer sees on its wire. */
export type WireOperation = "create" | "inquire" | "cancel" | "refund" | "inquireRefund"

/** How a callback differs from the one that the acquirer would send now. */
export interface Forgery {
  /** Another word for the status; the signature stays that of the real callback. */
  readonly status?: string
  /** Another amount, in rupiah; the signature stays that of the real callback. */
  readonly amount?: number
  /** A signature that does not verify, or none at all. Without effect where nothing is signed. */
  readonly signature?: "wrong" | "none"
}

/**
 * The provider's server, emulated: what the scenarios need of it. `sandboxAcquirer` makes one of `@qriskit/sandbox`;
 * authors of other providers bring their own.
 *
 * It listens on loopback, keeps its state until it is closed, and does what the real one is documented to do.
 */
export interface Acquirer {
  /** A customer pays all of it. */
  pay(ref: PaymentRef): Promise<void>
  /** The QR runs out unpaid. */
  expire(ref: PaymentRef): Promise<void>
  /** Inquiries and callbacks name this word from now on, documented or not. */
  setStatus(ref: PaymentRef, word: string): Promise<void>
  /** The time within which this payment may be refunded ends now. Without effect where nothing is refunded. */
  endRefunds(ref: PaymentRef): Promise<void>
  /** The callback about a payment as it would be sent now, or a forgery of it. */
  notification(ref: PaymentRef, forgery?: Forgery): Promise<ReceivedNotification>
  /** The next `times` requests of this verb meet a fault. Default: all of them, until `clearFaults`. */
  fault(operation: WireOperation, fault: Fault, times?: number): Promise<void>
  /** No faults any more; answers that a fault holds back are let go. */
  clearFaults(): Promise<void>
  /** Closes its port and every open connection: new connections are refused. */
  refuse(): Promise<void>
  /** Listens again, on the same port. */
  restore(): Promise<void>
  /** How many requests of this verb have reached the wire, whatever became of them. */
  requests(operation: WireOperation): Promise<number>
  /** Its merchants beside the one of its own credentials, where it can have many. */
  readonly accounts?: {
    /** From now on the account's older secrets are refused, and whatever they brought. */
    renew(account: string): Promise<void>
  }
  /** Frees its port and every connection, those that a fault holds open included. */
  close(): Promise<void>
}
