import { Inject, Injectable } from "@nestjs/common"
import {
  type Cancellation,
  type Capabilities,
  type CreatePayment,
  type Payment,
  type PaymentRef,
  QrisError,
  Unsupported,
} from "@qriskit/core"
import type { CallOptions } from "@qriskit/core/promise"
import { isCanceling, type QrisClient } from "./qris-client.js"
import { QrisRegistration } from "./registration.js"

/** What every provider's `create` takes: plain values, validated. Fields of one provider alone: use `@InjectQris`. */
export type CreatePaymentInput = (typeof CreatePayment)["Encoded"]

/**
 * Every provider of a registration, chosen at run time. Promises reject with a `QrisError` and nothing else, besides
 * the reason of a signal that was aborted.
 *
 * @example
 * ```ts
 * import { Inject, Injectable } from "@nestjs/common"
 * import { QrisService } from "@qriskit/nestjs"
 *
 * @Injectable()
 * export class Checkout {
 *   readonly #qris: QrisService
 *   constructor(@Inject(QrisService) qris: QrisService) {
 *     this.#qris = qris
 *   }
 *   start = (orderId: string) =>
 *     this.#qris.create("zipay", { amount: 25_000, externalId: `${orderId}-1`, orderId })
 * }
 * ```
 */
@Injectable()
export class QrisService {
  readonly #registration: QrisRegistration

  constructor(@Inject(QrisRegistration) registration: QrisRegistration) {
    this.#registration = registration
  }

  /** The ids of the providers, in the order of registration. */
  get providerIds(): ReadonlyArray<string> {
    return [...this.#registration.clients.keys()]
  }

  /**
   * One provider's client.
   *
   * @throws QrisSetupError where it is not registered
   */
  provider(providerId: string): QrisClient {
    return this.#registration.client(providerId)
  }

  /** What each provider can and cannot do, by id. */
  capabilities(): Readonly<Record<string, Capabilities>> {
    const entries = [...this.#registration.clients].map(
      ([id, { capabilities }]) => [id, capabilities] as const,
    )
    return Object.fromEntries(entries)
  }

  /**
   * Makes a QR. Where the request names no `notificationUrl`, the configured one goes along, if the provider takes one.
   * Never repeated behind the caller's back once the provider may have seen it.
   */
  async create(providerId: string, request: CreatePaymentInput, options?: CallOptions): Promise<Payment> {
    const client = this.#registration.clientFor("create", providerId)
    const notificationUrl = this.#registration.notificationUrl(providerId)
    const full = notificationUrl === undefined ? request : { notificationUrl, ...request }
    const payment = await client.create(full, options)
    // Its callback is expected.
    this.#registration.budget(client.id).know(payment.ref.paymentId)
    return payment
  }

  /** Asks the provider that a reference names what the payment is. */
  async inquire(ref: PaymentRef, options?: CallOptions): Promise<Payment> {
    return this.#registration.clientFor("inquire", ref?.provider).inquire(ref, options)
  }

  /** Invalidates a QR that is not paid yet. Rejects with `Unsupported`, and why, where the provider cannot. */
  async cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation> {
    const client = this.#registration.clientFor("cancel", ref?.provider)
    if (isCanceling(client)) return client.cancel(ref, options)
    const { cancel, title } = client.capabilities
    const why = cancel.supported ? `${title}'s client has no cancel` : cancel.why
    throw new QrisError({ provider: client.id, operation: "cancel", reason: new Unsupported({ why }) })
  }
}
