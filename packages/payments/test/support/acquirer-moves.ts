import {
  type Cancels,
  Payment,
  PaymentRef,
  type QrisError,
  type QrisProvider,
  type Refunds,
} from "@qriskit/core"
import * as Effect from "effect/Effect"

/** An answer to an inquiry that is under way: read already, not yet heard. */
export interface HeldAnswer {
  /** Resolves when the acquirer has answered. */
  readonly read: Promise<void>
  /** Lets it arrive. */
  release(): void
}

/**
 * What an acquirer does that its documentation does not say: answers overtake each other, ids repeat, clocks are slow.
 */
export interface AcquirerMoves {
  provider<P extends QrisProvider & Partial<Cancels & Refunds>>(provider: P): P
  /** Keeps back the answer to the next inquiry. */
  holdNextInquiry(): HeldAnswer
  /** The next creates are answered with this payment id: at one provider, or at all. */
  repeatId(paymentId: string | undefined, at?: string): void
  /** What answers say is changed on their way. */
  rewrite(change: ((said: Payment) => Partial<Payment>) | undefined): void
  /** Inquiries fail like this. */
  failInquiries(error: QrisError | undefined): void
  reset(): void
}

export const makeAcquirerMoves = (): AcquirerMoves => {
  let holding: { readonly released: Promise<void>; readonly isRead: () => void } | undefined
  let repeated: { readonly paymentId: string; readonly at: string | undefined } | undefined
  let change: ((said: Payment) => Partial<Payment>) | undefined
  let failure: QrisError | undefined

  const changed = (said: Payment): Payment =>
    change === undefined ? said : new Payment({ ...said, ...change(said) })

  return {
    provider: (provider) => ({
      ...provider,
      create: (request) =>
        Effect.map(provider.create(request), (made) => {
          const said = changed(made)
          return repeated === undefined || (repeated.at ?? provider.id) !== provider.id
            ? said
            : new Payment({ ...said, ref: new PaymentRef({ ...said.ref, paymentId: repeated.paymentId }) })
        }),
      inquire: (ref) =>
        Effect.suspend(() => {
          if (failure !== undefined) return Effect.fail(failure)
          const held = holding
          holding = undefined
          const answer = Effect.map(provider.inquire(ref), changed)
          return held === undefined
            ? answer
            : answer.pipe(
                Effect.tap(() => Effect.sync(held.isRead)),
                Effect.tap(() => Effect.promise(() => held.released)),
              )
        }),
    }),
    holdNextInquiry: () => {
      let release = (): void => {}
      let isRead = (): void => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      const read = new Promise<void>((resolve) => {
        isRead = resolve
      })
      holding = { released, isRead }
      return { read, release }
    },
    repeatId: (paymentId, by) => {
      repeated = paymentId === undefined ? undefined : { paymentId, at: by }
    },
    rewrite: (to) => {
      change = to
    },
    failInquiries: (error) => {
      failure = error
    },
    reset: () => {
      holding = undefined
      repeated = undefined
      change = undefined
      failure = undefined
    },
  }
}
