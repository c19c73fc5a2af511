import { VERBS } from "../verbs/table.js"
import type { Verb } from "../verbs/verb.js"
import { flagOf, isPaged } from "./options.js"

const WIDTH = 30

const row = (left: string, right: string): string =>
  left.length < WIDTH - 2 ? `  ${left.padEnd(WIDTH - 2)}${right}` : `  ${left}\n${" ".repeat(WIDTH)}${right}`

const COMMON_ROWS = [
  row("--database <url|folder>", "default: QRISKIT_DATABASE_URL, where a password is not seen by others"),
  row("--schema <name>", "the schema of the tables; default: QRISKIT_SCHEMA, else qriskit"),
  row("--json", "for scripts: one line a record"),
  row("-h, --help", "this text"),
]

const argumentsOf = ({ options }: Verb): string =>
  Object.values(options)
    .filter(({ isPositional }) => isPositional === true)
    .map(({ value = "" }) => ` ${value}`)
    .join("")

/** What `qriskit VERB --help` says. */
export const helpOf = (verb: Verb): string =>
  [
    `qriskit ${verb.name}${argumentsOf(verb)} [options]`,
    "",
    verb.summary,
    "",
    ...Object.entries(verb.options).map(([name, { about, value = "", isPositional }]) =>
      row(isPositional === true ? value : `--${flagOf(name)} ${value}`.trimEnd(), about),
    ),
    ...(isPaged(verb) ? [row("--all", "every page, one after another")] : []),
    ...(verb.isDangerous
      ? [
          row("--dry-run", "shows what would be done, and does nothing"),
          row("-y, --yes", "does not ask; needs --by and --why"),
        ]
      : []),
    ...(verb.providerOf === undefined
      ? []
      : [
          row(
            "--providers <module>",
            "default: QRISKIT_PROVIDERS; a module that exports providers, instead of the environment",
          ),
        ]),
    ...COMMON_ROWS,
    "",
    "Example:",
    `  ${verb.example}`,
  ].join("\n")

const group = (access: Verb["access"]): ReadonlyArray<string> =>
  VERBS.filter((verb) => verb.access === access).map((verb) =>
    row(`${verb.name}${argumentsOf(verb)}`, verb.title.toLowerCase().replace("qr", "QR")),
  )

/** What `qriskit --help` says. */
export const HELP = [
  "qriskit <verb> [options]",
  "",
  "QRIS payments from the terminal, over the database that your processes keep them in.",
  "",
  "To look; nothing is changed, no worker runs, nothing is migrated:",
  ...group("look"),
  "",
  "To do; who and why is recorded, and what cannot be undone asks first:",
  ...group("write"),
  "",
  ...COMMON_ROWS,
  row("-v, --version", "the version of this tool"),
  "",
  "qriskit <verb> --help says more, with an example.",
  "",
  "Exit codes: 0 all is well; 1 something waits for a person; 2 wrong use or configuration; 3 not found; 4 refused;",
  "5 database; 6 provider not reached; 7 unknown, it may have been done; 70 a fault of this tool; 130 stopped.",
].join("\n")
