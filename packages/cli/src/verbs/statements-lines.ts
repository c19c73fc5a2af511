import { LineClass, type StatementLine } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { sen } from "../text/money.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { dayOption, flagOption, page, wholeOption, wordOption } from "./option.js"
import { DAY, SEN } from "./settlement.js"

/** A line of a report or of a bank's statement. */
export const LINE = Schema.Struct({
  id: Schema.Int,
  import: Schema.Int,
  row: Schema.Int,
  kind: Schema.String,
  class: LineClass,
  key: Schema.optionalKey(Schema.String),
  day: DAY,
  gross: Schema.optionalKey(SEN),
  fee: Schema.optionalKey(SEN),
  tax: Schema.optionalKey(SEN),
  net: Schema.optionalKey(SEN),
  reference: Schema.optionalKey(Schema.String),
  rrn: Schema.optionalKey(Schema.String),
  notes: Schema.Array(Schema.String),
})

/** What waits for a person. */
const WRONG: ReadonlySet<LineClass> = new Set([
  "amount_differs",
  "fee_differs",
  "settled_twice",
  "reversed",
  "paid_out_but_not_paid",
  "ambiguous",
  "unknown_money",
  "day_differs",
  "credit_unexplained",
])

/** The columns of a list of lines. */
export const LINE_COLUMNS: ReadonlyArray<Column<StatementLine>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "day", of: ({ day }) => day },
  { title: "kind", of: ({ kind }) => kind },
  {
    title: "class",
    of: (line) => line.class,
    tone: (line) => (WRONG.has(line.class) ? "bad" : line.class === "settled" ? "good" : undefined),
  },
  { title: "key", of: ({ key }) => key ?? "–" },
  { title: "gross", of: ({ gross }) => sen(gross), isRight: true },
  { title: "fee", of: ({ fee }) => sen(fee), isRight: true },
  { title: "net", of: ({ net }) => sen(net), isRight: true },
  { title: "import", of: ({ import: from, row }) => `${from}:${row}` },
  {
    title: "reference, RRN",
    of: ({ reference, providerId, rrn, narrative }) =>
      [reference ?? providerId, rrn, narrative].filter((part) => part !== undefined).join("; "),
    isWide: true,
  },
]

/** What banks print may name people. */
export const withoutNarrative = ({ narrative: _, ...line }: StatementLine): StatementLine => line

export const statementsLines = defineListVerb({
  name: "statements-lines",
  title: "Lines of statements",
  summary: "Lists lines of reports and bank statements, each with what it is and the payment it is about.",
  example: "qriskit statements-lines --import 12 --class unknown_money",
  options: {
    import: wholeOption("Of this import, from statements.", 1, Number.MAX_SAFE_INTEGER, "<id>"),
    class: wordOption("Of this class.", LineClass.literals),
    from: dayOption("Of this day or later."),
    until: dayOption("Of this day or earlier."),
    narrative: flagOption("Also what the bank prints, which may hold personal data."),
    ...page,
  },
  item: LINE,
  list: (payments, { narrative, ...query }) =>
    Effect.map(payments.statements.lines(query), (lines) =>
      narrative === true ? lines : lines.map(withoutNarrative),
    ),
  idOf: ({ id }) => id,
  none: "No line was found.",
  columns: LINE_COLUMNS,
})
