/** Seconds' worth that callbacks about unknown payments may save up. */
const SAVED_SECONDS = 10

/** Callbacks about one known payment that may cause an inquiry before it counts as unknown. */
const ASKS = 20

/** Payments that are remembered as known, at least; at most twice as many. */
const REMEMBERED = 20_000

/** Accounts whose strangers are counted, each by itself. Whoever was not called for longest begins anew. */
const ACCOUNTS = 10_000

/** What the strangers of one account may still ask. */
interface Allowance {
  left: number
  since: number
}

/** A payment at a provider, and whose it is where there are accounts. */
export interface AskedAbout {
  readonly paymentId: string
  readonly account?: string
}

// An account's name has no blanks, so that two payments cannot have the same text.
const keyOf = ({ paymentId, account = "" }: AskedAbout): string => `${account} ${paymentId}`

/**
 * How often callbacks may make us ask a provider. They can be made up: whoever knows the address could otherwise spend
 * the merchant's rate at the acquirer, one inquiry a callback. What is known here does not count: it always has its
 * share. Each account has a rate of its own there, and so here.
 */
export class InquiryBudget {
  readonly #perSecond: number
  readonly #now: () => number
  #known = new Map<string, number>()
  #older = new Map<string, number>()
  readonly #allowances = new Map<string, Allowance>()

  /**
   * @param perSecond inquiries a second about payments that nobody here knows, of each account
   * @param now the clock, in milliseconds
   */
  constructor(perSecond: number, now: () => number = Date.now) {
    this.#perSecond = perSecond
    this.#now = now
  }

  /** Remembers a payment that was made here. */
  know(payment: AskedAbout): void {
    const key = keyOf(payment)
    if (this.#known.has(key)) return
    this.#known.set(key, this.#older.get(key) ?? 0)
    if (this.#known.size < REMEMBERED) return
    this.#older = this.#known
    this.#known = new Map()
  }

  /** Whether it is known here, and was not asked about too often. Counts. */
  takeKnown(payment: AskedAbout): boolean {
    const key = keyOf(payment)
    const of = this.#known.has(key) ? this.#known : this.#older
    const asked = of.get(key)
    if (asked === undefined || asked >= ASKS) return false
    of.set(key, asked + 1)
    return true
  }

  /** Whether a payment of an account that nobody here knows may be asked about now. Counts. */
  takeStranger(account = ""): boolean {
    const allowance = this.#allowanceOf(account)
    if (allowance.left < 1) return false
    allowance.left -= 1
    return true
  }

  #allowanceOf(account: string): Allowance {
    const now = this.#now()
    const most = this.#perSecond * SAVED_SECONDS
    const { left, since } = this.#allowances.get(account) ?? { left: most, since: now }
    const gained = (Math.max(0, now - since) / 1_000) * this.#perSecond
    const allowance = { left: Math.min(most, left + gained), since: now }
    // The most recent last.
    this.#allowances.delete(account)
    this.#allowances.set(account, allowance)
    for (const oldest of this.#allowances.keys()) {
      if (this.#allowances.size <= ACCOUNTS) break
      this.#allowances.delete(oldest)
    }
    return allowance
  }
}
