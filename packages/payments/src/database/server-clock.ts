/** Samples that took longer than this say too little about the time, in milliseconds. */
const WORST_SAMPLE = 5_000

/** So much two clocks may drift apart before it is noticed, in milliseconds. */
const TOLERANCE = 20

/** A sample this old is replaced, in milliseconds. */
const FRESH = 10_000

/**
 * The database's clock, read without asking it each time: what it said last, and what has passed since by a clock that
 * nobody sets. All processes on one database so have one time, whatever their own clocks say.
 */
export class ServerClock {
  #offset: number | undefined
  #uncertainty = Number.POSITIVE_INFINITY
  #sampledAt = Number.NEGATIVE_INFINITY
  #latest = Number.NEGATIVE_INFINITY
  readonly #ticks: () => number

  /** @param ticks milliseconds of a clock that only goes forward */
  constructor(ticks: () => number = () => performance.now()) {
    this.#ticks = ticks
  }

  /** Notes what the server said between two readings of our own clock. */
  note(serverMillis: number, askedAt: number, answeredAt: number): void {
    const uncertainty = (answeredAt - askedAt) / 2
    if (uncertainty * 2 > WORST_SAMPLE && this.#offset !== undefined) return
    const offset = serverMillis - (askedAt + answeredAt) / 2
    this.#sampledAt = answeredAt
    const isAgreed =
      this.#offset !== undefined &&
      Math.abs(offset - this.#offset) <= uncertainty + this.#uncertainty + TOLERANCE
    if (isAgreed && uncertainty >= this.#uncertainty) return
    // The server's clock itself was set: its new time counts, though it be earlier.
    if (!isAgreed) this.#latest = Number.NEGATIVE_INFINITY
    this.#offset = offset
    this.#uncertainty = uncertainty
  }

  /** Whether it is time to ask the server again. */
  get isStale(): boolean {
    return this.#ticks() - this.#sampledAt > FRESH
  }

  /** The next sample is on its way: nobody else has to ask for one. */
  postpone(): void {
    this.#sampledAt = this.#ticks()
  }

  ticks(): number {
    return this.#ticks()
  }

  /**
   * Milliseconds since 1970 by the server's clock. A better sample of the same clock never takes them back: what was
   * just written down as due would not be due yet, and its wake-up would be spent.
   */
  read(): number {
    if (this.#offset === undefined) return Date.now()
    this.#latest = Math.max(this.#latest, Math.round(this.#offset + this.#ticks()))
    return this.#latest
  }
}
