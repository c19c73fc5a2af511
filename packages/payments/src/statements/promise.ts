import type * as Effect from "effect/Effect"
import type { Decided } from "../findings/findings.js"
import type { ListImports, StatementImport } from "./import-list.js"
import type { ImportOptions, ImportReport } from "./importing.js"
import type { Matched, MatchOptions } from "./matching.js"
import type { StatementToImport } from "./statement.js"
import type { statementVerbs } from "./verbs.js"

/** What acquirers and banks report, for code without Effect. Every promise rejects as the Effect door fails. */
export interface StatementsClient {
  /**
   * Imports a statement: reads it, stores its lines, matches them with payments, and records what a person has to look
   * at. All of it or nothing; the same file once more changes nothing. No payment's status changes. Rejects with
   * `InvalidInput`, `DatabaseFailure`, and what the statement is refused with.
   */
  import(statement: StatementToImport<unknown>, options: ImportOptions): Promise<ImportReport>
  /** What an import would come to: nothing of it stays. */
  dryRun(statement: StatementToImport<unknown>, options: ImportOptions): Promise<ImportReport>
  /** Takes an import back, and tells what that came to. Rejects with `NoSuchItem`, `InvalidInput`. */
  undo(id: number, decided: Decided): Promise<{ readonly import: StatementImport; readonly matched: Matched }>
  /** What was imported, newest first. */
  list(query?: ListImports): Promise<ReadonlyArray<StatementImport>>
  /** Matches lines with payments anew: for what became known since, and for lags that are over. Repeatable. */
  match(options?: MatchOptions): Promise<Matched>
}

/** The same verbs as promises. */
export const statementsClient = (
  verbs: ReturnType<typeof statementVerbs>,
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>,
): StatementsClient => ({
  import: (statement, options) => run(verbs.import(statement, options)),
  dryRun: (statement, options) => run(verbs.dryRun(statement, options)),
  undo: (id, decided) => run(verbs.undo(id, decided)),
  list: (query) => run(verbs.list(query)),
  match: (options) => run(verbs.match(options)),
})
