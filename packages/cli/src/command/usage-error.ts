/** The command line cannot be run as it is. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}
