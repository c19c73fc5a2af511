import type * as Effect from "effect/Effect"
import type { Database } from "../database/database.js"
import type { Wakeups } from "../engine/wakeups.js"
import type { DatabaseFailure } from "../failure.js"
import type { Providers } from "../providers.js"
import type { OfAccount } from "../record/account.js"
import { arrivedAtBank, type DaysWanted, statementDays } from "./days.js"
import { explain, settlementOf } from "./explaining.js"
import { type ListFindings, listFindings } from "./finding-list.js"
import { type ListImports, listImports } from "./import-list.js"
import { dryRunStatement, type ImportOptions, importStatement } from "./importing.js"
import { type ListLines, listLines } from "./lines.js"
import { type MatchOptions, matchStatements } from "./matching.js"
import type { StatementToImport } from "./statement.js"
import { type UndoOptions, undoImport } from "./undoing.js"

/** Runs a verb with what it needs. */
type Within = <A, E>(
  effect: Effect.Effect<A, E, Database | Providers | Wakeups>,
) => Effect.Effect<A, E | DatabaseFailure>

/** The verbs about statements. */
export const statementVerbs = (within: Within) => ({
  /** Imports a statement, matches it and records what it finds. */
  import: <E>(statement: StatementToImport<E>, options: ImportOptions) =>
    within(importStatement(statement, options)),
  /** The same, and nothing of it stays. */
  dryRun: <E>(statement: StatementToImport<E>, options: ImportOptions) =>
    within(dryRunStatement(statement, options)),
  /** Takes an import back. */
  undo: (id: number, options: UndoOptions) => within(undoImport(id, options)),
  /** What was imported, newest first. */
  list: (query?: ListImports) => within(listImports(query)),
  /** Matches lines with payments anew. */
  match: (options?: MatchOptions) => within(matchStatements(options)),
  /** Lines, each with what it is, in pages. */
  lines: (query?: ListLines) => within(listLines(query)),
  /** What was found and still holds, in pages. */
  findings: (query?: ListFindings) => within(listFindings(query)),
  /** What reports say of a payment together. */
  settlement: (key: string, of?: OfAccount) => within(settlementOf(key, of)),
  /** What became of a payment's money, up to the bank's credit. */
  explain: (key: string, of?: OfAccount) => within(explain(key, of)),
  /** Each day: asked, arrived, settled, net, credited. */
  days: (wanted: DaysWanted) => within(statementDays(wanted)),
  /** What reached the bank, by day. */
  arrived: (wanted: DaysWanted) => within(arrivedAtBank(wanted)),
})
