import { type Operation, QrisError } from "../error.js"
import { type Reason, UntrustedResponse } from "../reason.js"

/** A provider's way to say what went wrong. */
export interface Failures {
  readonly fail: (operation: Operation, reason: Reason) => QrisError
  /** An answer that contradicts what was asked. */
  readonly untrusted: (operation: Operation, contradictions: ReadonlyArray<string>) => QrisError
}

/** The errors of one provider, by its id. */
export const failuresOf = (provider: string): Failures => {
  const fail = (operation: Operation, reason: Reason) => new QrisError({ provider, operation, reason })
  return {
    fail,
    untrusted: (operation, contradictions) => fail(operation, new UntrustedResponse({ contradictions })),
  }
}
