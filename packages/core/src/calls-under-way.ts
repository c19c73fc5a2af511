import type { Transport } from "./transport.js"

/**
 * Counts the calls of promise doors over one transport, so that it is closed after the last of them: a call is
 * more than what is on the wire, as a log-in before it, or the pause before a repeat. Each call ends by its
 * deadline, so closing does.
 */
export class CallsUnderWay {
  #count = 0
  #ended: Promise<void> | undefined
  #end: () => void = () => undefined

  begin(): void {
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
    if (this.#count === 0) this.#end()
  }

  /** Whether no further call may begin. */
  get isClosed(): boolean {
    return this.#ended !== undefined
  }

  /** Lets no further call begin. Resolves when those under way have ended. */
  close(): Promise<void> {
    this.#ended ??= new Promise((resolve) => {
      if (this.#count === 0) resolve()
      else this.#end = resolve
    })
    return this.#ended
  }
}

const known = new WeakMap<Transport["Service"], CallsUnderWay>()

/** The calls over a transport, whichever of its clients make them. */
export const callsOver = (transport: Transport["Service"]): CallsUnderWay => {
  const made = known.get(transport) ?? new CallsUnderWay()
  known.set(transport, made)
  return made
}
