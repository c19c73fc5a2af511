import type { Fault, FaultRule } from "./fault.js"
import { SandboxError } from "./sandbox-error.js"
import type { Operation } from "./wire.js"

/** A rule and how many requests it will still strike. */
export interface PendingFault {
  readonly at: FaultRule["at"]
  readonly remaining: number
  readonly fault: Fault
}

const LONGEST = 1_000

/** The faults to come, in the order they were scripted. Each request takes the first that fits its operation. */
export class FaultScript {
  #pending: PendingFault[] = []

  add(rule: FaultRule): void {
    if (this.#pending.length >= LONGEST)
      throw new SandboxError("refused", `At most ${LONGEST} faults can wait.`)
    this.#pending.push({ at: rule.at, remaining: rule.times ?? 1, fault: rule.fault })
  }

  take(operation: Operation): Fault | undefined {
    const index = this.#pending.findIndex(({ at }) => at === "*" || at === operation)
    const rule = this.#pending[index]
    if (rule === undefined) return undefined
    const left = rule.remaining > 1 ? [{ ...rule, remaining: rule.remaining - 1 }] : []
    this.#pending.splice(index, 1, ...left)
    return rule.fault
  }

  list(): ReadonlyArray<PendingFault> {
    return [...this.#pending]
  }

  clear(): void {
    this.#pending = []
  }
}
