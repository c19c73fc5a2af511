/** Milliseconds for which a name that turned out unknown is not looked up again for strangers. */
const REMEMBERED_MILLIS = 10_000

/** So many names of each kind are remembered; the oldest go first. */
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
  /** It exists. */
  delete(account: string): void
  /** The platform itself named it: it may exist by now, and is to be looked up for whoever asks. */
  vouchFor(account: string): void
  /** Whether the platform named it, and nobody has found out since. */
  isVouchedFor(account: string): boolean
}

const forgetOldest = (names: Map<string, number> | Set<string>): void => {
  for (const oldest of names.keys()) {
    if (names.size <= MOST_REMEMBERED) break
    names.delete(oldest)
  }
}

export const makeUnknownAccounts = (perSecond: number): UnknownAccounts => {
  const until = new Map<string, number>()
  const vouchedFor = new Set<string>()
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
      vouchedFor.delete(account)
      until.delete(account)
      until.set(account, now + REMEMBERED_MILLIS)
      forgetOldest(until)
    },
    delete: (account) => {
      until.delete(account)
      vouchedFor.delete(account)
    },
    vouchFor: (account) => {
      until.delete(account)
      vouchedFor.delete(account)
      vouchedFor.add(account)
      forgetOldest(vouchedFor)
    },
    isVouchedFor: (account) => vouchedFor.has(account),
  }
}
