import {
  canRefund,
  Notification,
  Payment,
  PaymentRef,
  type QrisAccounts,
  QrisError,
  type QrisProvider,
  type Reason,
  type Refunds,
  Unauthorized,
} from "@qriskit/core"
import { makeAccounts } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/**
 * A platform's own table: which accounts there are, and what the provider says to whoever asks with one;
 * `true`: an answer.
 */
export type PlatformTable = Map<string, true | Reason>

export const WRONG_PASSWORD: Reason = new Unauthorized({})

const withAccount = (ref: PaymentRef, account: string) => new PaymentRef({ ...ref, account })
const without = ({ account: _, ...ref }: PaymentRef) => new PaymentRef(ref)

/** One merchant's client: as the provider's own, with references that name the account. */
const clientOf = (provider: QrisProvider, account: string, said: true | Reason): QrisProvider => {
  const named = (payment: Payment) => new Payment({ ...payment, ref: withAccount(payment.ref, account) })
  const guarded = <A>(operation: QrisError["operation"], effect: Effect.Effect<A, QrisError>) =>
    said === true
      ? effect
      : Effect.fail(new QrisError({ provider: provider.id, operation, account, reason: said }))
  const refunds: Partial<Refunds> = canRefund(provider)
    ? {
        refund: (ref, wanted) => guarded("refund", provider.refund(without(ref), wanted)),
        inquireRefund: (ref, wanted) => guarded("refund", provider.inquireRefund(without(ref), wanted)),
      }
    : {}
  return {
    ...provider,
    ...refunds,
    create: (request) => guarded("create", Effect.map(provider.create(request), named)),
    inquire: (ref) => guarded("inquire", Effect.map(provider.inquire(without(ref)), named)),
    notifications: {
      ...provider.notifications,
      read: (raw, expected) =>
        Effect.map(
          provider.notifications.read(raw, expected === undefined ? undefined : without(expected)),
          (read) => new Notification({ ...read, ref: withAccount(read.ref, account) }),
        ),
    },
  }
}

/** A platform's accounts at a provider, each with a client like the given one. */
export const accountsOver = (table: PlatformTable, provider: QrisProvider): QrisAccounts =>
  Result.getOrThrow(
    makeAccounts(
      { load: (account) => Effect.sync(() => table.get(account)), freshMillis: 1 },
      {
        provider: provider.id,
        decode: (said) => Result.succeed(said as true | Reason),
        isSame: (a, b) => a === b,
        make: (said, account) => clientOf(provider, account, said),
      },
    ),
  )
