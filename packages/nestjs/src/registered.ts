import {
  isQrisAccounts,
  isQrisClient,
  type QrisAccountsClient,
  type QrisClient,
} from "@qriskit/http/webhook-kit"
import type { QrisModuleOptions } from "./options.js"
import { QrisSetupError } from "./setup-error.js"

/** Names for people: `"zipay", "ifortepay"`. */
export const quoted = (texts: Iterable<string>): string => [...texts].map((text) => `"${text}"`).join(", ")

/** What a registration was given, by provider. */
export interface Registered {
  readonly clients: ReadonlyMap<string, QrisClient>
  readonly accounts: ReadonlyMap<string, QrisAccountsClient>
}

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

const checkedClients = (providers: ReadonlyArray<unknown>): ReadonlyMap<string, QrisClient> => {
  const clients = new Map<string, QrisClient>()
  providers.forEach((provider, index) => {
    if (isQrisAccounts(provider)) {
      throw new QrisSetupError(
        `providers[${index}] of QrisModule are the accounts of many merchants: write them under accounts: [...].`,
      )
    }
    if (!isQrisClient(provider)) {
      throw new QrisSetupError(
        `providers[${index}] of QrisModule is not a promise client: pass what createIfortepay(...) or createZipay(...) returns, from the provider's "/promise" entry.`,
      )
    }
    if (clients.has(provider.id)) {
      throw new QrisSetupError(
        `providers of QrisModule has "${provider.id}" twice: register the second merchant by itself, with QrisModule.forRoot({ name: "another-name", providers: [...] }), or many merchants under accounts: [...].`,
      )
    }
    clients.set(provider.id, provider)
  })
  return clients
}

const checkedAccounts = (platforms: ReadonlyArray<unknown>): ReadonlyMap<string, QrisAccountsClient> => {
  const accounts = new Map<string, QrisAccountsClient>()
  platforms.forEach((platform, index) => {
    if (!isQrisAccounts(platform)) {
      throw new QrisSetupError(
        `accounts[${index}] of QrisModule are not accounts behind promises: pass what createIfortepayAccounts(...) or createZipayAccounts(...) returns, from the provider's "/promise" entry.`,
      )
    }
    if (accounts.has(platform.id)) {
      throw new QrisSetupError(
        `accounts of QrisModule has "${platform.id}" twice: one holds all merchants of a provider.`,
      )
    }
    accounts.set(platform.id, platform)
  })
  return accounts
}

/** @throws QrisSetupError where there is nothing, or something that cannot be used */
export const checkedProviders = (options: QrisModuleOptions | undefined): Registered => {
  const [providers, platforms] = [listOf(options?.providers), listOf(options?.accounts)]
  if (providers.length + platforms.length === 0) {
    throw new QrisSetupError(
      "QrisModule has no providers: write providers: [createZipay({...})] or the like in its options, or accounts: [createZipayAccounts({...})] for many merchants.",
    )
  }
  return { clients: checkedClients(providers), accounts: checkedAccounts(platforms) }
}

/** @throws QrisSetupError where a factory made others than were declared */
export const checkDeclared = (
  { clients, accounts }: Registered,
  declared: { readonly providerIds: ReadonlyArray<string>; readonly accountsAt: ReadonlyArray<string> },
): void => {
  for (const [made, name, ids] of [
    ["the providers", "providerIds", [...clients.keys()]],
    ["accounts at", "accountsAt", [...accounts.keys()]],
  ] as const) {
    const named = new Set(declared[name])
    if (ids.length === named.size && ids.every((id) => named.has(id))) continue
    throw new QrisSetupError(
      `The factory of QrisModule.forRootAsync returned ${made} ${quoted(ids) || "nobody"}, but ${name} names ${quoted(declared[name]) || "none"}: make both the same.`,
    )
  }
}
