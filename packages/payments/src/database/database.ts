import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { DatabaseFailure, HandlerTimeout } from "../failure.js"
import type { NodePostgresQuery, NodePostgresResult } from "../joining/node-postgres.js"

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>

/** An open transaction. Everything done through it is stored together or not at all. */
export interface Transaction {
  /**
   * For plain SQL: `tx.query("update orders set paid = true where id = $1", [id])`. A statement with a name is prepared
   * where the connection keeps it.
   */
  query(statement: string | PreparedStatement, values?: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /**
   * For query builders (`@qriskit/payments/drizzle`): rows as lists, in the order of their columns, with times as the
   * database writes them.
   */
  lists(text: string, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<ReadonlyArray<unknown>>>
  /** For libraries that speak to node-postgres: one statement, and all that its client answers. See `poolOver`. */
  answer(query: NodePostgresQuery): Promise<NodePostgresResult>
}

/**
 * A statement in plain SQL that is worth preparing: it runs again and again. One name stands for one text. Where a
 * pooler hands sessions round, the name is not sent and the statement runs as it is.
 */
export interface PreparedStatement {
  readonly name: string
  readonly text: string
}

/**
 * Where records are kept: PostgreSQL, in a server or in this process. The port that a replacement implements.
 * Failures of the driver become `DatabaseFailure`; whatever else `work` throws is a defect.
 */
export class Database extends Context.Service<
  Database,
  {
    readonly kind: "postgresql" | "pglite"
    /**
     * One statement by itself: `query("select … where id = $1", [id])`. Prepared where it has a name and the connection
     * keeps it. Repeated by itself where the server rolled it back for another's sake.
     */
    query(
      statement: string | PreparedStatement,
      values?: ReadonlyArray<unknown>,
    ): Effect.Effect<ReadonlyArray<Row>, DatabaseFailure>
    /**
     * The same for a statement of the user's: sent as it is, also where payments' schema has another name. Absent where
     * `query` sends everything as it is.
     */
    queryAsGiven?(
      statement: string | PreparedStatement,
      values?: ReadonlyArray<unknown>,
    ): Effect.Effect<ReadonlyArray<Row>, DatabaseFailure>
    /**
     * The time of the database, which all processes on it share: for leases, schedules, gates and expiry. Costs no
     * statement.
     */
    readonly now: Effect.Effect<Date>
    /**
     * One transaction (read committed, whatever the server's default). Repeated by itself where the server rolled it
     * back for another's sake.
     */
    transaction<A>(work: (tx: Transaction) => Promise<A>): Effect.Effect<A, DatabaseFailure>
    /**
     * One transaction in which foreign code runs for at most `milliseconds`. After that the transaction is over:
     * statements that the code still sends fail, and never run outside of it. Whatever `work` throws is a failure.
     */
    transactionWithin<A>(
      milliseconds: number,
      work: (tx: Transaction) => Promise<A>,
    ): Effect.Effect<A, DatabaseFailure | HandlerTimeout>
    /** Whether it is forgotten when this process ends (`memory://`), so that it may be emptied. */
    readonly isTemporary?: boolean
    /** Statements that can run at the same time. */
    readonly connections: number
    /** Statements of this process that wait for a connection. Absent where the database does not tell. */
    waiting?(): number
    /**
     * Hears what `pg_notify` says on a channel until the scope closes, over a connection of its own. Absent where no
     * other process can be on the database.
     */
    listen?(channel: string, heard: (payload: string) => void): Effect.Effect<void, never, Scope.Scope>
  }
>()("@qriskit/payments/Database") {}
