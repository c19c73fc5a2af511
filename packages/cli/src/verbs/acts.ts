import { Act } from "@qriskit/payments"
import { moment } from "../text/moment.js"
import { toneOf } from "../text/paper.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { account, pageBack } from "./option.js"

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

export const acts = defineListVerb({
  name: "acts",
  title: "What people did",
  summary: "Lists what people did by hand, who and why, newest first.",
  example: "qriskit acts",
  options: {
    account,
    ...pageBack,
  },
  item: Act,
  list: (payments, query) => payments.acts.list(query),
  idOf: ({ id }) => id,
  none: "Nobody did anything by hand.",
  columns: COLUMNS,
})
