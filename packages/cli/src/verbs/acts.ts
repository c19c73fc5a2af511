import { Act, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { toneOf } from "../text/paper.js"
import { type Column, table } from "../text/table.js"
import { account, PAGE, pageBack } from "./option.js"
import { pageOf } from "./page-of.js"
import { defineVerb } from "./verb.js"

const COLUMNS: ReadonlyArray<Column<Act>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "begun (WIB)", of: ({ begunAt }) => moment(begunAt) },
  { title: "did", of: ({ verb }) => verb },
  {
    title: "to",
    of: ({ account: whose, key, subject }) =>
      [whose, key, subject].filter((part) => part !== undefined).join(" "),
  },
  { title: "by", of: ({ by }) => by },
  { title: "with", of: ({ via }) => via },
  {
    title: "outcome",
    of: ({ outcome }) => outcome ?? "no end",
    tone: ({ outcome }) => toneOf(outcome ?? "unknown"),
  },
  { title: "why", of: ({ why }) => why, isWide: true },
]

export const acts = defineVerb({
  name: "acts",
  title: "What people did",
  summary: "Lists what people did by hand, who and why, newest first.",
  example: "qriskit acts",
  access: "look",
  isList: true,
  options: {
    account,
    ...pageBack,
  },
  output: Schema.Struct({ items: Schema.Array(Act), next: Schema.optionalKey(Schema.Int) }),
  run: (input) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.acts.list({ limit: PAGE, ...input })),
      pageOf(input.limit, ({ id }) => id),
    ),
  text: ({ items }, paper) =>
    items.length === 0 ? ["Nobody did anything by hand."] : table(items, COLUMNS, paper),
})
