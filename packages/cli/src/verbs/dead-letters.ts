import { type DeadLetter, PaymentEvent } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import { called } from "./of-account.js"
import { page } from "./option.js"

const COLUMNS: ReadonlyArray<Column<DeadLetter>> = [
  { title: "id", of: ({ event }) => String(event.id), isRight: true },
  { title: "given up (WIB)", of: ({ deadAt }) => moment(deadAt) },
  { title: "event", of: ({ event }) => event.type, tone: () => "bad" },
  { title: "payment", of: ({ event }) => called(event) },
  { title: "times", of: ({ deliveries }) => String(deliveries), isRight: true },
  { title: "last error", of: ({ lastError }) => lastError, isWide: true },
]

export const deadLetters = defineListVerb({
  name: "dead-letters",
  title: "Events that handlers did not take",
  summary:
    "Lists events that were handed over too often; later ones of their payment wait. Exit code 1 where there is any.",
  example: "qriskit dead-letters",
  options: page,
  item: Schema.Struct({
    event: PaymentEvent,
    deliveries: Schema.Int,
    lastError: Schema.String,
    deadAt: Schema.String,
  }),
  list: (payments, query) => payments.deadLetters.list(query),
  idOf: ({ event }) => event.id,
  none: "No event was given up.",
  columns: COLUMNS,
  below: () => [
    "",
    "Mend the handler, then: qriskit replay ID. Or, so that what follows goes on: qriskit skip ID.",
  ],
  verdict: (items) => (items.length === 0 ? "fine" : "wrong"),
})
