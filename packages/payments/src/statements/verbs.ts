import type * as Effect from "effect/Effect"
import type { Database } from "../database/database.js"
import type { DatabaseFailure } from "../failure.js"
import type { Decided } from "../findings/findings.js"
import { type ListImports, listImports } from "./import-list.js"
import { dryRunStatement, type ImportOptions, importStatement } from "./importing.js"
import { type MatchOptions, matchStatements } from "./matching.js"
import type { StatementToImport } from "./statement.js"
import { undoImport } from "./undoing.js"

/** Runs a verb with what it needs. */
type Within = <A, E>(effect: Effect.Effect<A, E, Database>) => Effect.Effect<A, E | DatabaseFailure>

/** The verbs about statements. */
export const statementVerbs = (within: Within) => ({
  /** Imports a statement, matches it and records what it finds. */
  import: <E>(statement: StatementToImport<E>, options: ImportOptions) =>
    within(importStatement(statement, options)),
  /** The same, and nothing of it stays. */
  dryRun: <E>(statement: StatementToImport<E>, options: ImportOptions) =>
    within(dryRunStatement(statement, options)),
  /** Takes an import back. */
  undo: (id: number, decided: Decided) => within(undoImport(id, decided)),
  /** What was imported, newest first. */
  list: (query?: ListImports) => within(listImports(query)),
  /** Matches lines with payments anew. */
  match: (options?: MatchOptions) => within(matchStatements(options)),
})
