/** What is in memory of one account, in a chain from the one that was used least to the one that was used last. */
interface Kept<Config, Client> {
  readonly account: string
  readonly config: Config
  readonly client: Client
  /** Milliseconds since 1970 from which it must be loaded anew before it is used. */
  freshUntil: number
  older: Kept<Config, Client> | undefined
  newer: Kept<Config, Client> | undefined
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
  // Not in the Map's own order: inserting again what is used leaves a gap each time, and a busy account would be looked
  // for behind thousands of them.
  const kept = new Map<string, Kept<Config, Client>>()
  let oldest: Kept<Config, Client> | undefined
  let newest: Kept<Config, Client> | undefined

  const unlink = (entry: Kept<Config, Client>): void => {
    const { older, newer } = entry
    if (older === undefined) oldest = newer
    else older.newer = newer
    if (newer === undefined) newest = older
    else newer.older = older
  }

  const append = (entry: Kept<Config, Client>): void => {
    entry.older = newest
    entry.newer = undefined
    if (newest === undefined) oldest = entry
    else newest.newer = entry
    newest = entry
  }

  const touch = (entry: Kept<Config, Client>): Client => {
    if (entry !== newest) {
      unlink(entry)
      append(entry)
    }
    return entry.client
  }

  const remove = (account: string): void => {
    const entry = kept.get(account)
    if (entry === undefined) return
    unlink(entry)
    kept.delete(account)
  }

  return {
    get size() {
      return kept.size
    },
    fresh: (account, now) => {
      const entry = kept.get(account)
      return entry !== undefined && now < entry.freshUntil ? touch(entry) : undefined
    },
    keep: (account, config, now) => {
      const before = kept.get(account)
      const freshUntil = now + freshMillis
      if (before !== undefined && isSame(before.config, config)) {
        before.freshUntil = freshUntil
        return touch(before)
      }
      remove(account)
      const client = make(config, account)
      const entry = { account, config, client, freshUntil, older: undefined, newer: undefined }
      kept.set(account, entry)
      append(entry)
      while (oldest !== undefined && kept.size > capacity) remove(oldest.account)
      return client
    },
    delete: remove,
  }
}
