import { Payments, Unmatched } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import { type Column, table } from "../text/table.js"
import { PAGE, page, wordOption } from "./option.js"
import { pageOf } from "./page-of.js"
import { defineVerb } from "./verb.js"

const COLUMNS: ReadonlyArray<Column<Unmatched>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "found (WIB)", of: ({ foundAt }) => moment(foundAt) },
  { title: "provider", of: ({ provider }) => provider },
  { title: "account", of: (found) => found.account ?? "" },
  {
    title: "state",
    of: ({ state }) => state,
    tone: ({ state }) => (state === "confirmed" ? "bad" : undefined),
  },
  { title: "amount", of: ({ amount }) => rupiahOr(amount), isRight: true },
  { title: "payment id", of: ({ providerPaymentId }) => providerPaymentId },
  { title: "external id", of: ({ externalId }) => externalId, isWide: true },
]

export const unmatched = defineVerb({
  name: "unmatched",
  title: "Money that no record knows",
  summary:
    "Lists payments that callbacks speak of and no record knows. Exit code 1 where the provider confirms one.",
  example: "qriskit unmatched --state confirmed",
  access: "look",
  isList: true,
  options: {
    state: wordOption("claimed: nobody asked yet; confirmed: it is paid; refuted: it is not.", [
      "claimed",
      "confirmed",
      "refuted",
    ]),
    ...page,
  },
  output: Schema.Struct({ items: Schema.Array(Unmatched), next: Schema.optionalKey(Schema.Int) }),
  run: (input) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.unmatched({ limit: PAGE, ...input })),
      pageOf(input.limit, ({ id }) => id),
    ),
  verdict: ({ items }) => (items.some(({ state }) => state === "confirmed") ? "wrong" : "fine"),
  text: ({ items }, paper) =>
    items.length === 0 ? ["Every callback is about a payment on record."] : table(items, COLUMNS, paper),
})
