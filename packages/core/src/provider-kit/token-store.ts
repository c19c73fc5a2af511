import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { suspend } from "./without-fiber.js"

/** A bearer token and when it ends. */
export interface AccessToken {
  readonly value: Redacted.Redacted<string>
  readonly expiresAt: Date
}

/**
 * Where tokens are kept: in memory by default, elsewhere for processes that share one login. `key` names the account
 * and host. It is a cache, and no call depends on it: a store that fails, throws, gives something else than a token or
 * takes longer than a second (or than a quarter of what is left of the call's time) is left alone for ten seconds, and
 * the client uses the token that it got itself, or logs in. A warning in the log tells of it, with the name and system
 * code of what it failed with and no word of its text.
 */
export interface TokenStore {
  /**
   * The token under a key; `undefined` where there is none, which costs a login. A store that cannot be reached fails
   * rather than answering so. It is interrupted when its time is over.
   */
  get(key: string): Effect.Effect<AccessToken | undefined, unknown>
  /** Keeps a token until its `expiresAt`. No call waits for it; it is interrupted after ten seconds. */
  set(key: string, token: AccessToken): Effect.Effect<void, unknown>
}

/** What separates the parts of a key, and what stands for it within a part. */
const escaped = (part: string): string => part.replace(/[%/]/g, encodeURIComponent)

/**
 * The key of a login's token. Accounts share no token, not even where they share a store and a user:
 * `toko-17/user@host`, and `user@host` without an account. A slash or a percent sign in a name is escaped as in an
 * address, so that no two logins have one key.
 *
 * @param baseUrl an absolute URL: its scheme is where the names end
 */
export const tokenKey = ({
  account,
  user,
  baseUrl,
}: {
  readonly account: string | undefined
  readonly user: string
  readonly baseUrl: string
}): string => `${account === undefined ? "" : `${escaped(account)}/`}${escaped(user)}@${baseUrl}`

/** Keeps tokens in this process. */
export const memoryTokenStore = (): TokenStore => {
  const tokens = new Map<string, AccessToken>()
  return {
    get: (key) => suspend(() => Effect.succeed(tokens.get(key))),
    set: (key, token) =>
      Effect.sync(() => {
        tokens.set(key, token)
      }),
  }
}
