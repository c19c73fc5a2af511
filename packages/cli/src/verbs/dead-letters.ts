import { PaymentEvent, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { table } from "../text/table.js"
import { called } from "./of-account.js"
import { PAGE, page } from "./option.js"
import { pageOf } from "./page-of.js"
import { defineVerb } from "./verb.js"

export const deadLetters = defineVerb({
  name: "dead-letters",
  title: "Events that handlers did not take",
  summary:
    "Lists events that were handed over too often; later ones of their payment wait. Exit code 1 where there is any.",
  example: "qriskit dead-letters",
  access: "look",
  isList: true,
  options: page,
  output: Schema.Struct({
    items: Schema.Array(
      Schema.Struct({
        event: PaymentEvent,
        deliveries: Schema.Int,
        lastError: Schema.String,
        deadAt: Schema.String,
      }),
    ),
    next: Schema.optionalKey(Schema.Int),
  }),
  run: (input) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.deadLetters.list({ limit: PAGE, ...input })),
      pageOf(input.limit, ({ event }) => event.id),
    ),
  verdict: ({ items }) => (items.length === 0 ? "fine" : "wrong"),
  text: ({ items }, paper) =>
    items.length === 0
      ? ["No event was given up."]
      : [
          ...table(
            items,
            [
              { title: "id", of: ({ event }) => String(event.id), isRight: true },
              { title: "given up (WIB)", of: ({ deadAt }) => moment(deadAt) },
              { title: "event", of: ({ event }) => event.type, tone: () => "bad" },
              { title: "payment", of: ({ event }) => called(event) },
              { title: "times", of: ({ deliveries }) => String(deliveries), isRight: true },
              { title: "last error", of: ({ lastError }) => lastError, isWide: true },
            ],
            paper,
          ),
          "",
          "Mend the handler, then: qriskit replay ID. Or, so that what follows goes on: qriskit skip ID.",
        ],
})
