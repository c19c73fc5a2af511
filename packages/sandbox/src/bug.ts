/** A failure that no request should be able to cause. The client sees a 500; whoever runs the sandbox sees why. */
export function reportBug(error: unknown): void {
  process.emitWarning(
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    "QriskitSandboxBug",
  )
}
