/** Work for which there is no room: nothing of it was begun. */
export class NoRoom extends Error {
  override readonly name = "NoRoom"
  override readonly message = "too many others are waiting"
}

/** Lets only so much work be under way, and only so much wait for it. */
export class WaitingRoom {
  readonly #atOnce: number
  readonly #seats: number
  readonly #waiting: Array<() => void> = []
  #underway = 0

  /**
   * @param atOnce how much work may be under way
   * @param seats how much may wait
   */
  constructor(atOnce: number, seats: number) {
    this.#atOnce = atOnce
    this.#seats = seats
  }

  /** Does the work when its turn comes, in the order of arrival. Rejects with `NoRoom` where too much waits already. */
  async enter<A>(work: () => Promise<A>): Promise<A> {
    if (this.#underway < this.#atOnce) this.#underway += 1
    else await this.#turn()
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // Whoever comes next takes the place that is left.
      if (next === undefined) this.#underway -= 1
      else next()
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#seats) throw new NoRoom()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
