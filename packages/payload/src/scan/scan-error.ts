/** Why an image could not be looked at. That it has no code is not an error. */
export class ScanError extends Error {
  override readonly name = "ScanError"
  readonly code: "unsupported-image" | "unreadable-image" | "too-large" | "decoder-not-loaded"

  constructor(code: ScanError["code"], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
