import { Unmatched } from "@qriskit/payments"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { page, wordOption } from "./option.js"

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

export const unmatched = defineListVerb({
  name: "unmatched",
  title: "Money that no record knows",
  summary:
    "Lists payments that callbacks speak of and no record knows. Exit code 1 where the provider confirms one.",
  example: "qriskit unmatched --state confirmed",
  options: {
    state: wordOption("claimed: nobody asked yet; confirmed: it is paid; refuted: it is not.", [
      "claimed",
      "confirmed",
      "refuted",
    ]),
    ...page,
  },
  item: Unmatched,
  list: (payments, query) => payments.unmatched(query),
  idOf: ({ id }) => id,
  none: "Every callback is about a payment on record.",
  columns: COLUMNS,
  verdict: (items) => (items.some(({ state }) => state === "confirmed") ? "wrong" : "fine"),
})
