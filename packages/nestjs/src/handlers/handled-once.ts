/** Work that is known to be done is not done again, and the same work is not done twice at once. Forgets the oldest. */
export class HandledOnce {
  readonly #capacity: number
  readonly #done = new Set<string>()
  readonly #underway = new Map<string, Promise<void>>()

  /** @param capacity how many keys are remembered */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  has(key: string): boolean {
    return this.#done.has(key)
  }

  /** Does the work unless it is done. Whoever comes while it is under way shares its end. A failure is not remembered. */
  once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.#done.has(key)) return Promise.resolve()
    const underway = this.#underway.get(key)
    if (underway !== undefined) return underway
    const started = Promise.resolve()
      .then(work)
      .then(() => this.#remember(key))
      .finally(() => this.#underway.delete(key))
    this.#underway.set(key, started)
    return started
  }

  #remember(key: string): void {
    this.#done.add(key)
    const [oldest] = this.#done
    if (this.#done.size > this.#capacity && oldest !== undefined) this.#done.delete(oldest)
  }
}
