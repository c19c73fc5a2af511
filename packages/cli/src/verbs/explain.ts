import { ExplanationClass, Payments, type Payout } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { sen } from "../text/money.js"
import { type Column, table } from "../text/table.js"
import { called, of } from "./of-account.js"
import { account, key } from "./option.js"
import { DAY, headOf, MEANING, SEN, SETTLEMENT, settlementLines } from "./settlement.js"
import { LINE, LINE_COLUMNS, withoutNarrative } from "./statements-lines.js"
import { defineVerb } from "./verb.js"

const PAYOUT = Schema.Struct({
  import: Schema.Int,
  day: Schema.optionalKey(DAY),
  reference: Schema.optionalKey(Schema.String),
  merchant: Schema.optionalKey(Schema.String),
  net: SEN,
  how: Schema.optionalKey(Schema.Literals(["reference", "net", "sum", "ambiguous"])),
  credits: Schema.Array(Schema.Struct({ import: Schema.Int, row: Schema.Int, day: DAY, net: SEN })),
})

const creditsOf = ({ credits, how }: Payout): string =>
  credits.length === 0
    ? "no credit was found"
    : `${credits.map(({ day, net }) => `${sen(net)} on ${day}`).join(", ")} (by ${how ?? "?"})`

const PAYOUTS: ReadonlyArray<Column<Payout>> = [
  { title: "paid out", of: ({ day }) => day ?? "–" },
  { title: "net", of: ({ net }) => sen(net), isRight: true },
  { title: "batch", of: ({ reference, merchant }) => reference ?? merchant ?? "–" },
  {
    title: "the bank's credit",
    of: creditsOf,
    tone: ({ credits, how }) => (credits.length === 0 || how === "ambiguous" ? "waiting" : "good"),
    isWide: true,
  },
]

export const explain = defineVerb({
  name: "explain",
  title: "What became of a payment's money",
  summary:
    "Shows what became of a payment's money: the report's line, the payout, the bank's credit. Exit code 1 where a person has to look.",
  example: "qriskit explain order-1001",
  access: "look",
  options: { key, account },
  output: Schema.Struct({
    key: Schema.String,
    account: Schema.optionalKey(Schema.String),
    class: ExplanationClass,
    settlement: Schema.optionalKey(SETTLEMENT),
    lines: Schema.Array(LINE),
    payouts: Schema.Array(PAYOUT),
  }),
  run: (input) =>
    Effect.gen(function* () {
      const { statements } = yield* Payments
      const { lines, ...explained } = yield* statements.explain(input.key, of(input))
      return { key: input.key, ...of(input), ...explained, lines: lines.map(withoutNarrative) }
    }),
  verdict: (explained) => MEANING[explained.class][1],
  text: ({ settlement, lines, payouts, ...explained }, paper) => [
    headOf(called(explained), explained.class, paper),
    ...(settlement === undefined ? [] : settlementLines(settlement, paper)),
    ...(lines.length === 0 ? [] : ["", ...table(lines, LINE_COLUMNS, paper)]),
    ...(payouts.length === 0 ? [] : ["", ...table(payouts, PAYOUTS, paper)]),
  ],
})
