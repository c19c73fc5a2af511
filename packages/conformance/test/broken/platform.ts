import { type QrisAccounts, QrisError, TimedOut } from "@qriskit/core"
import { memoryTokenStore, type TokenStore } from "@qriskit/core/provider-kit"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { ProviderUnderTest } from "../../src/index.js"
import { makeTinypayAccounts } from "../tinypay/accounts.js"
import { openTinyAcquirer, type TinyAcquirer } from "../tinypay/acquirer.js"
import { configure, loggingIn, tinypay } from "../tinypay/under-test.js"
import type { Variant } from "./variant.js"

/** Tinypay whose accounts are opened in its own way. */
const withAccounts = (
  change: (sound: QrisAccounts) => Partial<QrisAccounts>,
): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  accounts: (acquirer, { load, freshMillis }) =>
    Effect.map(
      makeTinypayAccounts({ load: load((settings) => configure(acquirer, settings)), freshMillis }),
      (sound) => ({ ...sound, ...change(sound) }),
    ),
})

/** Keeps whatever it is given under one key. */
const onePlace = (): TokenStore => {
  const { get, set } = memoryTokenStore()
  return { get: () => get("token"), set: (_, token) => set("token", token) }
}

const givenUp = new QrisError({
  provider: "tinypay",
  operation: "create",
  reason: new TimedOut({ outcome: "unknown", description: "the account was forgotten" }),
})

/** Providers whose accounts do not follow the platform's table. */
export const tabling: ReadonlyArray<Variant> = [
  {
    that: "goes on with an account that was forgotten",
    underTest: withAccounts(() => ({ forget: () => undefined })),
    caughtBy: {
      "platform/removed": /expected a failure/,
      "platform/in-flight": /expected an answer/,
    },
  },
  {
    that: "forgets all its accounts with one of them",
    underTest: withAccounts(({ forget }) => ({
      forget: () => {
        forget("toko-1")
        forget("toko-2")
      },
    })),
    caughtBy: { "platform/removed": /loaded anew/ },
  },
  {
    that: "lets another account read the callbacks of one that is gone",
    underTest: withAccounts(({ addressee }) => ({
      addressee: (account) => Effect.catch(addressee(account), () => addressee("toko-2")),
    })),
    caughtBy: { "platform/removed": /expected/ },
  },
  {
    that: "never looks at the table again",
    underTest: {
      ...tinypay,
      accounts: (acquirer, { load }) =>
        makeTinypayAccounts({ load: load((settings) => configure(acquirer, settings)) }),
    },
    caughtBy: { "platform/removed-in-silence": /must be gone/ },
  },
  {
    that: "remembers that an account was unknown",
    underTest: withAccounts(({ account }) => {
      const unknown = new Map<string, QrisError>()
      return {
        account: (name) => {
          const error = unknown.get(name)
          if (error !== undefined) return Effect.fail(error)
          return Effect.tapError(account(name), (failure) => Effect.sync(() => unknown.set(name, failure)))
        },
      }
    }),
    caughtBy: { "platform/returned": /expected an answer/ },
  },
  {
    that: "gives up what is under way when an account is forgotten",
    underTest: withAccounts(({ account, forget }) => {
      const forgotten = Deferred.makeUnsafe<never, QrisError>()
      return {
        account: (name) =>
          Effect.map(account(name), (sound) => ({
            ...sound,
            create: (request) => Effect.raceFirst(sound.create(request), Deferred.await(forgotten)),
          })),
        forget: (name) => {
          forget(name)
          Effect.runSync(Deferred.fail(forgotten, givenUp))
        },
      }
    }),
    caughtBy: { "platform/in-flight": /expected an answer/ },
  },
  {
    that: "has one token for all accounts",
    underTest: {
      ...loggingIn,
      accounts: (acquirer, { load, freshMillis }) => {
        const tokenStore = onePlace()
        return makeTinypayAccounts({
          load: load((settings) => ({ ...configure(acquirer, settings), tokenStore })),
          freshMillis,
        })
      },
    },
    caughtBy: { "platform/own-tokens": /the token of another/ },
  },
  {
    that: "comes with an acquirer that asks for a token and not for whose it is",
    underTest: { ...loggingIn, openAcquirer: () => openTinyAcquirer({ checksSignatures: false }) },
    caughtBy: { "platform/foreign-token": /expected a failure/ },
  },
]
