import { PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { rupiah, rupiahOr } from "../text/money.js"
import { called, of } from "./of-account.js"
import { account, decided, key } from "./option.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

export const accept = defineVerb({
  name: "accept",
  title: "Take another amount as payment",
  summary: "Takes an amount other than asked as payment: the payment becomes paid, and its handlers run.",
  example: 'qriskit accept order-1001 --yes --by "Kasir Contoh" --why "paid the rest in cash"',
  access: "write",
  isDangerous: true,
  options: { key, account, ...decided },
  output: PaymentRecord,
  preview: (input) =>
    Effect.gen(function* () {
      const { amount, paidAmount } = yield* (yield* Payments).get(input.key, of(input))
      return {
        lines: [
          `Takes ${rupiahOr(paidAmount, "nothing")} as payment of ${called(input)}, for which ${rupiah(amount)} was asked.`,
        ],
      }
    }),
  run: ({ by, why, ...input }) =>
    recorded(
      { verb: "accept", by, why, ...input },
      Effect.flatMap(Payments, (payments) => payments.acceptAmount(input.key, { by, why }, of(input))),
    ),
  text: recordLines,
})
