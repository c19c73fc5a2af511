import * as v from "valibot"
import { duration, flag, strict, wholeNumber } from "./decode.js"
import { SandboxError } from "./sandbox-error.js"

/** What happens to the next callbacks instead of plain delivery. Kinds can be combined; `drop` wins over all. */
export interface CallbackRule {
  /** Never sent. */
  readonly drop?: boolean
  /** Sent this many times more, one after the other. */
  readonly duplicate?: number
  /** Sent that much later, on the sandbox's clock, in milliseconds. */
  readonly delayMs?: number
  /** Held back until another callback has gone out, or until `release()`. */
  readonly reorder?: boolean
  /** Signed wrongly. Without effect for Zipay, which signs nothing. */
  readonly wrongSignature?: boolean
  /** How many callbacks the rule is for. Default 1. */
  readonly times?: number
}

export const callbackRuleSchema = strict({
  drop: v.exactOptional(flag),
  duplicate: v.exactOptional(wholeNumber(0, 100)),
  delayMs: v.exactOptional(duration),
  reorder: v.exactOptional(flag),
  wrongSignature: v.exactOptional(flag),
  times: v.exactOptional(wholeNumber(1, 1_000_000)),
}) satisfies v.GenericSchema<unknown, CallbackRule>

const LONGEST = 1_000

/** The rules to come; each callback uses up one turn of the first. */
export class CallbackScript {
  #rules: { rule: CallbackRule; remaining: number }[] = []

  add(rule: CallbackRule): void {
    if (this.#rules.length >= LONGEST)
      throw new SandboxError("refused", `At most ${LONGEST} callback rules can wait.`)
    this.#rules.push({ rule, remaining: rule.times ?? 1 })
  }

  take(): CallbackRule {
    const [first] = this.#rules
    if (first === undefined) return {}
    first.remaining -= 1
    if (first.remaining === 0) this.#rules.shift()
    return first.rule
  }

  clear(): void {
    this.#rules = []
  }
}
