import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { AccountId } from "../account-id.js"
import { AccountsSettings, type QrisAccounts } from "../accounts.js"
import { decodeConfiguration, type InvalidConfiguration } from "../configuration.js"
import { QrisError } from "../error.js"
import { listIssues } from "../field-issue.js"
import { AccountUnavailable, NoSuchAccount } from "../reason.js"
import { inTime } from "./in-time.js"
import { makeKeptAccounts } from "./kept-accounts.js"
import { nameOfCause } from "./name-of-cause.js"
import { makeUnknownAccounts } from "./unknown-accounts.js"

/** What a platform sets: where its accounts are, and how many are kept for how long. */
export interface AccountsOptions<Input> extends Partial<AccountsSettings> {
  /**
   * Reads one account's configuration from the platform's own table; `undefined` or `null` where there is none. It is
   * interrupted when `loadMillis` are over. Whatever it fails with stays here: only its name and system code are told.
   */
  readonly load: (account: string) => Effect.Effect<Input | null | undefined, unknown>
}

/** What a provider adds: how a configuration becomes a client. */
export interface AccountsOf<Config, Client> {
  /** The provider's id. */
  readonly provider: string
  readonly decode: (input: unknown) => Result.Result<Config, InvalidConfiguration>
  /** Whether a client of the one would do for the other: `Schema.toEquivalence` of the configuration's schema. */
  readonly isSame: (a: Config, b: Config) => boolean
  readonly make: (config: Config, account: string) => Client
}

/** `QrisAccounts`, and a way to look without an Effect. */
export interface Accounts<Client> extends QrisAccounts<Client> {
  /** The client of an account that is in memory and fresh. `now` in milliseconds since 1970. */
  fresh(account: string, now: number): Client | undefined
}

/** Loads for strangers that wait or run at the same time; more are turned away. */
const MOST_FOR_STRANGERS = 1_000

/** A load under way, and whether anybody but strangers waits for it. */
interface UnderWay<Client> {
  readonly client: Deferred.Deferred<Client, QrisError>
  isOurs: boolean
}

const isAccountId = Schema.is(AccountId)

/**
 * The accounts of many merchants at one provider, each loaded when it is first used. The `capacity` most recently used
 * are kept; each is loaded anew after `freshMillis`, or after `forget`. Neither an unknown account nor a load
 * that failed is kept as an answer: whoever asks next has it loaded again. Fails with `InvalidConfiguration`
 * where a setting is wrong.
 *
 * @example
 * ```ts
 * import { BaseUrl, decodeConfiguration, type QrisProvider, Secret } from "@qriskit/core"
 * import { type AccountsOptions, makeAccounts } from "@qriskit/core/provider-kit"
 * import * as Schema from "effect/Schema"
 *
 * const Config = Schema.Struct({ baseUrl: BaseUrl, password: Secret })
 * declare const make: (config: typeof Config.Type, account: string) => QrisProvider
 *
 * const accounts = (options: AccountsOptions<typeof Config.Encoded>) =>
 *   makeAccounts(options, {
 *     provider: "contoh",
 *     decode: decodeConfiguration("contoh", Config),
 *     isSame: Schema.toEquivalence(Config),
 *     make,
 *   })
 * ```
 */
export const makeAccounts = <Input, Config, Client>(
  { load, ...input }: AccountsOptions<Input>,
  { provider, decode, isSame, make }: AccountsOf<Config, Client>,
): Result.Result<Accounts<Client>, InvalidConfiguration> =>
  Result.map(decodeConfiguration(provider, AccountsSettings)(input), (settings) => {
    const kept = makeKeptAccounts(settings, isSame, make)
    const unknown = makeUnknownAccounts(settings.unknownPerSecond)
    const underWay = new Map<string, UnderWay<Client>>()
    const turns = Semaphore.makeUnsafe(settings.loadsAtOnce)

    const fail = (reason: NoSuchAccount | AccountUnavailable, account?: string) =>
      new QrisError({ provider, operation: "account", reason, ...(account === undefined ? {} : { account }) })
    const unavailable = (account: string, kind: AccountUnavailable["kind"], description: string) =>
      fail(new AccountUnavailable({ kind, description }), account)
    const noMoreForStrangers = (account: string) =>
      unavailable(account, "busy", "too many accounts that do not exist were asked for")

    /**
     * An account that the platform itself named is none that a stranger made up: its look-ups are not the strangers'.
     */
    const isKnown = (account: string) => kept.has(account) || unknown.isVouchedFor(account)

    /** Asks the platform, and keeps what it answers unless the account was forgotten meanwhile. */
    const ask = (account: string, mine: UnderWay<Client>): Effect.Effect<Client, QrisError> =>
      Effect.clockWith((clock) => {
        const isForStrangers = () => !mine.isOurs && !isKnown(account)
        if (isForStrangers() && !unknown.mayLookUp(clock.currentTimeMillisUnsafe()))
          return Effect.fail(noMoreForStrangers(account))
        return Effect.flatMap(Effect.exit(Effect.suspend(() => load(account))), (exit) => {
          const now = clock.currentTimeMillisUnsafe()
          const isLatest = underWay.get(account) === mine
          const isFound = Exit.isSuccess(exit) && exit.value !== undefined && exit.value !== null
          if (!isFound && isForStrangers()) unknown.spend(now)
          if (Exit.isFailure(exit)) {
            const description = ["load failed", nameOfCause(exit.cause)].join(" ").trimEnd()
            return Effect.fail(unavailable(account, "failed", description))
          }
          if (!isFound) {
            // Whoever looked before it was forgotten may have looked before it was there.
            if (isLatest) {
              kept.delete(account)
              unknown.add(account, now)
            }
            return Effect.fail(fail(new NoSuchAccount({}), account))
          }
          const config = decode(exit.value)
          if (Result.isFailure(config)) {
            const { issues } = config.failure
            return Effect.fail(
              unavailable(account, "misconfigured", `its configuration is wrong: ${listIssues(issues)}`),
            )
          }
          if (!isLatest) return Effect.succeed(make(config.success, account))
          unknown.delete(account)
          return Effect.succeed(kept.keep(account, config.success, now))
        })
      })

    /** Begins a load that runs on its own: a caller that is interrupted does not take it away from the others. */
    const begin = (account: string, isOurs: boolean): Effect.Effect<UnderWay<Client>> => {
      const mine: UnderWay<Client> = { client: Deferred.makeUnsafe(), isOurs }
      underWay.set(account, mine)
      return inTime(turns.withPermit(ask(account, mine)), settings.loadMillis, () => {
        const description = `load took longer than ${settings.loadMillis} ms`
        return Exit.fail(unavailable(account, "timeout", description))
      }).pipe(
        Effect.flatMap((exit) => {
          if (underWay.get(account) === mine) underWay.delete(account)
          return Deferred.done(mine.client, exit)
        }),
        Effect.forkDetach({ startImmediately: true }),
        Effect.as(mine),
      )
    }

    const join = (account: string, isOurs: boolean, now: number): Effect.Effect<Client, QrisError> => {
      const client = kept.fresh(account, now)
      if (client !== undefined) return Effect.succeed(client)
      const joined = underWay.get(account)
      if (joined !== undefined) {
        joined.isOurs ||= isOurs
        return Deferred.await(joined.client)
      }
      if (!isAccountId(account)) return Effect.fail(fail(new NoSuchAccount({})))
      if (!isOurs && !isKnown(account)) {
        if (unknown.has(account, now)) return Effect.fail(fail(new NoSuchAccount({}), account))
        if (underWay.size >= MOST_FOR_STRANGERS || !unknown.mayLookUp(now))
          return Effect.fail(noMoreForStrangers(account))
      }
      return Effect.flatMap(begin(account, isOurs), ({ client }) => Deferred.await(client))
    }

    const asked = (isOurs: boolean) => (account: string) =>
      Effect.clockWith((clock) => join(account, isOurs, clock.currentTimeMillisUnsafe()))

    return {
      id: provider,
      account: asked(true),
      addressee: asked(false),
      fresh: (account, now) => kept.fresh(account, now),
      forget: (account) => {
        kept.delete(account)
        unknown.vouchFor(account)
        underWay.delete(account)
      },
      get held() {
        return kept.size
      },
    }
  })
