import { setTimeout } from "node:timers/promises"
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { HandlerTimeout } from "../failure.js"
import type { Database, PreparedStatement, Row, Transaction } from "./database.js"
import { databaseFailure, isWorthRepeating } from "./driver-error.js"

/** A transaction that also takes a script: several statements in one text. For migrations. */
export interface ScriptTransaction extends Transaction {
  script(text: string): Promise<void>
}

/** What differs between drivers. */
export interface Driver {
  readonly kind: Database["Service"]["kind"]
  query(statement: string | PreparedStatement, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /** The same for a user's statement, where ours are written for a schema of another name. */
  queryAsGiven?: Driver["query"]
  /**
   * One transaction; with a limit, foreign code within it is cut off after so many milliseconds. Its statements may
   * take longer than others where `statementMillis` says so.
   */
  transact<A>(
    work: (tx: ScriptTransaction) => Promise<A>,
    milliseconds?: number,
    statementMillis?: number,
  ): Promise<A>
  /** Statements that can run at the same time. */
  readonly connections: number
  /** Statements that wait for a connection. */
  waiting?(): number
  /** Milliseconds since 1970 by the database's clock. Absent where this process's is the only one. */
  now?(): number
  /** Forgotten when this process ends. */
  readonly isTemporary?: boolean
  /** Connects once and finds out what is at the other end. */
  meet?(): Promise<void>
  /** Hears what is notified on a channel, over a connection of its own; undefined where nothing can be heard. */
  listener?(): Listen | undefined
}

type Listen = (
  channel: string,
  heard: (payload: string) => void,
  broke: (why: unknown) => void,
) => { stop(): Promise<void> }

/** A deadlock or a serialisation failure is bad luck; more than this in a row is something else. */
const REPEATS = 10

/** Those who were in each other's way come back at different times, in milliseconds. */
const APART = 20

const repeating = async <A>(attempt: () => Promise<A>, left = REPEATS): Promise<A> => {
  try {
    return await attempt()
  } catch (error) {
    if (left === 0 || !isWorthRepeating(error)) throw error
    await setTimeout(Math.random() * APART)
    return await repeating(attempt, left - 1)
  }
}

/** The database port over a driver. A statement under way is not taken back when its caller is interrupted. */
export const connected = ({
  kind,
  query,
  queryAsGiven = query,
  transact,
  connections,
  waiting,
  now,
  listener,
  isTemporary = false,
}: Driver): Database["Service"] => ({
  kind,
  connections,
  isTemporary,
  ...(waiting === undefined ? {} : { waiting }),
  now: Effect.map(
    now === undefined ? Clock.currentTimeMillis : Effect.sync(now),
    (millis) => new Date(millis),
  ),
  query: (statement, values = []) =>
    Effect.tryPromise({ try: () => repeating(() => query(statement, values)), catch: databaseFailure }),
  queryAsGiven: (statement, values = []) =>
    Effect.tryPromise({
      try: () => repeating(() => queryAsGiven(statement, values)),
      catch: databaseFailure,
    }),
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
  ...listening(listener?.()),
})

const listening = (listen: Listen | undefined): Pick<Database["Service"], "listen"> =>
  listen === undefined
    ? {}
    : {
        listen: (channel, heard) =>
          Effect.contextWith((context: Context.Context<never>) => {
            const broke = (why: unknown): void => {
              Effect.runForkWith(context)(
                Effect.logWarning(
                  "payments: wake-ups of other processes are not heard now; due work is looked for every `sweepMillis`",
                  databaseFailure(why).description,
                ),
              )
            }
            return Effect.asVoid(
              Effect.acquireRelease(
                Effect.sync(() => listen(channel, heard, broke)),
                (hearing) => Effect.promise(() => hearing.stop()),
              ),
            )
          }),
      }
