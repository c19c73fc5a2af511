import { BoundedLog } from "../bounded-log.js"
import type { Clock } from "../clock.js"
import type { Identity } from "../identity.js"

/** Enough for any client that asks for a token on every call; older ones are then refused. */
const REMEMBERED = 1_000

/** The bearer tokens of one acquirer. */
export class SnapTokens {
  readonly #clock: Clock
  readonly #identity: () => Identity
  readonly #acquirer: string
  readonly #issued = new BoundedLog<{ readonly text: string; readonly until: number }>(REMEMBERED)
  #count = 0

  constructor(clock: Clock, identity: () => Identity, acquirer: string) {
    this.#clock = clock
    this.#identity = identity
    this.#acquirer = acquirer
  }

  issue(lifetimeSeconds: number): string {
    this.#count += 1
    const text = this.#identity().alphanumeric(48, this.#acquirer, "token", String(this.#count))
    this.#issued.append({ text, until: this.#clock.now().getTime() + lifetimeSeconds * 1_000 })
    return text
  }

  accepts(text: string): boolean {
    const found = this.#issued.entries().find((token) => token.text === text)
    return found !== undefined && this.#clock.now().getTime() < found.until
  }

  /** None that was issued is accepted any more; no later one is the same. */
  revoke(): void {
    this.#issued.clear()
  }

  clear(): void {
    this.#issued.clear()
    this.#count = 0
  }
}
