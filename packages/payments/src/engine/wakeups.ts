import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"

/**
 * What became due: an inquiry at a provider, one about a stranger's claim, the delivery of an event of a type,
 * or a webhook onward.
 */
export type Due = `inquire ${string}` | `stranger ${string}` | `deliver ${string}` | "send"

/** Everything, for what happens rarely. */
const ANYTHING = "*"

/** Who waits for something to become due. */
interface Waiting {
  /** Whether this one looks for it. */
  takes(due: Due): boolean
  /** Whether it would take it at once, so that no other process has to. */
  hasRoom(due: Due): boolean
}

interface Listener extends Waiting {
  isPoked: boolean
  resume: (() => void) | undefined
}

/**
 * A pause that ends after so many milliseconds, or at the next poke. A poke during work ends the next pause at once.
 */
export type Pause = (milliseconds: number) => Effect.Effect<void>

const CHANNEL = "qriskit"

/** Other processes are told at once, and then at most so often, in milliseconds. */
const BETWEEN_ANNOUNCEMENTS = 20

/** A notification holds 8,000 bytes. */
const MOST_ANNOUNCED = 100

const ANNOUNCE: PreparedStatement = {
  name: "qriskit_announce",
  text: `select pg_notify('${CHANNEL}', $1)`,
}

const EVERYTHING: Waiting = { takes: () => true, hasRoom: () => false }

/**
 * Says that something was stored, so that nobody has to wait for the next look at the database: within this process,
 * and to other processes what this one would not take at once. A hint: one that gets lost costs time and nothing else.
 */
export class Wakeups extends Context.Service<
  Wakeups,
  {
    /** Anything may be due. */
    readonly poke: Effect.Effect<void>
    /** These are due. */
    due(what: ReadonlyArray<Due>): Effect.Effect<void>
    /**
     * These are due once a transaction ends: other processes are told then, whatever becomes of this one. Gives what is
     * left to be said here.
     */
    dueAfter(tx: Transaction, what: ReadonlyArray<Due>): Promise<Effect.Effect<void>>
    listener(waiting?: Waiting): Effect.Effect<Pause, never, Scope.Scope>
    /** Hears other processes until the scope closes. */
    readonly hear: Effect.Effect<void, never, Scope.Scope>
  }
>()("@qriskit/payments/Wakeups") {
  static readonly layer: Layer.Layer<Wakeups, never, Database> = Layer.effect(
    Wakeups,
    Effect.gen(function* () {
      const database = yield* Database
      const listeners = new Set<Listener>()
      const unsaid = new Set<string>()
      let isAnnouncing = false

      const wake = (listener: Listener): void => {
        listener.isPoked = true
        listener.resume?.()
      }
      const wakeAll = (): void => listeners.forEach(wake)
      const wakeFor = (due: Due): void => {
        for (const listener of listeners) if (listener.takes(due)) wake(listener)
      }
      const isTakenHere = (due: Due): boolean => {
        for (const listener of listeners) if (listener.takes(due) && listener.hasRoom(due)) return true
        return false
      }

      const textOf = (said: ReadonlySet<string>): string =>
        said.size > MOST_ANNOUNCED ? ANYTHING : [...said].join(",")
      const isListening = database.listen !== undefined

      const announceAll = Effect.gen(function* () {
        while (unsaid.size > 0) {
          const said = textOf(unsaid)
          unsaid.clear()
          yield* Effect.ignore(database.query(ANNOUNCE, [said]))
          yield* Effect.sleep(BETWEEN_ANNOUNCEMENTS)
        }
        isAnnouncing = false
      })
      const announce = (what: ReadonlyArray<string>): Effect.Effect<void> =>
        Effect.suspend(() => {
          if (what.length === 0 || !isListening) return Effect.void
          for (const due of what) unsaid.add(due)
          if (isAnnouncing) return Effect.void
          isAnnouncing = true
          return Effect.asVoid(Effect.forkDetach(announceAll))
        })

      const heard = (said: string): void => {
        // What another release announces is a hint, too, whatever it means.
        for (const due of said.split(",")) due === ANYTHING ? wakeAll() : wakeFor(due as Due)
      }

      const pauseOf =
        (listener: Listener): Pause =>
        (milliseconds) =>
          Effect.callback<void>((resume) => {
            listener.resume = () => resume(Effect.void)
            if (listener.isPoked) listener.resume()
          }).pipe(
            Effect.timeoutOrElse({ duration: milliseconds, orElse: () => Effect.void }),
            Effect.ensuring(
              Effect.sync(() => {
                listener.resume = undefined
                listener.isPoked = false
              }),
            ),
          )

      return {
        poke: Effect.suspend(() => {
          wakeAll()
          return announce([ANYTHING])
        }),
        due: (what) =>
          Effect.suspend(() => {
            what.forEach(wakeFor)
            return announce(what.filter((due) => !isTakenHere(due)))
          }),
        dueAfter: async (tx, what) => {
          const others = new Set(isListening ? what.filter((due) => !isTakenHere(due)) : [])
          if (others.size > 0) await tx.query(ANNOUNCE, [textOf(others)])
          return Effect.sync(() => what.forEach(wakeFor))
        },
        listener: (waiting = EVERYTHING) =>
          Effect.map(
            Effect.acquireRelease(
              Effect.sync(() => {
                const listener: Listener = { ...waiting, isPoked: false, resume: undefined }
                listeners.add(listener)
                return listener
              }),
              (listener) => Effect.sync(() => listeners.delete(listener)),
            ),
            pauseOf,
          ),
        hear: database.listen === undefined ? Effect.void : database.listen(CHANNEL, heard),
      }
    }),
  )
}
