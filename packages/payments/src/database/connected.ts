import * as Effect from "effect/Effect"
import { HandlerTimeout } from "../failure.js"
import type { Database, Drizzle, PreparedStatement, Row, Transaction } from "./database.js"
import { databaseFailure, isWorthRepeating } from "./driver-error.js"

/** A transaction that also takes a script: several statements in one text. For migrations. */
export interface ScriptTransaction extends Transaction {
  script(text: string): Promise<void>
}

/** What differs between drivers. */
export interface Driver {
  readonly kind: Database["Service"]["kind"]
  readonly drizzle: Drizzle
  query(statement: PreparedStatement, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /** One transaction; with a limit, foreign code within it is cut off after so many milliseconds. */
  transact<A>(work: (tx: ScriptTransaction) => Promise<A>, milliseconds?: number): Promise<A>
  /** Statements that can run at the same time. */
  readonly connections: number
  /** Hears what is notified on a channel, over a connection of its own. */
  listen?(channel: string, heard: (payload: string) => void): { stop(): Promise<void> }
}

/** A deadlock is two transactions' bad luck; more than this in a row is something else. */
const REPEATS = 3

const repeating = async <A>(attempt: () => Promise<A>, left = REPEATS): Promise<A> => {
  try {
    return await attempt()
  } catch (error) {
    if (left === 0 || !isWorthRepeating(error)) throw error
    return await repeating(attempt, left - 1)
  }
}

/** The database port over a driver. A statement under way is not taken back when its caller is interrupted. */
export const connected = ({
  kind,
  drizzle,
  query,
  transact,
  connections,
  listen,
}: Driver): Database["Service"] => ({
  kind,
  connections,
  run: (work) => Effect.tryPromise({ try: () => work(drizzle), catch: databaseFailure }),
  query: (statement, values) =>
    Effect.tryPromise({ try: () => query(statement, values), catch: databaseFailure }),
  transaction: (work) =>
    Effect.uninterruptible(
      Effect.tryPromise({ try: () => repeating(() => transact(work)), catch: databaseFailure }),
    ),
  transactionWithin: (milliseconds, work) =>
    Effect.uninterruptible(
      Effect.tryPromise({
        try: () => transact(work, milliseconds),
        catch: (error) => (error instanceof HandlerTimeout ? error : databaseFailure(error)),
      }),
    ),
  ...(listen === undefined
    ? {}
    : {
        listen: (channel, heard) =>
          Effect.asVoid(
            Effect.acquireRelease(
              Effect.sync(() => listen(channel, heard)),
              (listening) => Effect.promise(() => listening.stop()),
            ),
          ),
      }),
})
