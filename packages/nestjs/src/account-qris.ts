import type { Payment } from "@qriskit/core"
import type { CallOptions } from "@qriskit/core/promise"
import type { QrisClient } from "@qriskit/http/webhook-kit"
import { type CreatePaymentInput, QrisVerbs } from "./qris-verbs.js"
import type { QrisRegistration } from "./registration.js"

/** One merchant's account: what `QrisService.for(account)` gives. References of another account are refused. */
export class AccountQris extends QrisVerbs {
  readonly #registration: QrisRegistration
  readonly account: string

  /** Made by `QrisService`. */
  constructor(registration: QrisRegistration, account: string) {
    super(registration, { account })
    this.#registration = registration
    this.account = account
  }

  /**
   * The account's client, with its provider's own fields and verbs. Rejects with `NoSuchAccount`, `AccountUnavailable`.
   */
  provider(providerId: string): Promise<QrisClient> {
    return this.#registration.clientFor("account", providerId, this.account)
  }

  /** Makes a QR of this account's. The callback address that goes along, where one does, ends in the account. */
  create(providerId: string, request: CreatePaymentInput, options?: CallOptions): Promise<Payment> {
    return this.make(providerId, request, options)
  }
}

/** One merchant's account at one provider: what `QrisService.for(account, provider)` gives. */
export class AccountAtProvider extends QrisVerbs {
  readonly #registration: QrisRegistration
  readonly account: string
  readonly providerId: string

  /** Made by `QrisService`. */
  constructor(registration: QrisRegistration, account: string, providerId: string) {
    super(registration, { account, providerId })
    this.#registration = registration
    this.account = account
    this.providerId = providerId
  }

  /** The client, with its provider's own fields and verbs. Rejects with `NoSuchAccount`, `AccountUnavailable`. */
  client(): Promise<QrisClient> {
    return this.#registration.clientFor("account", this.providerId, this.account)
  }

  /** Makes a QR. The callback address that goes along, where one does, ends in the account. */
  create(request: CreatePaymentInput, options?: CallOptions): Promise<Payment> {
    return this.make(this.providerId, request, options)
  }
}
