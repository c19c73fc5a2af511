/** What is in memory of the accounts that were used last. */
export interface KeptAccounts<Config, Client> {
  readonly size: number
  /** Whether it is in memory, fresh or not. */
  has(account: string): boolean
  /** The client of an account that needs no loading. Using it keeps it. */
  fresh(account: string, now: number): Client | undefined
  /**
   * What was loaded, fresh from now on. Where the configuration is as it was, so is the client: its token goes on
   * working, and no login is made for nothing.
   */
  keep(account: string, config: Config, now: number): Client
  delete(account: string): void
}

/** So many uses are looked at to find out which were long ago. */
const SAMPLE = 256

/** This part of all is long ago. */
const LONG_AGO = 1 / 16

const FREE = 0

const ascending = (a: number, b: number): number => a - b

/**
 * When places were used last: by the number of the use, in one list of numbers. A chain of neighbours, as most such
 * caches have it, would fetch two other accounts from anywhere in memory for every use.
 */
class Uses {
  /** By place. */
  readonly #last: Array<number> = []
  readonly #free: Array<number> = []
  #uses = FREE
  /** Places from the one that was used later to the one that was used first, as it was when they were looked at. */
  #oldest: Array<{ readonly place: number; readonly use: number }> = []

  /** A place that nobody has. */
  take(): number {
    const place = this.#free.pop() ?? this.#last.length
    this.use(place)
    return place
  }

  use(place: number): void {
    this.#uses += 1
    this.#last[place] = this.#uses
  }

  release(place: number): void {
    this.#last[place] = FREE
    this.#free.push(place)
  }

  /** The place that was not used for the longest time. */
  oldest(): number | undefined {
    for (;;) {
      if (this.#oldest.length === 0) this.#oldest = this.#lookForOldest()
      const oldest = this.#oldest.pop()
      // No two uses have one number. Whoever was used since was used later than all who were not.
      if (oldest === undefined || this.#last[oldest.place] === oldest.use) return oldest?.place
    }
  }

  /** Some of the places, and no other was used before any of them. */
  #lookForOldest() {
    const last = this.#last
    const step = Math.max(1, Math.floor(last.length / SAMPLE))
    const sample: Array<number> = []
    for (let place = 0; place < last.length; place += step) sample.push(last[place] ?? FREE)
    const used = sample.filter((use) => use !== FREE).sort(ascending)
    const longAgo = used[Math.floor(used.length * LONG_AGO)] ?? this.#uses
    const found = []
    for (let place = 0; place < last.length; place++) {
      const use = last[place] ?? FREE
      if (use !== FREE && use <= longAgo) found.push({ place, use })
    }
    return found.sort((a, b) => b.use - a.use)
  }
}

export const makeKeptAccounts = <Config, Client>(
  { capacity, freshMillis }: { readonly capacity: number; readonly freshMillis: number },
  isSame: (a: Config, b: Config) => boolean,
  make: (config: Config, account: string) => Client,
): KeptAccounts<Config, Client> => {
  // What is known of an account lies in lists by its place: a list is near at hand, where an object for each account
  // would be fetched from anywhere in memory.
  const places = new Map<string, number>()
  const names: Array<string> = []
  const configs: Array<Config | undefined> = []
  const clients: Array<Client | undefined> = []
  /** From when on it must be loaded anew before it is used, in milliseconds after the first one was kept. */
  const freshUntil: Array<number> = []
  const uses = new Uses()
  /**
   * Milliseconds since 1970. What counts from here is a small integer for weeks, which has no place of
   * its own in memory.
   */
  let began: number | undefined
  const since = (now: number): number => {
    began ??= now
    return now - began
  }

  const remove = (account: string): void => {
    const place = places.get(account)
    if (place === undefined) return
    places.delete(account)
    configs[place] = undefined
    clients[place] = undefined
    uses.release(place)
  }

  const removeOldest = (): void => {
    const place = uses.oldest()
    if (place !== undefined) remove(names[place] ?? "")
  }

  return {
    get size() {
      return places.size
    },
    has: (account) => places.has(account),
    fresh: (account, now) => {
      const place = places.get(account)
      if (place === undefined || since(now) >= (freshUntil[place] ?? 0)) return undefined
      uses.use(place)
      return clients[place]
    },
    keep: (account, config, now) => {
      const before = places.get(account)
      const until = since(now) + freshMillis
      if (before !== undefined) {
        const [known, client] = [configs[before], clients[before]]
        if (known !== undefined && client !== undefined && isSame(known, config)) {
          freshUntil[before] = until
          uses.use(before)
          return client
        }
      }
      remove(account)
      const client = make(config, account)
      const place = uses.take()
      names[place] = account
      configs[place] = config
      clients[place] = client
      freshUntil[place] = until
      places.set(account, place)
      if (places.size > capacity) removeOldest()
      return client
    },
    delete: remove,
  }
}
