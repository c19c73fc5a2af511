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

  /** Milliseconds since 1970 by the server's clock. */
  read(): number {
    return this.#offset === undefined ? Date.now() : Math.round(this.#offset + this.#ticks())
  }
}
