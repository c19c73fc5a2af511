import { PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { of } from "./of-account.js"
import { account, decided, key } from "./option.js"
import { providerOf } from "./provider-of.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

export const refresh = defineVerb({
  name: "refresh",
  title: "Ask about a payment now",
  summary: "Asks the provider about a payment now, and records what it answers.",
  example: "qriskit refresh order-1001",
  access: "write",
  isIdempotent: true,
  providerOf,
  options: { key, account, ...decided },
  output: PaymentRecord,
  run: ({ by, why, ...input }) =>
    recorded(
      { verb: "refresh", by, why, ...input },
      Effect.flatMap(Payments, (payments) => payments.refresh(input.key, of(input))),
    ),
  text: recordLines,
})
