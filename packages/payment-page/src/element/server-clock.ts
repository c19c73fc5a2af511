/**
 * The server's clock, kept from what it last said. The device's own clock, which may be wrong or be put, has no part.
 */
export class ServerClock {
  #heard = ""
  #said = Number.NaN
  #at = 0

  /** @param now what the server's clock said just now, in ISO 8601; the same words again say nothing new */
  set(now: string): void {
    if (now === this.#heard) return
    this.#heard = now
    this.#said = Date.parse(now)
    this.#at = performance.now()
  }

  /** Milliseconds until then; `undefined` where there is no such time. */
  left(until: string): number | undefined {
    const left = Date.parse(until) - (this.#said + performance.now() - this.#at)
    return Number.isNaN(left) ? undefined : left
  }
}

/** What is left, as 19:59, or 1:05:00. */
export const clockFace = (millis: number): string => {
  const seconds = Math.max(0, Math.ceil(millis / 1_000))
  const two = (count: number): string => String(count).padStart(2, "0")
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
