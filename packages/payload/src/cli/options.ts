/** Every option of every command, as `parseArgs` wants them. */
export const OPTIONS = {
  json: { type: "boolean" },
  lang: { type: "string" },
  profile: { type: "string" },
  amount: { type: "string" },
  reference: { type: "string" },
  "tip-fixed": { type: "string" },
  "tip-percent": { type: "string" },
  force: { type: "boolean" },
  format: { type: "string" },
  paper: { type: "string" },
  output: { type: "string", short: "o" },
  help: { type: "boolean", short: "h" },
} as const

export type OptionName = keyof typeof OPTIONS

/** The options as given, none of them checked. */
export type Options = {
  readonly [Name in OptionName]?: (typeof OPTIONS)[Name]["type"] extends "boolean" ? boolean : string
}
