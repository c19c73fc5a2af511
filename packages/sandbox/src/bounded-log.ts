/** Keeps the newest entries and forgets the oldest: a sandbox that runs for weeks stays small. */
export class BoundedLog<Entry> {
  readonly #limit: number
  #entries: Entry[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  append(entry: Entry): void {
    this.#entries.push(entry)
    // Trimmed in one go at twice the limit, so that appending stays cheap.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit)
  }

  entries(): ReadonlyArray<Entry> {
    return this.#entries.slice(-this.#limit)
  }

  clear(): void {
    this.#entries = []
  }
}
