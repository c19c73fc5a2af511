import { Payments, Receipt, ReceiptVerdict } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { rupiahOr } from "../text/money.js"
import { toneOf } from "../text/paper.js"
import { type Column, table } from "../text/table.js"
import { flagOption, PAGE, page, textOption, wordOption } from "./option.js"
import { pageOf } from "./page-of.js"
import { defineVerb } from "./verb.js"

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

export const receipts = defineVerb({
  name: "receipts",
  title: "Callbacks as they came",
  summary: "Lists callbacks as they were received, with what was made of them, oldest first.",
  example: "qriskit receipts --key order-1001",
  access: "look",
  isList: true,
  options: {
    key: textOption("About this payment.", "<key>"),
    verdict: wordOption("With this verdict.", ReceiptVerdict.literals),
    body: flagOption("Also the bodies, which may hold personal data."),
    ...page,
  },
  output: Schema.Struct({ items: Schema.Array(Receipt), next: Schema.optionalKey(Schema.Int) }),
  run: ({ body, ...input }) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.receipts({ limit: PAGE, ...input })),
      (found) =>
        pageOf<Receipt, number>(
          input.limit,
          ({ id }) => id,
        )(body === true ? found : found.map(({ body: _, ...receipt }) => new Receipt(receipt))),
    ),
  text: ({ items }, paper) =>
    items.length === 0 ? ["No callback was found."] : table(items, COLUMNS, paper),
})
