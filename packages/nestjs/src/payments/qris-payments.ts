import { Inject, Injectable } from "@nestjs/common"
import type { OfAccount } from "@qriskit/http/webhook-kit"
import type {
  AcceptMoneyInput,
  CancelOptions,
  ExpectPaymentInput,
  ListPayments,
  OpenOptions,
  OpenPaymentInput,
  PaymentPage,
  PaymentRecord,
  PaymentRefund,
  RefundInput as PaymentRefundInput,
  PaymentsHealth,
  ResolveRefundInput,
  StreamedEvent,
  Watched,
  Watcher,
} from "@qriskit/payments"
import type { PaymentsClient } from "@qriskit/payments/promise"
import { QrisRegistration } from "../registration.js"
import { QrisSetupError } from "../setup-error.js"
import { PAYMENTS, type PaymentsPort } from "./payments-port.js"

/**
 * Durable payments of a registration. Rejects as `PaymentsClient` of `@qriskit/payments/promise` does, and with
 * `QrisSetupError` where the module was given no `payments`.
 *
 * @example
 * ```ts
 * import { Inject, Injectable } from "@nestjs/common"
 * import { QrisPayments } from "@qriskit/nestjs/payments"
 *
 * @Injectable()
 * export class Checkout {
 *   readonly #payments: QrisPayments
 *   constructor(@Inject(QrisPayments) payments: QrisPayments) {
 *     this.#payments = payments
 *   }
 *   start = (key: string) => this.#payments.open({ key, amount: 25_000, provider: "zipay" })
 * }
 * ```
 */
@Injectable()
export class QrisPayments {
  readonly #registration: QrisRegistration
  readonly #payments: PaymentsPort | undefined

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
  ) {
    this.#registration = registration
    this.#payments = payments
  }

  /** Whether the module was given `payments`. */
  get isConfigured(): boolean {
    return this.#payments !== undefined
  }

  /**
   * The client itself: anomalies, dead letters, handlers that join the transaction, and the rest.
   *
   * @throws QrisSetupError where the module was given no `payments`
   */
  get client(): PaymentsClient {
    if (this.#payments === undefined) {
      throw new QrisSetupError(
        'QrisPayments needs durable payments: write payments: (providers) => createPayments({ database: "./data", providers }) in the options of QrisModule.',
      )
    }
    // The port is the part of the client that the module calls; what the user gave it is the whole.
    return this.#payments as PaymentsClient
  }

  /**
   * Makes an order's QR, once for each key of an account. The configured `notificationUrls` go along where the provider
   * takes one, and end in the account where the payment has one.
   */
  async open(input: OpenPaymentInput, options?: OpenOptions): Promise<PaymentRecord> {
    const notificationUrl = await this.#registration.notificationUrlFor(input?.provider, input?.account)
    const request = notificationUrl === undefined ? input : { notificationUrl, ...input }
    return this.client.open(request, options)
  }

  /**
   * Expects an order's money on a printed QR, with an amount that no other open order has there. Once for each
   * key of an account.
   */
  async expect(input: ExpectPaymentInput): Promise<PaymentRecord> {
    return this.client.expect(input)
  }

  /** Takes it, on a person's word, that the money of an order on a printed QR arrived. */
  async acceptMoney(key: string, input: AcceptMoneyInput, of?: OfAccount): Promise<PaymentRecord> {
    return this.client.acceptMoney(key, input, of)
  }

  /** The record of a key, which is unique within its account. */
  async get(key: string, of?: OfAccount): Promise<PaymentRecord> {
    return this.client.get(key, of)
  }

  /** Records, newest first, in pages. */
  async list(query?: ListPayments): Promise<PaymentPage> {
    return this.client.list(query)
  }

  /** Ends a payment that is not paid. */
  async cancel(key: string, options?: CancelOptions): Promise<PaymentRecord> {
    return this.client.cancel(key, options)
  }

  /**
   * Gives money back: all that is left, or `amount`; several times, never more than arrived. A refund whose outcome is
   * unknown is returned as that, and found again by asking.
   */
  async refund(key: string, input: PaymentRefundInput): Promise<PaymentRefund> {
    return this.client.refund(key, input)
  }

  /** Takes a person's word for what became of a refund of which the provider says nothing. */
  async resolveRefund(key: string, input: ResolveRefundInput, of?: OfAccount): Promise<PaymentRecord> {
    return this.client.resolveRefund(key, input, of)
  }

  /** The refunds of a payment, in their order. */
  async refunds(key: string, of?: OfAccount): Promise<ReadonlyArray<PaymentRefund>> {
    return this.client.refunds(key, of)
  }

  /** Webhooks onward, where payments were given `endpoints`. */
  get endpoints(): PaymentsClient["endpoints"] {
    return this.client.endpoints
  }

  /** What acquirers and banks report: imports, matches, findings, days. */
  get statements(): PaymentsClient["statements"] {
    return this.client.statements
  }

  /** How payments are: lags, dead letters, anomalies, providers that are not asked for now. */
  async health(): Promise<PaymentsHealth> {
    return this.client.health()
  }

  /** Every event of every payment, after `cursor` or from now on, for live pages. End it by leaving the loop. */
  events(cursor?: number): AsyncIterable<StreamedEvent> {
    return this.client.events(cursor)
  }

  /**
   * Tells a watcher what happens to a payment, an account's payments or all, by whichever process: for live pages.
   * Returns what ends it.
   */
  watch(watched: Watched, watcher: Watcher): () => void {
    return this.client.watch(watched, watcher)
  }
}
