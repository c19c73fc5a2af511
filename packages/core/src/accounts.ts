import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { QrisError } from "./error.js"
import type { QrisProvider } from "./provider.js"

const whole = (minimum: number, maximum: number, fallback: number) => {
  const range = `${minimum.toLocaleString("en")} to ${maximum.toLocaleString("en")}`
  return Schema.Int.annotate({ message: "must be a whole number" })
    .check(Schema.isBetween({ minimum, maximum }, { message: `must be ${range}` }))
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))
}

/** How many accounts are kept in memory and for how long, and what may be asked of the platform's table. */
export const AccountsSettings = Schema.Struct({
  /** Accounts kept in memory, 1 to 1,000,000; beyond, the one that was not used for longest goes. */
  capacity: whole(1, 1_000_000, 10_000),
  /** Milliseconds, 1 to 86,400,000, after which an account is loaded anew when it is next used. */
  freshMillis: whole(1, 86_400_000, 300_000),
  /** Milliseconds, 1 to 600,000, that a caller waits for `load`, its turn included. */
  loadMillis: whole(1, 600_000, 5_000),
  /** Loads that run at the same time, 1 to 1,000. */
  loadsAtOnce: whole(1, 1_000, 16),
  /**
   * Loads a second, 1 to 10,000, that callbacks to accounts that do not exist may cause; ten times as many at once.
   * Loads that find their account are not counted.
   */
  unknownPerSecond: whole(1, 10_000, 10),
})
export type AccountsSettings = typeof AccountsSettings.Type

/**
 * The accounts of many merchants at one provider: each with credentials of its own, all over one transport.
 *
 * @example
 * ```ts
 * import type { CreatePayment, QrisAccounts } from "@qriskit/core"
 * import * as Effect from "effect/Effect"
 *
 * const createFor = Effect.fn(function* (accounts: QrisAccounts, account: string, request: CreatePayment) {
 *   const provider = yield* accounts.account(account)
 *   return yield* provider.create(request)
 * })
 * ```
 */
export interface QrisAccounts<P = QrisProvider> {
  /** The provider's id, as in `PaymentRef.provider`. */
  readonly id: string
  /**
   * The client of one account. From memory while it is fresh, else loaded: once for all who wait for it.
   * `NoSuchAccount`: the platform knows none of that name. `AccountUnavailable`: it could not be loaded, or not used.
   */
  account(account: string): Effect.Effect<P, QrisError>
  /**
   * The same for an account that somebody outside named, in the path of a callback. Strangers can make up names without
   * end: one that turned out unknown is not looked up again for ten seconds, and how many are looked up is limited
   * (`unknownPerSecond`). Beyond that limit an account is `AccountUnavailable` that is not in memory, fresh or not, and
   * was not just named to `forget`.
   */
  addressee(account: string): Effect.Effect<P, QrisError>
  /**
   * Its credentials were changed, or it was removed: whoever asks from now on has it loaded anew. Calls under way end
   * with the credentials that they began with.
   */
  forget(account: string): void
  /** How many accounts are in memory now: at most `capacity`. */
  readonly held: number
}
