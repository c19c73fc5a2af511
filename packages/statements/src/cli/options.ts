/** Every option of every command, as `parseArgs` wants them. */
export const OPTIONS = {
  profile: { type: "string" },
  "profile-file": { type: "string" },
  entry: { type: "string" },
  dialect: { type: "string" },
  encoding: { type: "string" },
  period: { type: "string" },
  account: { type: "string" },
  keep: { type: "boolean" },
  json: { type: "boolean" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const

/** The options as given, none of them checked. */
export type Options = {
  readonly [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name]["type"] extends "boolean"
    ? boolean
    : string
}

/** Where a password comes from: never from the arguments, which every process of the machine may read. */
export const PASSWORD_VARIABLE = "QRISKIT_STATEMENT_PASSWORD"

export const USAGE = `qriskit-statements <command> [file] [options]

  read FILE     its lines, and what proves them
  detect FILE   which report it is, and why
  profiles      the reports that are known

  --profile ID          read it as this report
  --profile-file FILE   read it by a profile of your own, JSON
  --entry NAME          which file of an archive
  --dialect excel-id    a spreadsheet with Indonesian settings saved it again
  --encoding NAME       utf-8 or windows-1252
  --period FROM..UNTIL  the days it is about, 2026-12-01..2026-12-31, where its dates have no year
  --account NUMBER      the account it is of, where it does not say so
  --keep                take it although something in it cannot be read; such rows are listed
  --json                for machines; amounts are sen
  --version
  -h, --help            this text

A password is read from ${PASSWORD_VARIABLE}, or asked for on a terminal.

Exit codes: 0 everything adds up; 1 it was refused, or something does not add up; 2 wrong use.`
