import { Receipt, ReceiptVerdict } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import { toneOf } from "../text/paper.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { flagOption, page, textOption, wordOption } from "./option.js"

const COLUMNS: ReadonlyArray<Column<Receipt>> = [
  { title: "id", of: ({ id }) => String(id), isRight: true },
  { title: "received (WIB)", of: ({ receivedAt }) => moment(receivedAt) },
  { title: "provider", of: ({ provider }) => provider },
  { title: "account", of: (receipt) => receipt.account ?? "" },
  { title: "verdict", of: ({ verdict }) => verdict, tone: ({ verdict }) => toneOf(verdict) },
  { title: "times", of: ({ times }) => String(times), isRight: true },
  { title: "claims", of: ({ claimedStatus }) => claimedStatus ?? "–" },
  { title: "amount", of: ({ claimedAmount }) => rupiahOr(claimedAmount), isRight: true },
  {
    title: "external id, why, body",
    of: ({ externalId, why, body }) =>
      [externalId, why, body].filter((part) => part !== undefined).join("; "),
    isWide: true,
  },
]

export const receipts = defineListVerb({
  name: "receipts",
  title: "Callbacks as they came",
  summary: "Lists callbacks as they were received, with what was made of them, oldest first.",
  example: "qriskit receipts --key order-1001",
  options: {
    key: textOption("About this payment.", "<key>"),
    verdict: wordOption("With this verdict.", ReceiptVerdict.literals),
    body: flagOption("Also the bodies, which may hold personal data."),
    ...page,
  },
  item: Receipt,
  list: (payments, { body, ...query }) =>
    Effect.map(payments.receipts(query), (found) =>
      body === true ? found : found.map(({ body: _, ...receipt }) => new Receipt(receipt)),
    ),
  idOf: ({ id }) => id,
  none: "No callback was found.",
  columns: COLUMNS,
})
