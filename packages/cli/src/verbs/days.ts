import { type ArrivedDay, Payments, type StatementDayTotal } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { sen } from "../text/money.js"
import { type Column, table } from "../text/table.js"
import { account, requiredDay } from "./option.js"
import { DAY, SEN } from "./settlement.js"
import { defineVerb } from "./verb.js"

const options = {
  from: requiredDay("The first day."),
  until: requiredDay("The last day; at most 400 days."),
  account,
} as const

const DAYS: ReadonlyArray<Column<StatementDayTotal>> = [
  { title: "day", of: ({ day }) => day },
  { title: "asked", of: ({ asked }) => sen(asked), isRight: true },
  { title: "arrived", of: ({ arrived }) => sen(arrived), isRight: true },
  { title: "payments", of: ({ payments }) => String(payments), isRight: true },
  { title: "settled", of: ({ settled }) => sen(settled), isRight: true },
  { title: "of them", of: ({ settledPayments }) => String(settledPayments), isRight: true },
  { title: "fee", of: ({ fee }) => sen(fee), isRight: true },
  { title: "net", of: ({ net }) => sen(net), isRight: true },
  { title: "at the bank", of: ({ credited }) => sen(credited), isRight: true },
]

export const days = defineVerb({
  name: "days",
  title: "Each day in numbers",
  summary: "Adds up each day: what was asked, arrived, was settled, and reached the bank.",
  example: "qriskit days --from 2026-12-01 --until 2026-12-31",
  access: "look",
  isList: true,
  options,
  output: Schema.Struct({
    items: Schema.Array(
      Schema.Struct({
        day: DAY,
        asked: SEN,
        arrived: SEN,
        payments: Schema.Int,
        settled: SEN,
        settledPayments: Schema.Int,
        fee: SEN,
        tax: SEN,
        net: SEN,
        credited: SEN,
      }),
    ),
  }),
  run: (wanted) =>
    Effect.map(
      Effect.flatMap(Payments, ({ statements }) => statements.days(wanted)),
      (items) => ({ items }),
    ),
  text: ({ items }, paper) => table(items, DAYS, paper),
})

const ARRIVED: ReadonlyArray<Column<ArrivedDay>> = [
  { title: "day", of: ({ day }) => day },
  { title: "credited", of: ({ credits }) => sen(credits), isRight: true },
  { title: "explained", of: ({ explained }) => sen(explained), isRight: true },
  {
    title: "not explained",
    of: ({ unexplained }) => sen(unexplained),
    isRight: true,
    tone: ({ unexplained }) => (unexplained > 0n ? "bad" : undefined),
  },
  { title: "no settlement", of: ({ notOurs }) => sen(notOurs), isRight: true },
]

export const arrived = defineVerb({
  name: "arrived",
  title: "What reached the bank",
  summary:
    "Adds up what reached the bank by day, and what of it is explained. Exit code 1 where a settlement is not.",
  example: "qriskit arrived --from 2026-12-01 --until 2026-12-31",
  access: "look",
  isList: true,
  options,
  output: Schema.Struct({
    items: Schema.Array(
      Schema.Struct({ day: DAY, credits: SEN, explained: SEN, unexplained: SEN, notOurs: SEN }),
    ),
  }),
  run: (wanted) =>
    Effect.map(
      Effect.flatMap(Payments, ({ statements }) => statements.arrived(wanted)),
      (items) => ({ items }),
    ),
  verdict: ({ items }) => (items.some(({ unexplained }) => unexplained > 0n) ? "wrong" : "fine"),
  text: ({ items }, paper) =>
    items.length === 0 ? ["No bank statement tells of these days."] : table(items, ARRIVED, paper),
})
