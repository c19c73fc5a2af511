import type {
  FindingOfStatements,
  ImportOptions,
  StatementDayTotal,
  StatementLine,
  StatementToImport,
} from "@qriskit/payments"
import type { Language } from "./words/language.js"

/**
 * A statement as the console imports it, with how its file was checked against itself. What `statementFrom` gives fits.
 */
export type ConsoleStatement = StatementToImport<unknown> & {
  readonly summary: {
    readonly why: string
    readonly proofs: ReadonlyArray<{
      readonly of: string
      readonly compared: number
      readonly unproven: number
    }>
  }
}

/** What an accountant gets. */
export interface AccountantsDays {
  readonly days: ReadonlyArray<StatementDayTotal>
  readonly lines?: ReadonlyArray<StatementLine>
  readonly findings?: ReadonlyArray<FindingOfStatements>
  readonly language?: Language
}

/** A table of an export. */
export interface AccountantsTable {
  readonly name: string
}

/**
 * What reads statements and writes exports: `statementFrom` of `@qriskit/statements`, and what
 * `@qriskit/statements/export` has. The console itself needs neither.
 *
 * @example
 * ```ts
 * import type { ConsoleStatements } from "@qriskit/console"
 * import { statementFrom } from "@qriskit/statements"
 * import { exportTables, toCsv, toXlsx } from "@qriskit/statements/export"
 *
 * export const statements: ConsoleStatements = {
 *   read: (file, options) => statementFrom(file, { ...options, fees: { category: "UMI" } }),
 *   exportTables,
 *   toCsv,
 *   toXlsx,
 * }
 * ```
 */
export interface ConsoleStatements {
  /** Reads a file that was uploaded. The password is used and not kept. */
  read(file: Uint8Array, options: { readonly password?: string }): ConsoleStatement
  /** Makes the tables of an export. */
  exportTables(of: AccountantsDays): ReadonlyArray<AccountantsTable>
  /** Writes a table as CSV. */
  toCsv(table: AccountantsTable): Promise<string>
  /** Writes tables as a workbook. */
  toXlsx(tables: ReadonlyArray<AccountantsTable>): Promise<Uint8Array>
  /** How lines and payments are found to be one: `holidays`, `creditDays`, `windowMillis`. */
  readonly matching?: Pick<ImportOptions, "holidays" | "creditDays" | "windowMillis">
  /** The largest file that is taken, in bytes. It is held in memory. Default 16 MiB. */
  readonly mostBytes?: number
}
