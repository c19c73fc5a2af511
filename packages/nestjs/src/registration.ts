import { InvalidRequest, type Operation, QrisError } from "@qriskit/core"
import type { QrisModuleOptions } from "./options.js"
import { isQrisClient, type QrisClient } from "./qris-client.js"
import type { RegistrationShape } from "./registration-shape.js"
import { QrisSetupError } from "./setup-error.js"
import { InquiryBudget } from "./webhook/inquiry-budget.js"

const quoted = (texts: Iterable<string>): string => [...texts].map((text) => `"${text}"`).join(", ")

const checkedClients = (providers: unknown): ReadonlyMap<string, QrisClient> => {
  if (!Array.isArray(providers) || providers.length === 0) {
    throw new QrisSetupError(
      "QrisModule has no providers: write providers: [createZipay({...})] or the like in its options.",
    )
  }
  const clients = new Map<string, QrisClient>()
  providers.forEach((provider: unknown, index) => {
    if (!isQrisClient(provider)) {
      throw new QrisSetupError(
        `providers[${index}] of QrisModule is not a promise client: pass what createIfortepay(...) or createZipay(...) returns, from the provider's "/promise" entry.`,
      )
    }
    if (clients.has(provider.id)) {
      throw new QrisSetupError(
        `providers of QrisModule has "${provider.id}" twice: register the second merchant by itself, with QrisModule.forRoot({ name: "another-name", providers: [...] }).`,
      )
    }
    clients.set(provider.id, provider)
  })
  return clients
}

/** One registration: its name, its clients, and where their callbacks arrive. */
export class QrisRegistration {
  readonly name: string
  readonly webhooks: RegistrationShape["webhooks"]
  readonly options: QrisModuleOptions
  readonly clients: ReadonlyMap<string, QrisClient>
  #addresses: ReadonlyMap<string, string> = new Map()
  readonly #budgets = new Map<string, InquiryBudget>()

  /** @throws QrisSetupError where the options do not fit the shape */
  constructor(shape: RegistrationShape, options: QrisModuleOptions) {
    this.name = shape.name
    this.webhooks = shape.webhooks
    this.options = options
    this.clients = checkedClients(options?.providers)
    const ids = [...this.clients.keys()]
    const isAsDeclared = new Set([...ids, ...shape.providerIds]).size === ids.length
    if (!isAsDeclared || ids.length !== new Set(shape.providerIds).size) {
      throw new QrisSetupError(
        `The factory of QrisModule.forRootAsync returned the providers ${quoted(ids)}, but providerIds names ${quoted(shape.providerIds)}: make both the same.`,
      )
    }
  }

  /** @throws QrisSetupError where there is no such provider */
  client(providerId: string): QrisClient {
    const client = this.clients.get(providerId)
    if (client === undefined) {
      throw new QrisSetupError(
        `No provider "${providerId}" is registered, only ${quoted(this.clients.keys())}: add it to providers of QrisModule.`,
      )
    }
    return client
  }

  /** The client that a request or a reference names. What it names may have come from outside: a `QrisError` if it is none. */
  clientFor(operation: Operation, providerId: unknown): QrisClient {
    const client = typeof providerId === "string" ? this.clients.get(providerId) : undefined
    if (client !== undefined) return client
    const message = `must be one of ${quoted(this.clients.keys())}`
    throw new QrisError({
      provider: "qris",
      operation,
      reason: new InvalidRequest({ outcome: "not_sent", issues: [{ path: "provider", message }] }),
    })
  }

  /** How often callbacks may make us ask a provider. */
  budget(providerId: string): InquiryBudget {
    const budget = this.#budgets.get(providerId) ?? new InquiryBudget(this.webhooks?.unknownPerSecond ?? 0)
    this.#budgets.set(providerId, budget)
    return budget
  }

  /** Where a provider's callbacks arrive, below the application's global prefix. `undefined` where none are received. */
  webhookPath(providerId: string): string | undefined {
    return this.webhooks === undefined ? undefined : `${this.webhooks.prefix}/${providerId}`
  }

  /** The callback address that goes along with a payment, where one is configured and the provider takes one. */
  notificationUrl(providerId: unknown): string | undefined {
    const client = typeof providerId === "string" ? this.clients.get(providerId) : undefined
    if (!client?.capabilities.notificationUrl.supported) return undefined
    return this.options.notificationUrls?.[client.id] ?? this.#addresses.get(client.id)
  }

  /** The addresses made from `publicUrl`, once the application's global prefix is known. */
  setAddresses(addresses: ReadonlyMap<string, string>): void {
    this.#addresses = addresses
  }
}
