import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import { inTime } from "./in-time.js"
import { nameOfCause } from "./name-of-cause.js"
import type { AccessToken, TokenStore } from "./token-store.js"
import { Beginnable, beginWithoutFiber, flatMap, hasEnded, type Rest } from "./without-fiber.js"

/** Nothing in a store is worth waiting longer for, in milliseconds: a login takes about as long. */
const PATIENCE = 1_000

/** The part of a call's remaining time that a store may take: one of so many. */
const SHARE = 4

/** After it failed it is not asked again for so many milliseconds. */
const REST = 10_000

/** After so many milliseconds a token that is being kept is given up on. */
const KEEPING = 10_000

/** What a header can carry. */
const BEARER = /^[!-~]+$/

/** A token as calls use it: its text, and when it ends, in milliseconds since 1970. */
export interface KeptToken {
  readonly text: string
  readonly endsAt: number
}

/** The store is of no use now. */
export const UNREACHABLE: unique symbol = Symbol("unreachable")

/** What is kept under a key; `undefined` where nothing is. */
type Kept = KeptToken | undefined | typeof UNREACHABLE

/** Why a store is of no use, where that is our own word. */
class Fault {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

const HUNG = new Fault("it did not answer in time")
const NO_EFFECT = new Fault("it gave something else than an Effect")
const NO_TOKEN = new Fault("it gave something else than a token")

const whyOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Fault ? error.why : `it failed ${nameOfCause(cause)}`.trimEnd()
}

/** What is asked of a store may be no Effect, or be thrown. */
const effectOf = (make: () => unknown): Effect.Effect<unknown, unknown> => {
  try {
    const made = make()
    return Effect.isEffect(made) ? (made as Effect.Effect<unknown, unknown>) : Effect.fail(NO_EFFECT)
  } catch (defect) {
    return Effect.die(defect)
  }
}

/** How what was asked of a store ends, in time. A store in this process, which has it at hand, needs no fiber. */
class Asked extends Beginnable<Exit.Exit<unknown, unknown>, never> {
  readonly asked: Effect.Effect<unknown, unknown>
  readonly millis: number

  constructor(asked: Effect.Effect<unknown, unknown>, millis: number) {
    super()
    this.asked = asked
    this.millis = millis
  }

  begin(rest: Rest<Exit.Exit<unknown, unknown>, never>): void {
    beginWithoutFiber(this.asked, (left) =>
      rest(hasEnded(left) ? Effect.succeed(left) : inTime(left, this.millis, () => Exit.fail(HUNG))),
    )
  }

  asEffect(): Effect.Effect<Exit.Exit<unknown, unknown>> {
    return inTime(this.asked, this.millis, () => Exit.fail(HUNG))
  }
}

/** The token that was found; a fault where something else was, by somebody without types. */
const tokenIn = (found: unknown): KeptToken | undefined | Fault => {
  if (found === undefined || found === null) return undefined
  try {
    const { value, expiresAt } = found as AccessToken
    const text: unknown = Redacted.value(value)
    return typeof text === "string" && BEARER.test(text) ? { text, endsAt: expiresAt.getTime() } : NO_TOKEN
  } catch {
    return NO_TOKEN
  }
}

/**
 * A platform's own store of tokens, which may fail, hang, or give anything: calls wait for it a little, and
 * none fails for it.
 */
export class BoundedStore {
  readonly #store: TokenStore
  /** In milliseconds since 1970. */
  #restsUntil = 0

  constructor(store: TokenStore) {
    this.#store = store
  }

  /** What is kept under a key. It is waited for until a part of the call's time is over. */
  get(clock: Clock.Clock, key: string, deadlineAt: number): Effect.Effect<Kept> {
    const now = clock.currentTimeMillisUnsafe()
    if (now < this.#restsUntil) return Effect.succeed(UNREACHABLE)
    const asked = effectOf(() => this.#store.get(key))
    const millis = Math.min(PATIENCE, Math.max(0, deadlineAt - now) / SHARE)
    return flatMap(new Asked(asked, millis), (exit): Effect.Effect<Kept> => {
      if (Exit.isFailure(exit)) return this.#rested(clock, whyOf(exit.cause))
      const token = tokenIn(exit.value)
      return token instanceof Fault ? this.#rested(clock, token.why) : Effect.succeed(token)
    })
  }

  /** Keeps a token, and says whether it was kept. */
  set(key: string, token: AccessToken): Effect.Effect<boolean> {
    return Effect.flatMap(
      new Asked(
        effectOf(() => this.#store.set(key, token)),
        KEEPING,
      ),
      (exit) =>
        Exit.isSuccess(exit)
          ? Effect.succeed(true)
          : Effect.as(
              Effect.logWarning(`token store: a token could not be kept: ${whyOf(exit.cause)}`),
              false,
            ),
    )
  }

  /** Those who wait for it together find out together: one of them tells. */
  #rested(clock: Clock.Clock, why: string): Effect.Effect<Kept> {
    const now = clock.currentTimeMillisUnsafe()
    if (now < this.#restsUntil) return Effect.succeed(UNREACHABLE)
    this.#restsUntil = now + REST
    const warning = `token store: ${why}; clients go on without it for ${REST / 1_000} seconds`
    return Effect.as(Effect.logWarning(warning), UNREACHABLE)
  }
}

/** One for all clients who use a store: they find it gone together. */
const known = new WeakMap<TokenStore, BoundedStore>()

export const boundedStore = (store: TokenStore): BoundedStore => {
  const made = known.get(store) ?? new BoundedStore(store)
  known.set(store, made)
  return made
}
