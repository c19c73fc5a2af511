import { Inject } from "@nestjs/common"
import { DEFAULT_REGISTRATION } from "./default-registration.js"
import { QrisService } from "./qris.service.js"

/** The token of one provider's client: for `useFactory`'s `inject` and for tests. */
export const qrisProviderToken = (providerId: string, registration = DEFAULT_REGISTRATION): symbol =>
  Symbol.for(`@qriskit/nestjs/provider/${registration}/${providerId}`)

/** The token of the accounts at one provider. */
export const qrisAccountsToken = (providerId: string, registration = DEFAULT_REGISTRATION): symbol =>
  Symbol.for(`@qriskit/nestjs/accounts/${registration}/${providerId}`)

/** The token of a registration's `QrisService`: the class itself for the one without a name. */
export const qrisServiceToken = (registration = DEFAULT_REGISTRATION): symbol | typeof QrisService =>
  registration === DEFAULT_REGISTRATION ? QrisService : Symbol.for(`@qriskit/nestjs/service/${registration}`)

/**
 * Injects a provider's client, with the verbs and types of that provider.
 *
 * @param providerId such as `"zipay"`
 * @param registration the `name` that `QrisModule.forRoot` was given, where it was given one
 *
 * @example
 * ```ts
 * import { Injectable } from "@nestjs/common"
 * import { InjectQris } from "@qriskit/nestjs"
 * import type { IfortepayClient } from "@qriskit/provider-ifortepay/promise"
 *
 * @Injectable()
 * export class Checkout {
 *   readonly #ifortepay: IfortepayClient
 *   constructor(@InjectQris("ifortepay") ifortepay: IfortepayClient) {
 *     this.#ifortepay = ifortepay
 *   }
 * }
 * ```
 */
export const InjectQris = (
  providerId: string,
  registration?: string,
): PropertyDecorator & ParameterDecorator => Inject(qrisProviderToken(providerId, registration))

/**
 * Injects the accounts of many merchants at a provider: to `forget` one whose credentials were changed.
 *
 * @param providerId such as `"zipay"`
 * @param registration the `name` that `QrisModule.forRoot` was given, where it was given one
 *
 * @example
 * ```ts
 * import { Injectable } from "@nestjs/common"
 * import { InjectQrisAccounts, type QrisAccountsClient } from "@qriskit/nestjs"
 *
 * @Injectable()
 * export class Onboarding {
 *   readonly #zipay: QrisAccountsClient
 *   constructor(@InjectQrisAccounts("zipay") zipay: QrisAccountsClient) {
 *     this.#zipay = zipay
 *   }
 *   changed = (account: string) => this.#zipay.forget(account)
 * }
 * ```
 */
export const InjectQrisAccounts = (
  providerId: string,
  registration?: string,
): PropertyDecorator & ParameterDecorator => Inject(qrisAccountsToken(providerId, registration))

/** Injects the `QrisService` of a registration with a name. Without a name, inject the class `QrisService`. */
export const InjectQrisService = (registration?: string): PropertyDecorator & ParameterDecorator =>
  Inject(qrisServiceToken(registration))
