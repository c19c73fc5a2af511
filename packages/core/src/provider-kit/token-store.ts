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
 * and host. A store that cannot be reached answers `undefined` rather than failing: a login then makes up for it.
 */
export interface TokenStore {
  /** The token under a key; `undefined` where there is none, or the store cannot be reached. */
  get(key: string): Effect.Effect<AccessToken | undefined>
  /** Keeps a token until its `expiresAt`. */
  set(key: string, token: AccessToken): Effect.Effect<void>
}

/** The key of a login's token. Accounts share no token, not even where they share a store and a user. */
export const tokenKey = ({
  account,
  user,
  baseUrl,
}: {
  readonly account: string | undefined
  readonly user: string
  readonly baseUrl: string
}): string => `${account === undefined ? "" : `${account}/`}${user}@${baseUrl}`

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
