import { PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { rupiah } from "../text/money.js"
import { called, of } from "./of-account.js"
import { account, decided, flagOption, key } from "./option.js"
import { providerOf } from "./provider-of.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

export const cancel = defineVerb({
  name: "cancel",
  title: "Cancel a payment",
  summary:
    "Ends a payment that is not paid: at the provider where it can, else its QR is not to be shown any more.",
  example: 'qriskit cancel order-1001 --yes --by "Kasir Contoh" --why "sold out"',
  access: "write",
  isDangerous: true,
  isIdempotent: true,
  providerOf,
  options: {
    key,
    account,
    unasked: flagOption("Your word that nobody paid, where the provider cannot be asked first."),
    ...decided,
  },
  output: PaymentRecord,
  preview: (input) =>
    Effect.gen(function* () {
      const { amount, status, provider } = yield* (yield* Payments).get(input.key, of(input))
      return {
        lines: [
          `Cancels ${called(input)}: ${rupiah(amount)} at ${provider}, which is ${status} now.`,
          ...(input.unasked === true ? ["You say that nobody paid: the provider is not asked first."] : []),
        ],
      }
    }),
  run: ({ by, why, unasked, ...input }) =>
    recorded(
      { verb: "cancel", by, why, ...input },
      Effect.flatMap(Payments, (payments) =>
        payments.cancel(input.key, { ...of(input), ...(unasked === undefined ? {} : { unasked }) }),
      ),
    ),
  text: recordLines,
})
