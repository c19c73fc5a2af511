import { type PaymentRef, QrisError } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { ProviderUnderTest } from "../../src/index.js"
import type { TinyAcquirer, TinyCredentials } from "../tinypay/acquirer.js"
import { makeTinypay } from "../tinypay/provider.js"
import { configure, tinypay } from "../tinypay/under-test.js"
import { type Variant, withMembers } from "./variant.js"

const withoutAccount = ({ account: _, ...ref }: PaymentRef): PaymentRef => ref

/** Tinypay that uses, for its accounts, credentials of its own choice. */
const withCredentials = (
  choose: (acquirer: TinyAcquirer, account: string) => TinyCredentials,
): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  make: (acquirer, settings) =>
    makeTinypay({
      ...configure(acquirer, settings),
      ...(settings.account !== undefined && choose(acquirer, settings.account)),
    }),
})

const firstSeen = new WeakMap<TinyAcquirer, Map<string, TinyCredentials>>()

/** Providers that mix up whose payment it is. */
export const mixing: ReadonlyArray<Variant> = [
  {
    that: "asks about any account's payment as if it were its own",
    underTest: {
      ...tinypay,
      make: (acquirer, settings) =>
        Effect.map(tinypay.make(acquirer, settings), (sound) => ({
          ...sound,
          inquire: (ref) =>
            sound.inquire(
              settings.account === undefined ? withoutAccount(ref) : { ...ref, account: settings.account },
            ),
        })),
    },
    caughtBy: { "accounts/foreign-ref": /PaymentNotFound/ },
  },
  {
    that: "forgets the account when it asks",
    underTest: withMembers(({ inquire }) => ({
      inquire: (ref) =>
        Effect.map(inquire(ref), (payment) => Object.assign(payment, { ref: withoutAccount(payment.ref) })),
    })),
    caughtBy: { "accounts/refs": /must name the account, too/ },
  },
  {
    that: "does not say whose its callbacks are",
    underTest: withMembers(({ notifications }) => ({
      notifications: {
        ...notifications,
        read: (raw, expected) =>
          Effect.map(notifications.read(raw, expected), (claim) =>
            Object.assign(claim, { ref: withoutAccount(claim.ref) }),
          ),
      },
    })),
    caughtBy: { "accounts/callbacks": /what is read must name the account/ },
  },
  {
    that: "has one secret for all accounts",
    underTest: withCredentials(({ credentialsOf }) => credentialsOf("toko-1")),
    caughtBy: {
      "accounts/foreign-payment": /expected a failure/,
      "accounts/foreign-signature": /no secret of each account.s own/,
    },
  },
  {
    that: "does not name the account in its errors",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          ({ provider, operation, reason }) => new QrisError({ provider, operation, reason }),
        ),
    })),
    caughtBy: { "accounts/wrong-credentials": /the error must name the account/ },
  },
  {
    that: "keeps an account's first credentials for ever",
    underTest: withCredentials((acquirer, account) => {
      const seen = firstSeen.get(acquirer) ?? new Map<string, TinyCredentials>()
      firstSeen.set(acquirer, seen)
      const first = seen.get(account) ?? acquirer.credentialsOf(account)
      seen.set(account, first)
      return first
    }),
    caughtBy: {
      "accounts/renewed": /expected an answer/,
      "accounts/wrong-credentials": /expected a failure/,
    },
  },
]
