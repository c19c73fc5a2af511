import { type ImportOptions, type ImportReport, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { NotConfigured } from "../open/not-configured.js"
import { sen } from "../text/money.js"
import { type HowMatched, matching, matchingIn } from "./matching.js"
import { of } from "./of-account.js"
import { account, decided, flagOption, textOption } from "./option.js"
import { recorded } from "./recorded.js"
import { IMPORT, MATCHED, matchedLines } from "./statements.js"
import { defineVerb } from "./verb.js"

/** Where the password of an archive is taken from: never from the command line. */
const PASSWORD = "QRISKIT_STATEMENT_PASSWORD"

interface Wanted {
  readonly file: string
  readonly profile?: string
  readonly keep?: boolean
  readonly bankAccount?: string
}

interface How extends HowMatched {
  readonly by: string
  readonly provider?: string
  readonly account?: string
}

const optionsOf = (how: How): ImportOptions => ({
  by: how.by,
  ...(how.provider === undefined ? {} : { provider: how.provider }),
  ...of(how),
  ...matchingIn(how),
})

/** Loaded only here: readers of spreadsheets and archives are heavy. */
const reading = ({ file, profile, keep, bankAccount }: Wanted) =>
  Effect.map(
    Effect.tryPromise({
      try: () => import("@qriskit/statements"),
      catch: () => new NotConfigured({ description: "@qriskit/statements cannot be loaded: install it." }),
    }),
    ({ statementFrom }) => {
      const password = process.env[PASSWORD] ?? ""
      return statementFrom(
        { path: file },
        {
          ...(profile === undefined ? {} : { profile }),
          ...(password === "" ? {} : { password }),
          ...(bankAccount === undefined ? {} : { account: bankAccount }),
          ...(keep === true ? { faults: "keep" as const } : {}),
        },
      )
    },
  )

/** What came of it, without the lines themselves. */
const shortOf = ({ pending, unreadableRows, ...report }: ImportReport) => ({
  ...report,
  pending: pending.length,
  unreadable: unreadableRows.length,
})

type Short = ReturnType<typeof shortOf>

const linesOf = ({ import: made, matched, isRepeated, stored, again, restated, pending }: Short) => [
  `${made.title}: ${made.lines} lines, gross ${sen(made.gross)}, fee ${sen(made.fee)}, net ${sen(made.net)}`,
  ...(isRepeated ? [`It was imported before, as ${made.id}: nothing is done.`] : []),
  ...(isRepeated
    ? []
    : [`New ${stored}, known ${again}, saying something else ${restated}, not booked yet ${pending}.`]),
  ...(made.isComplete ? [] : [`Incomplete: ${made.incompleteBecause.join("; ")}`]),
  ...(matched === undefined ? [] : matchedLines(matched)),
]

export const statementsImport = defineVerb({
  name: "statements-import",
  title: "Import a settlement report or bank statement",
  summary:
    "Imports a settlement report or a bank statement and matches it with payments, all or nothing. No payment's status changes by it, but for orders on printed QRs.",
  example:
    'qriskit statements-import MSR_20261006.csv --provider zipay --yes --by "Keuangan Contoh" --why "daily"',
  access: "write",
  isDangerous: true,
  isIdempotent: true,
  isLocal: true,
  options: {
    file: {
      schema: Schema.String.check(Schema.isMinLength(1, { message: "must not be empty" })),
      form: "text",
      about: `The file. The password of an archive is taken from ${PASSWORD}.`,
      value: "<file>",
      isPositional: true,
    },
    provider: textOption(
      "The provider of whose payments it has all: then payments can be missing.",
      "<provider>",
      64,
    ),
    profile: textOption("What kind of report it is. Default: the one that fits.", "<id>", 64),
    bankAccount: textOption(
      "Whose a bank's statement is that names no account, as BNI's: two accounts are told apart by it.",
      "<number>",
      64,
    ),
    keep: flagOption("Takes the file although rows cannot be read: it counts as incomplete."),
    account,
    ...matching,
    ...decided,
  },
  output: Schema.Struct({
    import: IMPORT,
    isRepeated: Schema.Boolean,
    matched: Schema.optionalKey(MATCHED),
    pending: Schema.Int,
    unreadable: Schema.Int,
  }),
  preview: (wanted) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const statement = yield* reading(wanted)
      return { lines: linesOf(shortOf(yield* payments.statements.dryRun(statement, optionsOf(wanted)))) }
    }),
  run: (wanted) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const statement = yield* reading(wanted)
      const importing = payments.statements.import(statement, optionsOf(wanted))
      const { by, why } = wanted
      return shortOf(yield* recorded({ verb: "import", by, why, ...of(wanted) }, importing))
    }),
  verdict: ({ matched }) => (Object.keys(matched?.found ?? {}).length === 0 ? "fine" : "wrong"),
  text: linesOf,
})
