import { BoundedLog } from "./bounded-log.js"
import type { Clock } from "./clock.js"
import { SandboxError } from "./sandbox-error.js"
import { SNAP_PROVIDERS } from "./snap/names.js"

/** The acquirers that are emulated. */
export const PROVIDERS = ["ifortepay", "zipay", "midtrans", "xendit", ...SNAP_PROVIDERS] as const

/** An acquirer that is emulated. */
export type Provider = (typeof PROVIDERS)[number]

/** The ledger's own words. What the wire says instead is each acquirer's business. */
export type LedgerStatus = "pending" | "paid" | "expired" | "canceled"

/** One thing that happened to a payment. */
export interface LedgerEvent {
  readonly at: Date
  readonly event:
    | "created"
    | "paid"
    | "paid late"
    | "paid again"
    | "expired"
    | "canceled"
    | "provider status set"
    | "refund asked"
    | "refunded"
    | "refund failed"
    | "refunds ended"
  /** Rupiah that moved, for the events that move money. */
  readonly amount?: number
  /** The word that the wire was told to answer. */
  readonly word?: string
}

/** What an acquirer writes down when it makes a QR. */
export interface NewPayment {
  readonly provider: Provider
  readonly paymentId: string
  readonly externalId: string
  readonly orderId: string
  /** Whose external id it is: it is unique within this scope. */
  readonly scope: string
  readonly channel?: string
  readonly kind: "dynamic" | "static"
  /** Rupiah. */
  readonly amount: number
  readonly qrPayload: string
  readonly createdAt: Date
  /** Absent for payments on a static QR, which never expires. */
  readonly expiresAt?: Date
  readonly callbackUrl?: string
}

/** Money on its way back, or given back. */
export interface LedgerRefund {
  /** The acquirer's id. */
  readonly refundId: string
  /** The merchant's id; absent where the acquirer's dashboard was used. */
  readonly key?: string
  /** Rupiah. */
  readonly amount: number
  readonly reason?: string
  readonly askedAt: Date
  status: "pending" | "succeeded" | "failed"
  settledAt?: Date
}

export interface LedgerPayment extends NewPayment {
  readonly history: BoundedLog<LedgerEvent>
  /** Oldest first. */
  readonly refunds: LedgerRefund[]
  /** No further refund is taken. */
  refundsEnded: boolean
  /** The money came after the payment had expired. */
  isLate: boolean
  status: LedgerStatus
  /** Rupiah that arrived, once paid. Other than `amount` only when the payment was forced. */
  paidAmount?: number
  paidAt?: Date
  issuer?: string
  payerName?: string
  /** A word that the wire answers instead of its own, until the status changes. */
  statedWord?: string
}

export interface MoneyIn {
  readonly amount: number
  readonly at: Date
  readonly issuer: string
  readonly payerName: string
  readonly force: boolean
}

/** What a merchant, or somebody at the acquirer's dashboard, wants to give back. */
export type NewRefund = Omit<LedgerRefund, "askedAt" | "settledAt">

/**
 * Told of every change of status, and of every step of a refund; resolves when the first callback has been answered.
 */
export type StatusListener = (payment: LedgerPayment, refund?: LedgerRefund) => Promise<void>

/** Rupiah that are given back, or on their way. */
export function refundedOf({ refunds }: Pick<LedgerPayment, "refunds">): number {
  return refunds.reduce((sum, { status, amount }) => (status === "failed" ? sum : sum + amount), 0)
}

const HISTORY_LIMIT = 50

/** The one ledger under both acquirers' dialects: payments, their states, and what may follow what. */
export class Ledger {
  readonly #clock: Clock
  readonly #limit: number
  readonly #listener: StatusListener
  readonly #payments = new Map<string, LedgerPayment>()
  readonly #idByExternalId = new Map<string, string>()
  readonly #idByQr = new Map<string, string>()
  readonly #expiries = new Map<string, () => void>()

  constructor(clock: Clock, limit: number, listener: StatusListener) {
    this.#clock = clock
    this.#limit = limit
    this.#listener = listener
  }

  open(terms: NewPayment): LedgerPayment {
    const payment: LedgerPayment = {
      ...terms,
      status: "pending",
      history: new BoundedLog(HISTORY_LIMIT),
      refunds: [],
      refundsEnded: false,
      isLate: false,
    }
    this.#record(payment, { event: "created" })
    this.#payments.set(payment.paymentId, payment)
    // Payments on a static QR share its payload and reference: those belong to none of them.
    if (payment.kind === "dynamic") {
      this.#idByExternalId.set(externalKey(payment), payment.paymentId)
      this.#idByQr.set(payment.qrPayload, payment.paymentId)
    }
    if (payment.expiresAt !== undefined) {
      this.#expiries.set(
        payment.paymentId,
        this.#clock.schedule(payment.expiresAt, () => this.#expireIfPending(payment)),
      )
    }
    this.#forgetBeyondLimit()
    void this.#listener(payment)
    return payment
  }

  list(): ReadonlyArray<LedgerPayment> {
    return Array.from(this.#payments.values(), (payment) => this.#current(payment))
  }

  find(paymentId: string): LedgerPayment | undefined {
    const payment = this.#payments.get(paymentId)
    return payment && this.#current(payment)
  }

  findByQr(qrPayload: string): LedgerPayment | undefined {
    const paymentId = this.#idByQr.get(qrPayload)
    return paymentId === undefined ? undefined : this.find(paymentId)
  }

  /** The latest payment under a merchant's id. */
  findByExternalId(provider: Provider, scope: string, externalId: string): LedgerPayment | undefined {
    const paymentId = this.#idByExternalId.get(externalKey({ provider, scope, externalId }))
    return paymentId === undefined ? undefined : this.find(paymentId)
  }

  hasExternalId(provider: Provider, scope: string, externalId: string): boolean {
    return this.#idByExternalId.has(externalKey({ provider, scope, externalId }))
  }

  /** Money arrives. Only a pending payment takes it, and only the amount asked, unless it is forced. */
  pay(payment: LedgerPayment, money: MoneyIn): Promise<void> {
    if (!money.force) {
      requirePending(payment, "paid")
      if (money.amount !== payment.amount) {
        throw new SandboxError(
          "refused",
          `The QR asks for ${payment.amount} rupiah, not ${money.amount}. Use force to let another amount arrive.`,
        )
      }
    }
    if (money.at < payment.createdAt || money.at > this.#clock.now()) {
      throw new SandboxError("refused", "A payment happens between the QR's creation and now.")
    }
    const event = PAID_EVENTS[payment.status]
    payment.isLate = payment.status === "expired"
    payment.paidAmount = money.amount
    payment.paidAt = money.at
    payment.issuer = money.issuer
    payment.payerName = money.payerName
    this.#record(payment, { event, amount: money.amount })
    return this.#become(payment, "paid")
  }

  expire(payment: LedgerPayment): Promise<void> {
    requirePending(payment, "expired")
    this.#record(payment, { event: "expired" })
    return this.#become(payment, "expired")
  }

  cancel(payment: LedgerPayment): Promise<void> {
    requirePending(payment, "canceled")
    this.#record(payment, { event: "canceled" })
    return this.#become(payment, "canceled")
  }

  /** Money goes back, at once or pending. What was paid is the most; refunds that failed do not count. */
  refund(payment: LedgerPayment, wanted: NewRefund): Promise<void> {
    const left = (payment.paidAmount ?? 0) - refundedOf(payment)
    if (payment.refundsEnded) throw new SandboxError("refused", "This payment is refunded no more.")
    if (payment.status !== "paid" || wanted.amount > left)
      throw new SandboxError("refused", `Of this payment ${left} rupiah are left to refund.`)
    const now = this.#clock.now()
    const refund: LedgerRefund = {
      ...wanted,
      askedAt: now,
      ...(wanted.status !== "pending" && { settledAt: now }),
    }
    payment.refunds.push(refund)
    this.#record(payment, { event: REFUND_EVENTS[refund.status], amount: refund.amount })
    delete payment.statedWord
    return this.#listener(payment, refund)
  }

  /** A pending refund comes to its end. */
  settleRefund(payment: LedgerPayment, refund: LedgerRefund, status: "succeeded" | "failed"): Promise<void> {
    if (refund.status !== "pending")
      throw new SandboxError("refused", `This refund is ${refund.status} already.`)
    refund.status = status
    refund.settledAt = this.#clock.now()
    this.#record(payment, { event: REFUND_EVENTS[status], amount: refund.amount })
    return this.#listener(payment, refund)
  }

  /** The time within which this payment can be refunded ends now. */
  endRefunds(payment: LedgerPayment): void {
    payment.refundsEnded = true
    this.#record(payment, { event: "refunds ended" })
  }

  stateWord(payment: LedgerPayment, word: string): void {
    payment.statedWord = word
    this.#record(payment, { event: "provider status set", word })
  }

  clear(): void {
    for (const takeOff of this.#expiries.values()) takeOff()
    this.#payments.clear()
    this.#idByExternalId.clear()
    this.#idByQr.clear()
    this.#expiries.clear()
  }

  /** A real timer may be a moment late: whoever looks at a payment after its expiry sees it expired. */
  #current(payment: LedgerPayment): LedgerPayment {
    if (payment.expiresAt !== undefined && payment.expiresAt <= this.#clock.now())
      void this.#expireIfPending(payment)
    return payment
  }

  async #expireIfPending(payment: LedgerPayment): Promise<void> {
    if (payment.status === "pending") await this.expire(payment)
  }

  #become(payment: LedgerPayment, status: LedgerStatus): Promise<void> {
    payment.status = status
    delete payment.statedWord
    this.#takeOffExpiry(payment)
    return this.#listener(payment)
  }

  #record(payment: LedgerPayment, event: Omit<LedgerEvent, "at">): void {
    payment.history.append({ at: this.#clock.now(), ...event })
  }

  #takeOffExpiry(payment: LedgerPayment): void {
    this.#expiries.get(payment.paymentId)?.()
    this.#expiries.delete(payment.paymentId)
  }

  #forgetBeyondLimit(): void {
    if (this.#payments.size <= this.#limit) return
    const [oldest] = this.#payments.values()
    if (oldest === undefined) return
    this.#takeOffExpiry(oldest)
    this.#payments.delete(oldest.paymentId)
    if (oldest.kind === "static") return
    // A merchant's id may stand for a later payment by now.
    const key = externalKey(oldest)
    if (this.#idByExternalId.get(key) === oldest.paymentId) this.#idByExternalId.delete(key)
    this.#idByQr.delete(oldest.qrPayload)
  }
}

const PAID_EVENTS = {
  pending: "paid",
  paid: "paid again",
  expired: "paid late",
  canceled: "paid late",
} as const satisfies Record<LedgerStatus, LedgerEvent["event"]>

const REFUND_EVENTS = {
  pending: "refund asked",
  succeeded: "refunded",
  failed: "refund failed",
} as const satisfies Record<LedgerRefund["status"], LedgerEvent["event"]>

function requirePending(payment: LedgerPayment, wanted: LedgerStatus): void {
  if (payment.status === "pending") return
  throw new SandboxError("refused", `This payment is ${payment.status} and cannot become ${wanted}.`)
}

function externalKey(payment: Pick<NewPayment, "provider" | "scope" | "externalId">): string {
  return JSON.stringify([payment.provider, payment.scope, payment.externalId])
}
