/** Who waits to hear of something, by what it is about. */
export class Watchers {
  readonly #wakers = new Map<string, Set<() => void>>()

  /** How many wait now. */
  get size(): number {
    return [...this.#wakers.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Calls `wake` whenever something happens to `about`. Returns what ends that. */
  watch(about: string, wake: () => void): () => void {
    const wakers = this.#wakers.get(about) ?? new Set()
    wakers.add(wake)
    this.#wakers.set(about, wakers)
    return () => {
      wakers.delete(wake)
      if (wakers.size === 0) this.#wakers.delete(about)
    }
  }

  /** Something happened. */
  wake(about: string): void {
    for (const wake of this.#wakers.get(about) ?? []) wake()
  }
}
