/**
 * Work that is known to be done is not done again, and the same work is not done twice at once. Forgets the oldest:
 * each time that as many keys as it must remember came in, those of the time before.
 */
export class HandledOnce {
  readonly #capacity: number
  #recent = new Set<string>()
  // Dropped as a whole: a set whose oldest key is taken out again and again is slow to find its next one.
  #older: ReadonlySet<string> = new Set<string>()
  readonly #underway = new Map<string, Promise<void>>()

  /** @param capacity how many keys are remembered at least; at most twice as many */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Whether it was handled already. */
  has(key: string): boolean {
    return this.#recent.has(key) || this.#older.has(key)
  }

  /**
   * Does the work unless it is done. Whoever comes while it is under way shares its end. A failure is not remembered.
   */
  once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.has(key)) return Promise.resolve()
    const underway = this.#underway.get(key)
    if (underway !== undefined) return underway
    const started = this.#do(key, work)
    this.#underway.set(key, started)
    return started
  }

  async #do(key: string, work: () => Promise<void>): Promise<void> {
    // Work that throws at once must not end before it is known to be under way.
    await undefined
    try {
      await work()
      this.#remember(key)
    } finally {
      this.#underway.delete(key)
    }
  }

  #remember(key: string): void {
    this.#recent.add(key)
    if (this.#recent.size < this.#capacity) return
    this.#older = this.#recent
    this.#recent = new Set()
  }
}
