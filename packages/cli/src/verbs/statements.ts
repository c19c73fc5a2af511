import { Payments, type StatementImport } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { sen } from "../text/money.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { matching, matchingIn } from "./matching.js"
import { of } from "./of-account.js"
import { account, decided, itemId, pageBack } from "./option.js"
import { recorded } from "./recorded.js"
import { SEN } from "./settlement.js"
import { defineVerb } from "./verb.js"

/** A file that was imported. */
export const IMPORT = Schema.Struct({
  id: Schema.Int,
  account: Schema.optionalKey(Schema.String),
  state: Schema.Literals(["imported", "undone"]),
  profile: Schema.String,
  title: Schema.String,
  kind: Schema.Literals(["acquirer", "bank"]),
  lines: Schema.Int,
  stored: Schema.Int,
  from: Schema.optionalKey(Schema.String),
  until: Schema.optionalKey(Schema.String),
  gross: Schema.optionalKey(SEN),
  fee: Schema.optionalKey(SEN),
  tax: Schema.optionalKey(SEN),
  net: Schema.optionalKey(SEN),
  isComplete: Schema.Boolean,
  importedAt: Schema.String,
  importedBy: Schema.String,
})

const daysOf = ({ from, until }: StatementImport): string =>
  from === undefined ? "–" : from === until ? from : `${from}..${until ?? ""}`

const COLUMNS: ReadonlyArray<Column<StatementImport>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "imported (WIB)", of: ({ importedAt }) => moment(importedAt) },
  { title: "by", of: ({ importedBy }) => importedBy },
  {
    title: "state",
    of: ({ state }) => state,
    tone: ({ state }) => (state === "undone" ? "quiet" : undefined),
  },
  { title: "days", of: daysOf },
  { title: "lines", of: ({ lines }) => String(lines), isRight: true },
  { title: "gross", of: ({ gross }) => sen(gross), isRight: true },
  { title: "net", of: ({ net }) => sen(net), isRight: true },
  {
    title: "report",
    of: ({ title, isComplete }) => (isComplete ? title : `${title} (incomplete)`),
    isWide: true,
  },
]

export const statements = defineListVerb({
  name: "statements",
  title: "Statements that were imported",
  summary: "Lists settlement reports and bank statements that were imported, newest first.",
  example: "qriskit statements",
  options: {
    account,
    ...pageBack,
  },
  item: IMPORT,
  list: (payments, query) => payments.statements.list(query),
  idOf: ({ id }) => id,
  none: "No statement was imported.",
  columns: COLUMNS,
})

/** What a match came to. */
export const MATCHED = Schema.Struct({
  payments: Schema.Record(Schema.String, Schema.Int),
  found: Schema.Record(Schema.String, Schema.Int),
  resolved: Schema.Int,
})

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([what, times]) => `${what} ${times}`)
    .join(", ")

/** What a match came to, in lines. */
export const matchedLines = ({ payments, found, resolved }: typeof MATCHED.Type): ReadonlyArray<string> => [
  `Payments: ${counts(payments) || "none is told of"}.`,
  `New findings: ${counts(found) || "none"}. No longer so: ${resolved}.`,
]

export const statementsUndo = defineVerb({
  name: "statements-undo",
  title: "Take an import back",
  summary:
    "Takes an import of a statement back, and makes anew what followed from it. The file can be imported again.",
  example: 'qriskit statements-undo 12 --yes --by "Keuangan Contoh" --why "the wrong month"',
  access: "write",
  isDangerous: true,
  options: { id: itemId("The import's id, from statements."), ...matching, ...decided },
  output: Schema.Struct({ import: IMPORT, matched: MATCHED }),
  preview: ({ id }) =>
    Effect.succeed({ lines: [`Takes the import ${id} back: its lines go, and what followed from them.`] }),
  run: ({ id, by, why, ...how }) =>
    Effect.flatMap(Payments, (payments) =>
      recorded(
        { verb: "undo", by, why, subject: `statement import ${id}` },
        payments.statements.undo(id, { by, why, ...matchingIn(how) }),
      ),
    ),
  text: ({ import: { id, title }, matched }) => [
    `Import ${id} is undone: ${title}.`,
    ...matchedLines(matched),
  ],
})

export const statementsMatch = defineVerb({
  name: "statements-match",
  title: "Match statements anew",
  summary:
    "Matches lines of statements with payments anew: for what became known since, and for lags that are over.",
  example: "qriskit statements-match --holidays 2026-12-25",
  access: "write",
  isIdempotent: true,
  options: { account, ...matching, ...decided },
  output: MATCHED,
  run: ({ by, why, ...wanted }) =>
    Effect.flatMap(Payments, (payments) =>
      recorded(
        { verb: "match", by, why, ...of(wanted) },
        payments.statements.match({ ...of(wanted), ...matchingIn(wanted) }),
      ),
    ),
  verdict: ({ found }) => (Object.keys(found).length === 0 ? "fine" : "wrong"),
  text: matchedLines,
})
