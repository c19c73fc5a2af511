/** Milliseconds for which a name that turned out unknown is not looked up again for strangers. */
const REMEMBERED_MILLIS = 10_000

/** So many names are remembered; the oldest go first. */
const MOST_REMEMBERED = 1_000

/** So many seconds' worth of look-ups may be spent at once. */
const BURST_SECONDS = 10

/**
 * What strangers cost the platform's table: names that turned out unknown, and a budget for looking up more. Times in
 * milliseconds since 1970.
 */
export interface UnknownAccounts {
  /** Whether this name turned out unknown a moment ago. */
  has(account: string, now: number): boolean
  /** Whether one more look-up may be made for a stranger. */
  mayLookUp(now: number): boolean
  /** A look-up for a stranger found nothing. */
  spend(now: number): void
  /** It turned out unknown. */
  add(account: string, now: number): void
  /** It exists, or may exist by now. */
  delete(account: string): void
}

export const makeUnknownAccounts = (perSecond: number): UnknownAccounts => {
  const until = new Map<string, number>()
  const most = perSecond * BURST_SECONDS
  let left = most
  let countedAt = 0

  const count = (now: number): number => {
    left = Math.min(most, left + (Math.max(0, now - countedAt) * perSecond) / 1_000)
    countedAt = now
    return left
  }

  return {
    has: (account, now) => {
      const end = until.get(account)
      if (end === undefined) return false
      if (now < end) return true
      until.delete(account)
      return false
    },
    mayLookUp: (now) => count(now) >= 1,
    spend: (now) => {
      left = Math.max(0, count(now) - 1)
    },
    add: (account, now) => {
      until.delete(account)
      until.set(account, now + REMEMBERED_MILLIS)
      for (const oldest of until.keys()) {
        if (until.size <= MOST_REMEMBERED) break
        until.delete(oldest)
      }
    },
    delete: (account) => {
      until.delete(account)
    },
  }
}
