import type { QrisAccountsClient } from "../clients/qris-accounts.js"
import type { QrisClient } from "../clients/qris-client.js"

/** The clients and accounts whose callbacks are received, by provider. */
export interface Recipients {
  readonly clients: ReadonlyMap<string, QrisClient>
  readonly accounts: ReadonlyMap<string, QrisAccountsClient>
}

/** To whom a request was sent: a provider, and perhaps one of its accounts. */
export interface Addressee {
  readonly providerId: string
  readonly account?: string
  /** What of the path is behind the provider and the account: a secret, or what the acquirer itself appends. */
  readonly below: ReadonlyArray<string>
  /** The client of the one account, which is known at once. */
  readonly single?: QrisClient
  /** The client. Rejects with a `QrisError` where the account is unknown or cannot be had. */
  client(): Promise<QrisClient>
}

/**
 * Reads an address below `…/<provider>`: with accounts the first segment is one of them. `undefined` where nobody has
 * such an address. An account that a stranger makes up is looked up only as far as `addressee` of its provider allows.
 */
export const addresseeOf = (
  { clients, accounts }: Recipients,
  providerId: string,
  segments: ReadonlyArray<string>,
): Addressee | undefined => {
  const [account, ...rest] = segments
  const platform = accounts.get(providerId)
  if (platform !== undefined && account !== undefined) {
    return { providerId, account, below: rest, client: () => platform.addressee(account) }
  }
  const single = clients.get(providerId)
  return single === undefined
    ? undefined
    : { providerId, below: segments, single, client: () => Promise.resolve(single) }
}
