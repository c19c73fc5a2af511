import { type ExplanationClass, Payments, type Settlement, SettlementClass } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { sen } from "../text/money.js"
import { type Paper, toned } from "../text/paper.js"
import { listed } from "../text/table.js"
import { called, of } from "./of-account.js"
import { account, key } from "./option.js"
import { defineVerb, type Verdict } from "./verb.js"

/** Sen, as JSON has them. */
export const SEN = Schema.String.annotate({ description: "Sen, hundredths of a rupiah, as text." })

/** A day, as JSON has it. */
export const DAY = Schema.String.annotate({ description: "A day of Jakarta, YYYY-MM-DD." })

/** What reports say of a payment together. */
export const SETTLEMENT = Schema.Struct({
  class: SettlementClass,
  gross: Schema.optionalKey(SEN),
  fee: Schema.optionalKey(SEN),
  tax: Schema.optionalKey(SEN),
  net: Schema.optionalKey(SEN),
  returned: Schema.optionalKey(SEN),
  batch: Schema.optionalKey(Schema.String),
  settledOn: Schema.optionalKey(DAY),
  import: Schema.Int,
})

/** What became of money, in a sentence, and whether a person has to look. */
export const MEANING: Readonly<Record<ExplanationClass, readonly [says: string, verdict: Verdict]>> = {
  settled: ["settled", "fine"],
  listed_not_settled: ["listed, and not settled yet", "fine"],
  refunded: ["settled, and some of it went back", "fine"],
  not_paid: ["no money is on record, and no report tells of any", "fine"],
  undecided: ["no report that covers its day was imported: silence proves nothing", "fine"],
  amount_differs: ["a report has another amount", "wrong"],
  fee_differs: ["another fee was taken than agreed", "wrong"],
  settled_twice: ["a report has it twice", "wrong"],
  reversed: ["a report has it, and took it back", "wrong"],
  paid_out_but_not_paid: ["a report has money that is not on record here", "wrong"],
  ambiguous: ["lines that could be it could be others, too", "wrong"],
  missing: ["a complete report does not have it", "wrong"],
}

/** A settlement in lines. */
export const settlementLines = (
  { gross, fee, tax, net, returned, batch, settledOn, import: from }: Settlement,
  paper: Paper,
): ReadonlyArray<string> =>
  listed(
    [
      ["gross", sen(gross)],
      ["fee", sen(fee)],
      ["tax", tax === undefined ? undefined : sen(tax)],
      ["net", sen(net)],
      ["went back", returned === undefined ? undefined : sen(returned)],
      ["batch", batch],
      ["settled on", settledOn],
      ["told by", `import ${from}`],
    ],
    paper,
  )

/** What became of it, as a line's head. */
export const headOf = (key: string, what: ExplanationClass, paper: Paper): string => {
  const [says, verdict] = MEANING[what]
  const tone = verdict === "wrong" ? "bad" : what === "settled" ? "good" : "waiting"
  return `${toned(paper, "title", key)}  ${toned(paper, tone, what)}: ${says}`
}

export const settlement = defineVerb({
  name: "settlement",
  title: "What reports say of a payment",
  summary:
    "Shows what settlement reports say of a payment together: amount, fee, net. Exit code 1 where a person has to look.",
  example: "qriskit settlement order-1001",
  access: "look",
  options: { key, account },
  output: Schema.Struct({
    key: Schema.String,
    account: Schema.optionalKey(Schema.String),
    settlement: Schema.optionalKey(SETTLEMENT),
  }),
  run: (input) =>
    Effect.gen(function* () {
      const { statements } = yield* Payments
      const found = yield* statements.settlement(input.key, of(input))
      return { key: input.key, ...of(input), ...(found === undefined ? {} : { settlement: found }) }
    }),
  verdict: ({ settlement: found }) => (found === undefined ? "fine" : MEANING[found.class][1]),
  text: ({ settlement: found, ...payment }, paper) =>
    found === undefined
      ? [`No report tells of ${called(payment)}. qriskit explain says what that means.`]
      : [headOf(called(payment), found.class, paper), ...settlementLines(found, paper)],
})
