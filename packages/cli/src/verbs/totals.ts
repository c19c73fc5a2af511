import { AttemptStatus, Payments, type Total } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { rupiah, sen } from "../text/money.js"
import { toneOf } from "../text/paper.js"
import { type Column, table } from "../text/table.js"
import { account, momentOption } from "./option.js"
import { defineVerb } from "./verb.js"

const COLUMNS: ReadonlyArray<Column<Total>> = [
  { title: "provider", of: ({ provider }) => provider },
  { title: "status", of: ({ status }) => status, tone: ({ status }) => toneOf(status) },
  { title: "payments", of: ({ payments }) => String(payments), isRight: true },
  { title: "asked", of: ({ asked }) => rupiah(asked), isRight: true },
  { title: "arrived", of: ({ arrived }) => rupiah(arrived), isRight: true },
  { title: "of it twice", of: ({ surplus }) => rupiah(surplus), isRight: true },
  { title: "given back", of: ({ refunded }) => rupiah(refunded), isRight: true },
  { title: "settled", of: ({ settled }) => sen(settled), isRight: true },
  { title: "of it net", of: ({ net }) => sen(net), isRight: true },
]

const AMOUNT = Schema.String.annotate({ description: "Whole rupiah, as text: it may be a large sum." })

const SEN = Schema.String.annotate({
  description: "What settlement reports say, in sen (hundredths of a rupiah), as text.",
})

export const totals = defineVerb({
  name: "totals",
  title: "What was asked and what arrived",
  summary: "Adds up what was asked and what arrived, by provider and status.",
  example: "qriskit totals --from 2026-12-01 --until 2027-01-01",
  access: "look",
  isList: true,
  options: {
    from: momentOption("Opened at this time or later."),
    until: momentOption("Opened before this time."),
    account,
  },
  output: Schema.Struct({
    items: Schema.Array(
      Schema.Struct({
        provider: Schema.String,
        status: AttemptStatus,
        payments: Schema.Int,
        asked: AMOUNT,
        arrived: AMOUNT,
        surplus: AMOUNT,
        refunded: AMOUNT,
        settled: SEN,
        fee: SEN,
        net: SEN,
      }),
    ),
  }),
  run: (input) =>
    Effect.map(
      Effect.flatMap(Payments, (payments) => payments.totals(input)),
      (items) => ({ items }),
    ),
  text: ({ items }, paper) => {
    const arrived = items.reduce((sum, total) => sum + total.arrived, 0n)
    const refunded = items.reduce((sum, total) => sum + total.refunded, 0n)
    return items.length === 0
      ? ["No payment was opened in this time."]
      : [...table(items, COLUMNS, paper), "", `Arrived ${rupiah(arrived)}, given back ${rupiah(refunded)}.`]
  },
})
