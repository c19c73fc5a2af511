import { Inject, Injectable } from "@nestjs/common"
import type { Capabilities, Payment } from "@qriskit/core"
import type { CallOptions } from "@qriskit/core/promise"
import type { QrisAccountsClient, QrisClient } from "@qriskit/http/webhook-kit"
import { AccountAtProvider, AccountQris } from "./account-qris.js"
import { type CreatePaymentInput, QrisVerbs } from "./qris-verbs.js"
import { QrisRegistration } from "./registration.js"

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
export class QrisService extends QrisVerbs {
  readonly #registration: QrisRegistration

  constructor(@Inject(QrisRegistration) registration: QrisRegistration) {
    super(registration)
    this.#registration = registration
  }

  /** The ids of the providers, in the order of registration; those with accounts only come last. */
  get providerIds(): ReadonlyArray<string> {
    return this.#registration.providerIds
  }

  /** The ids of the providers with the accounts of many merchants. */
  get accountsAt(): ReadonlyArray<string> {
    return [...this.#registration.accounts.keys()]
  }

  /**
   * One of many merchants: the verbs with its credentials, at the provider that each call names. Nothing is looked up
   * before a verb is called; a verb rejects with `NoSuchAccount` or `AccountUnavailable` where it cannot be had. With a
   * provider's id, `create` takes the request alone.
   *
   * @param account the platform's own name for the merchant: never let a caller choose it
   *
   * @example
   * ```ts
   * import type { QrisService } from "@qriskit/nestjs"
   *
   * const charge = (qris: QrisService, account: string, externalId: string) =>
   *   qris.for(account).create("zipay", { amount: 25_000, externalId })
   * const chargeAtZipay = (qris: QrisService, account: string, externalId: string) =>
   *   qris.for(account, "zipay").create({ amount: 25_000, externalId })
   * ```
   */
  for(account: string): AccountQris
  for(account: string, providerId: string): AccountAtProvider
  for(account: string, providerId?: string): AccountQris | AccountAtProvider {
    return providerId === undefined
      ? new AccountQris(this.#registration, account)
      : new AccountAtProvider(this.#registration, account, providerId)
  }

  /**
   * The accounts at a provider: to `forget` one whose credentials were changed.
   *
   * @throws QrisSetupError where none are registered there
   */
  accounts(providerId: string): QrisAccountsClient {
    return this.#registration.accountsAt(providerId)
  }

  /**
   * One provider's client, for its one account.
   *
   * @throws QrisSetupError where it is not registered
   */
  provider(providerId: string): QrisClient {
    return this.#registration.client(providerId)
  }

  /** What each provider can and cannot do, by id. Of providers with accounts only, an account's client tells. */
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
  create(providerId: string, request: CreatePaymentInput, options?: CallOptions): Promise<Payment> {
    return this.make(providerId, request, options)
  }
}
