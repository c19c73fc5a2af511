import { ANOMALY_MEANING, Anomaly, AnomalyKind, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import { type Column, table } from "../text/table.js"
import { flagOption, PAGE, page, wordOption } from "./option.js"
import { pageOf } from "./page-of.js"
import { defineVerb } from "./verb.js"

const COLUMNS: ReadonlyArray<Column<Anomaly>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "found (WIB)", of: ({ foundAt }) => moment(foundAt) },
  {
    title: "kind",
    of: ({ kind }) => kind,
    tone: ({ acknowledgedAt }) => (acknowledgedAt === undefined ? "bad" : undefined),
  },
  { title: "account", of: (found) => found.account ?? "" },
  { title: "key", of: (found) => found.key ?? "–" },
  { title: "asked", of: ({ amount }) => rupiahOr(amount), isRight: true },
  { title: "seen by", of: ({ acknowledgedBy }) => acknowledgedBy ?? "" },
  { title: "what", of: ({ detail }) => detail, isWide: true },
]

export const anomalies = defineVerb({
  name: "anomalies",
  title: "Findings for a person",
  summary: "Lists what a person has to look at, oldest first. Exit code 1 where anything is open.",
  example: "qriskit anomalies",
  access: "look",
  isList: true,
  options: {
    kind: wordOption("Of this kind only.", AnomalyKind.literals),
    acknowledged: flagOption("Also those that somebody has acknowledged."),
    ...page,
  },
  output: Schema.Struct({ items: Schema.Array(Anomaly), next: Schema.optionalKey(Schema.Int) }),
  run: (input) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.anomalies.list({ limit: PAGE, ...input })),
      pageOf(input.limit, ({ id }) => id),
    ),
  verdict: ({ items }) =>
    items.some(({ acknowledgedAt }) => acknowledgedAt === undefined) ? "wrong" : "fine",
  text: ({ items }, paper) => {
    const kinds = [...new Set(items.map(({ kind }) => kind))]
    return items.length === 0
      ? ["Nothing waits for a person."]
      : [
          ...table(items, COLUMNS, paper),
          "",
          ...kinds.map((kind) => `${kind}: ${ANOMALY_MEANING[kind]}`),
          "When it is done: qriskit ack ID, or qriskit accept KEY for another amount.",
        ]
  },
})
