import { InvalidRequest, type Operation, QrisError } from "@qriskit/core"
import type { QrisAccountsClient, QrisClient } from "@qriskit/http/webhook-kit"
import { InquiryBudget } from "@qriskit/http/webhook-kit"
import type { QrisModuleOptions } from "./options.js"
import { checkDeclared, checkedProviders, quoted } from "./registered.js"
import type { RegistrationShape } from "./registration-shape.js"
import { QrisSetupError } from "./setup-error.js"

/** One registration: its name, its clients and accounts, and where their callbacks arrive. */
export class QrisRegistration {
  readonly name: string
  readonly webhooks: RegistrationShape["webhooks"]
  readonly options: QrisModuleOptions
  /** The providers with one account, by id. */
  readonly clients: ReadonlyMap<string, QrisClient>
  /** The providers with the accounts of many merchants, by id. */
  readonly accounts: ReadonlyMap<string, QrisAccountsClient>
  #addresses: ReadonlyMap<string, string> = new Map()
  readonly #budgets = new Map<string, InquiryBudget>()

  /** @throws QrisSetupError where the options do not fit the shape */
  constructor(shape: RegistrationShape, options: QrisModuleOptions) {
    this.name = shape.name
    this.webhooks = shape.webhooks
    this.options = options
    const registered = checkedProviders(options)
    checkDeclared(registered, shape)
    this.clients = registered.clients
    this.accounts = registered.accounts
  }

  /** The ids of all providers, each once. */
  get providerIds(): ReadonlyArray<string> {
    return [...new Set([...this.clients.keys(), ...this.accounts.keys()])]
  }

  /** @throws QrisSetupError where there is no such provider */
  client(providerId: string): QrisClient {
    const client = this.clients.get(providerId)
    if (client !== undefined) return client
    throw new QrisSetupError(
      this.accounts.has(providerId)
        ? `"${providerId}" is registered with accounts only: use for(account) of QrisService, or @InjectQrisAccounts("${providerId}").`
        : `No provider "${providerId}" is registered, only ${quoted(this.providerIds)}: add it to providers of QrisModule.`,
    )
  }

  /** @throws QrisSetupError where there are no accounts at such a provider */
  accountsAt(providerId: string): QrisAccountsClient {
    const accounts = this.accounts.get(providerId)
    if (accounts !== undefined) return accounts
    const known = quoted(this.accounts.keys()) || "none"
    throw new QrisSetupError(
      `No accounts at "${providerId}" are registered, only ${known}: add them to accounts of QrisModule.`,
    )
  }

  /**
   * The client that a request or a reference names. What it names may have come from outside: rejects with a
   * `QrisError` if there is none, or if the account cannot be had.
   *
   * @param account `undefined` for the one account of a client
   */
  async clientFor(operation: Operation, providerId: unknown, account?: unknown): Promise<QrisClient> {
    const refuse = (path: string, message: string) =>
      new QrisError({
        provider: "qris",
        operation,
        reason: new InvalidRequest({ outcome: "not_sent", issues: [{ path, message }] }),
      })
    const id = typeof providerId === "string" ? providerId : ""
    const [single, accounts] = [this.clients.get(id), this.accounts.get(id)]
    if (single === undefined && accounts === undefined) {
      throw refuse("provider", `must be one of ${quoted(this.providerIds)}`)
    }
    if (account === undefined) {
      if (single !== undefined) return single
      throw refuse("account", `must be named: "${id}" is registered with accounts only`)
    }
    if (accounts === undefined)
      throw refuse("account", `must be absent: "${id}" is registered without accounts`)
    if (typeof account !== "string") throw refuse("account", "must be text")
    return accounts.account(account)
  }

  /** How often callbacks may make us ask a provider. */
  budget(providerId: string): InquiryBudget {
    const budget = this.#budgets.get(providerId) ?? new InquiryBudget(this.webhooks?.unknownPerSecond ?? 0)
    this.#budgets.set(providerId, budget)
    return budget
  }

  /**
   * Where a provider's callbacks arrive, below the application's global prefix. `undefined` where none are received.
   */
  webhookPath(providerId: string, account?: string): string | undefined {
    if (this.webhooks === undefined) return undefined
    const path = `${this.webhooks.prefix}/${providerId}`
    return account === undefined ? path : `${path}/${account}`
  }

  /** Where callbacks of all providers arrive, by provider. Empty where none are received. */
  get webhookPaths(): ReadonlyArray<{ readonly id: string; readonly path: string }> {
    return this.providerIds.flatMap((id) => {
      const path = this.webhookPath(id)
      return path === undefined ? [] : [{ id, path }]
    })
  }

  /**
   * The callback address that goes along with a payment of a client, where one is configured and the
   * provider takes one.
   */
  notificationUrl({ id, capabilities }: QrisClient, account?: string): string | undefined {
    if (!capabilities.notificationUrl.supported) return undefined
    const address = this.options.notificationUrls?.[id] ?? this.#addresses.get(id)
    return address === undefined || account === undefined ? address : `${address}/${account}`
  }

  /**
   * The same for a payment that names its provider, and its account if it has one. `undefined` for what names neither.
   * Rejects with a `QrisError` where the account cannot be had.
   */
  async notificationUrlFor(providerId: unknown, account: unknown): Promise<string | undefined> {
    const id = typeof providerId === "string" ? providerId : ""
    if (typeof account !== "string") {
      const client = this.clients.get(id)
      return client === undefined ? undefined : this.notificationUrl(client)
    }
    const client = await this.accounts.get(id)?.account(account)
    return client === undefined ? undefined : this.notificationUrl(client, account)
  }

  /** The addresses made from `publicUrl`, once the application's global prefix is known. */
  setAddresses(addresses: ReadonlyMap<string, string>): void {
    this.#addresses = addresses
  }

  /** The address of a provider's callbacks from outside, made from `publicUrl`. */
  addressOf(providerId: string): string | undefined {
    return this.#addresses.get(providerId)
  }
}
