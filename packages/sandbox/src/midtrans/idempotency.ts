import type { Clock } from "../clock.js"
import { header } from "../request-content.js"
import type { WireAnswer, WireRequest } from "../wire.js"

/** A longer key is silently ignored [DOC S1]. */
const LONGEST_KEY = 46

/** Keys that are remembered at most; the oldest is forgotten first. */
const MOST = 10_000

/**
 * Answers under their `Idempotency-Key`: successes only, for some minutes, whatever the new body says; a key holds for
 * all endpoints [DOC S1].
 */
export class Idempotency {
  readonly #clock: Clock
  readonly #rememberMs: number
  readonly #answers = new Map<string, { readonly answer: WireAnswer; readonly until: number }>()

  constructor(clock: Clock, rememberMs: number) {
    this.#clock = clock
    this.#rememberMs = rememberMs
  }

  around(act: (request: WireRequest) => WireAnswer): (request: WireRequest) => WireAnswer {
    return (request) => {
      const key = header(request, "idempotency-key")
      if (key === "" || key.length > LONGEST_KEY) return act(request)
      const now = this.#clock.now().getTime()
      const known = this.#answers.get(key)
      if (known !== undefined && now < known.until) return known.answer
      const answer = act(request)
      if (isSuccess(answer)) this.#remember(key, answer, now)
      return answer
    }
  }

  clear(): void {
    this.#answers.clear()
  }

  #remember(key: string, answer: WireAnswer, now: number): void {
    this.#answers.delete(key)
    this.#answers.set(key, { answer, until: now + this.#rememberMs })
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > MOST && oldest !== undefined) this.#answers.delete(oldest)
  }
}

/** The code in the body tells, not the HTTP status. */
function isSuccess({ body }: WireAnswer): boolean {
  return /^\{"status_code":"20\d"/.test(body)
}
