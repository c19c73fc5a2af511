import { ANOMALY_MEANING, Anomaly, AnomalyKind } from "@qriskit/payments"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { flagOption, page, wordOption } from "./option.js"

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

export const anomalies = defineListVerb({
  name: "anomalies",
  title: "Findings for a person",
  summary: "Lists what a person has to look at, oldest first. Exit code 1 where anything is open.",
  example: "qriskit anomalies",
  options: {
    kind: wordOption("Of this kind only.", AnomalyKind.literals),
    acknowledged: flagOption("Also those that somebody has acknowledged."),
    ...page,
  },
  item: Anomaly,
  list: (payments, query) => payments.anomalies.list(query),
  idOf: ({ id }) => id,
  none: "Nothing waits for a person.",
  columns: COLUMNS,
  below: (items) => {
    const kinds = [...new Set(items.map(({ kind }) => kind))]
    return [
      "",
      ...kinds.map((kind) => `${kind}: ${ANOMALY_MEANING[kind]}`),
      "When it is done: qriskit ack ID, or qriskit accept KEY for another amount.",
    ]
  },
  verdict: (items) => (items.some(({ acknowledgedAt }) => acknowledgedAt === undefined) ? "wrong" : "fine"),
})
