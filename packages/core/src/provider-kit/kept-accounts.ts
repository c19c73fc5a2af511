/** What is in memory of one account. */
interface Kept<Config, Client> {
  readonly config: Config
  readonly client: Client
  /** Milliseconds since 1970 from which it must be loaded anew before it is used. */
  freshUntil: number
}

/** The accounts in memory: the `capacity` that were used last. */
export interface KeptAccounts<Config, Client> {
  readonly size: number
  /** The client of an account that needs no loading. Using it keeps it. */
  fresh(account: string, now: number): Client | undefined
  /**
   * What was loaded, fresh from now on. Where the configuration is as it was, so is the client: its token goes on
   * working, and no login is made for nothing.
   */
  keep(account: string, config: Config, now: number): Client
  delete(account: string): void
}

export const makeKeptAccounts = <Config, Client>(
  { capacity, freshMillis }: { readonly capacity: number; readonly freshMillis: number },
  isSame: (a: Config, b: Config) => boolean,
  make: (config: Config, account: string) => Client,
): KeptAccounts<Config, Client> => {
  // A Map iterates in the order of insertion: what is used is inserted again, so the first is what was used least.
  const kept = new Map<string, Kept<Config, Client>>()

  const touch = (account: string, entry: Kept<Config, Client>): Client => {
    kept.delete(account)
    kept.set(account, entry)
    return entry.client
  }

  return {
    get size() {
      return kept.size
    },
    fresh: (account, now) => {
      const entry = kept.get(account)
      return entry !== undefined && now < entry.freshUntil ? touch(account, entry) : undefined
    },
    keep: (account, config, now) => {
      const before = kept.get(account)
      const freshUntil = now + freshMillis
      if (before !== undefined && isSame(before.config, config)) {
        before.freshUntil = freshUntil
        return touch(account, before)
      }
      const client = touch(account, { config, client: make(config, account), freshUntil })
      for (const oldest of kept.keys()) {
        if (kept.size <= capacity) break
        kept.delete(oldest)
      }
      return client
    },
    delete: (account) => {
      kept.delete(account)
    },
  }
}
