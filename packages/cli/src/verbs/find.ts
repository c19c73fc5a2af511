import { AttemptStatus, PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { rupiah, rupiahOr } from "../text/money.js"
import { toneOf } from "../text/paper.js"
import { type Column, table } from "../text/table.js"
import { account, limit, momentOption, PAGE, rupiahOption, textOption, wordsOption } from "./option.js"
import { defineVerb } from "./verb.js"

const COLUMNS: ReadonlyArray<Column<PaymentRecord>> = [
  { title: "opened (WIB)", of: ({ openedAt }) => moment(openedAt) },
  { title: "account", of: (record) => record.account ?? "" },
  { title: "key", of: (record) => record.key, isWide: true },
  { title: "status", of: ({ status }) => status, tone: ({ status }) => toneOf(status) },
  { title: "asked", of: ({ amount }) => rupiah(amount), isRight: true },
  { title: "arrived", of: ({ paidAmount }) => rupiahOr(paidAmount), isRight: true },
  { title: "provider", of: ({ provider }) => provider },
]

/** The ids that a text which somebody pastes may be. */
const IDS = ["key", "orderId", "externalId", "paymentId", "retrievalReference"] as const

const identity = ({ account: whose = "", key }: PaymentRecord): string => JSON.stringify([whose, key])

export const find = defineVerb({
  name: "find",
  title: "Find payments",
  summary: "Finds payments, newest first, by any id, amount, time or status.",
  example: "qriskit find 533512345678",
  access: "look",
  isList: true,
  options: {
    anything: {
      ...textOption("Any id that somebody has in hand: key, order, external id, payment id or RRN."),
      isPositional: true,
      value: "[id]",
    },
    key: textOption("The key that the shop opened it with.", "<key>"),
    orderId: textOption("The merchant's order.", "<id>"),
    externalId: textOption("The external id of one of its attempts.", "<id>"),
    paymentId: textOption("What the provider calls it.", "<id>"),
    rrn: textOption("The retrieval reference number by which banks know it.", "<rrn>"),
    amount: rupiahOption("What was asked, in whole rupiah without dots."),
    status: wordsOption("In one of these states.", AttemptStatus.literals),
    provider: textOption("At this provider.", "<provider>", 64),
    from: momentOption("Opened at this time or later."),
    until: momentOption("Opened before this time."),
    account,
    limit,
    after: textOption("The cursor of the page before.", "<cursor>"),
  },
  output: Schema.Struct({ items: Schema.Array(PaymentRecord), next: Schema.optionalKey(Schema.String) }),
  run: ({ anything, rrn, ...rest }) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const query = { limit: PAGE, ...rest, ...(rrn === undefined ? {} : { retrievalReference: rrn }) }
      if (anything === undefined) {
        const { payments: items, next } = yield* payments.list(query)
        return { items, ...(next === undefined ? {} : { next }) }
      }
      // Of what one id names there are few: the first page of each is enough.
      const pages = yield* Effect.forEach(IDS, (id) => payments.list({ ...query, [id]: anything }))
      const found = new Map(
        pages.flatMap(({ payments: items }) => items.map((record) => [identity(record), record] as const)),
      )
      const items = [...found.values()].toSorted((a, b) => b.openedAt.getTime() - a.openedAt.getTime())
      return { items: items.slice(0, query.limit) }
    }),
  text: ({ items }, paper) => (items.length === 0 ? ["No payment was found."] : table(items, COLUMNS, paper)),
})
