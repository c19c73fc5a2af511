/** Seconds' worth that callbacks about unknown payments may save up. */
const SAVED_SECONDS = 10

/** Callbacks about one known payment that may cause an inquiry before it counts as unknown. */
const ASKS = 20

/** Payments that are remembered as known, at least; at most twice as many. */
const REMEMBERED = 20_000

/**
 * How often callbacks may make us ask a provider. They can be made up: whoever knows the address could otherwise spend
 * the merchant's rate at the acquirer, one inquiry a callback. What is known here does not count: it always has its share.
 */
export class InquiryBudget {
  readonly #perSecond: number
  readonly #now: () => number
  #known = new Map<string, number>()
  #older = new Map<string, number>()
  #left: number
  #since: number

  /**
   * @param perSecond inquiries a second about payments that nobody here knows
   * @param now the clock, in milliseconds
   */
  constructor(perSecond: number, now: () => number = Date.now) {
    this.#perSecond = perSecond
    this.#left = perSecond * SAVED_SECONDS
    this.#now = now
    this.#since = now()
  }

  /** Remembers a payment that was made here. */
  know(paymentId: string): void {
    if (this.#known.has(paymentId)) return
    this.#known.set(paymentId, this.#older.get(paymentId) ?? 0)
    if (this.#known.size < REMEMBERED) return
    this.#older = this.#known
    this.#known = new Map()
  }

  /** Whether it is known here, and was not asked about too often. Counts. */
  takeKnown(paymentId: string): boolean {
    const of = this.#known.has(paymentId) ? this.#known : this.#older
    const asked = of.get(paymentId)
    if (asked === undefined || asked >= ASKS) return false
    of.set(paymentId, asked + 1)
    return true
  }

  /** Whether a payment that nobody here knows may be asked about now. Counts. */
  takeStranger(): boolean {
    const now = this.#now()
    const gained = (Math.max(0, now - this.#since) / 1_000) * this.#perSecond
    this.#since = now
    this.#left = Math.min(this.#perSecond * SAVED_SECONDS, this.#left + gained)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
