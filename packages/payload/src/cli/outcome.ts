/** What a command leaves behind. */
export interface Outcome {
  /** 0: done, and nothing is wrong. 1: the payload has errors, was refused, or none was found. 2: wrong use. */
  readonly exitCode: 0 | 1 | 2
  /** For standard output. */
  readonly output?: string | Uint8Array
  /** For standard error. */
  readonly complaint?: string
}

/** The command cannot run as it was called. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}
