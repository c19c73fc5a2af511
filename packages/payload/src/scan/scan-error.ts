import type { FileKind } from "./file-kind.js"

/** Why an image could not be looked at. That it has no code is not an error. */
export class ScanError extends Error {
  override readonly name = "ScanError"
  readonly code: "unsupported-image" | "unreadable-image" | "too-large" | "decoder-not-loaded"
  /** What the file is, where its first bytes tell: `"pdf"`, `"heic"`, `"svg"`, `"webp"`, … */
  readonly format: FileKind | undefined

  constructor(
    code: ScanError["code"],
    message: string,
    options?: ErrorOptions & { readonly format?: FileKind },
  ) {
    super(message, options)
    this.code = code
    this.format = options?.format
  }
}
