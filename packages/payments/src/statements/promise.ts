import type * as Effect from "effect/Effect"
import type { OfAccount } from "../record/account.js"
import type { ArrivedDay, DaysWanted, StatementDayTotal } from "./days.js"
import type { Explanation, Settlement } from "./explaining.js"
import type { FindingOfStatements, ListFindings } from "./finding-list.js"
import type { ListImports, StatementImport } from "./import-list.js"
import type { ImportOptions, ImportReport } from "./importing.js"
import type { ListLines, StatementLine } from "./lines.js"
import type { Matched, MatchOptions } from "./matching.js"
import type { StatementToImport } from "./statement.js"
import type { UndoOptions } from "./undoing.js"
import type { statementVerbs } from "./verbs.js"

/** What acquirers and banks report, for code without Effect. Every promise rejects as the Effect door fails. */
export interface StatementsClient {
  /**
   * Imports a statement: reads it, stores its lines, matches them with payments, and records what a person has to look
   * at. All of it or nothing; the same file once more changes nothing. No payment's status changes, but for
   * orders on printed QRs. Rejects with `InvalidInput`, `NoSuchProvider`, `DatabaseFailure`, and what the
   * statement is refused with.
   */
  import(statement: StatementToImport<unknown>, options: ImportOptions): Promise<ImportReport>
  /** What an import would come to: nothing of it stays. */
  dryRun(statement: StatementToImport<unknown>, options: ImportOptions): Promise<ImportReport>
  /** Takes an import back, and tells what that came to. Rejects with `NoSuchItem`, `InvalidInput`. */
  undo(
    id: number,
    options: UndoOptions,
  ): Promise<{ readonly import: StatementImport; readonly matched: Matched }>
  /** What was imported, newest first. */
  list(query?: ListImports): Promise<ReadonlyArray<StatementImport>>
  /** Matches lines with payments anew: for what became known since, and for lags that are over. Repeatable. */
  match(options?: MatchOptions): Promise<Matched>
  /** Lines, each with what it is, in the order in which they were imported. */
  lines(query?: ListLines): Promise<ReadonlyArray<StatementLine>>
  /** What was found and still holds, oldest first. Acknowledge one with `anomalies.acknowledge(id, …)`. */
  findings(query?: ListFindings): Promise<ReadonlyArray<FindingOfStatements>>
  /** What reports say of a payment together; `undefined` while none does. Rejects with `NoSuchPayment`. */
  settlement(key: string, of?: OfAccount): Promise<Settlement | undefined>
  /** What became of a payment's money: line, payout, the bank's credit. Rejects with `NoSuchPayment`. */
  explain(key: string, of?: OfAccount): Promise<Explanation>
  /** Each day: asked, arrived, settled, net, credited, in sen. At most 400 days. */
  days(wanted: DaysWanted): Promise<ReadonlyArray<StatementDayTotal>>
  /** What reached the bank by day, in sen, and what of it is explained. At most 400 days. */
  arrived(wanted: DaysWanted): Promise<ReadonlyArray<ArrivedDay>>
}

/** The same verbs as promises. */
export const statementsClient = (
  verbs: ReturnType<typeof statementVerbs>,
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A>,
): StatementsClient => ({
  import: (statement, options) => run(verbs.import(statement, options)),
  dryRun: (statement, options) => run(verbs.dryRun(statement, options)),
  undo: (id, options) => run(verbs.undo(id, options)),
  list: (query) => run(verbs.list(query)),
  match: (options) => run(verbs.match(options)),
  lines: (query) => run(verbs.lines(query)),
  findings: (query) => run(verbs.findings(query)),
  settlement: (key, of) => run(verbs.settlement(key, of)),
  explain: (key, of) => run(verbs.explain(key, of)),
  days: (wanted) => run(verbs.days(wanted)),
  arrived: (wanted) => run(verbs.arrived(wanted)),
})
