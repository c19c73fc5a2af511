/** What went wrong, as a word that code can compare. */
export type SandboxErrorCode =
  | "invalid_settings"
  | "invalid_input"
  | "not_found"
  | "refused"
  | "unsupported"
  | "clock_is_real"
  | "port_in_use"
  | "closed"
  | "unreachable"
  | "internal"

/**
 * Every failure of the sandbox's own API: settings, control plane, start.
 * (What the acquirers refuse goes out on the wire, in their own shape.)
 */
export class SandboxError extends Error {
  override readonly name = "SandboxError"
  readonly code: SandboxErrorCode

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
