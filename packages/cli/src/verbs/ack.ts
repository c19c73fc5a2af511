import { NoSuchItem, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { rupiahOr } from "../text/money.js"
import { decided, itemId } from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

/** The finding of an id that nobody has acknowledged. */
const finding = Effect.fnUntraced(function* (id: number) {
  const [found] = yield* (yield* Payments).anomalies.list({ after: id - 1, limit: 1 })
  return found?.id === id ? found : yield* new NoSuchItem({ what: "anomaly", id })
})

export const ack = defineVerb({
  name: "ack",
  title: "Acknowledge a finding",
  summary: "Notes that somebody has looked at a finding, and what they decided. It moves no money.",
  example: 'qriskit ack 17 --yes --by "Kasir Contoh" --why "refunded in cash"',
  access: "write",
  isDangerous: true,
  options: { id: itemId("The finding's id, from anomalies."), ...decided },
  output: Schema.Struct({ id: Schema.Int, acknowledgedBy: Schema.String }),
  preview: ({ id }) =>
    Effect.map(finding(id), ({ kind, key, amount, detail }) => ({
      lines: [
        `Acknowledges finding ${id}: ${kind} of ${key ?? "no record here"}, ${rupiahOr(amount, "amount not known")}.`,
        detail,
      ],
    })),
  run: ({ id, by, why }) =>
    Effect.gen(function* () {
      const { key, account } = yield* finding(id)
      const payments = yield* Payments
      const deed = { verb: "acknowledge", by, why, account, subject: `finding ${id}` }
      yield* recorded(
        key === undefined ? deed : { ...deed, key },
        payments.anomalies.acknowledge(id, { by, why }),
      )
      return { id, acknowledgedBy: by }
    }),
  text: ({ id }) => [`Finding ${id} is acknowledged.`],
})
