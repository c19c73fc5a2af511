import * as Redacted from "effect/Redacted"

/** Credentials of HTTP Basic. */
export interface BasicCredentials {
  /** The Authorization header. */
  readonly authorization: string
  /** What of it must not come back in an error or in `raw`. */
  readonly pair: Redacted.Redacted<string>
}

/**
 * Credentials of HTTP Basic (RFC 7617): user and password, in UTF-8.
 *
 * @example
 * ```ts
 * import { basicCredentials } from "@qriskit/core/provider-kit"
 *
 * const { authorization } = basicCredentials("merchant", "secret") // "Basic bWVyY2hhbnQ6c2VjcmV0"
 * ```
 */
export const basicCredentials = (user: string, password: string): BasicCredentials => {
  const pair = Buffer.from(`${user}:${password}`).toString("base64")
  return { authorization: `Basic ${pair}`, pair: Redacted.make(pair) }
}
