import { PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { moment } from "../text/moment.js"
import { rupiah } from "../text/money.js"
import {
  account,
  decided,
  key,
  requiredRupiah,
  requiredText,
  requiredWhole,
  textOption,
  wholeOption,
} from "./option.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

export const expect = defineVerb({
  name: "expect",
  title: "Expect money on a printed QR",
  summary:
    "Expects an order's money on a printed QR: reserves an amount that no other open order has there, and gives the code with it.",
  example: "qriskit expect order-1001 --qr 00020101021126… --amount 25000 --within 30",
  access: "write",
  isIdempotent: true,
  // Only a provider that is named has to be there.
  providerOf: ({ provider }) => Effect.succeed(provider),
  options: {
    key,
    account,
    qr: requiredText("The text of the printed QR: static, without an amount.", "<payload>", 1_000),
    amount: requiredRupiah(
      "What the order costs, in whole rupiah without dots. A few rupiah more may be asked.",
    ),
    within: requiredWhole("Minutes within which the customer is to pay.", 1, 43_200, "<minutes>"),
    provider: textOption(
      "The provider whose callbacks tell of payments on this QR. Without it statements and people do.",
      "<provider>",
      64,
    ),
    orderId: textOption("The merchant's own id of the order. Default: the key.", "<id>"),
    surplus: wholeOption("Rupiah that may be asked above the amount.", 0, 10_000, "<rupiah>"),
    ...decided,
  },
  output: PaymentRecord,
  run: ({ by, why, ...input }) =>
    recorded(
      // The record is not there yet.
      { verb: "expect", by, why, account: input.account, subject: input.key },
      Effect.flatMap(Payments, (payments) => payments.expect(input)),
    ),
  text: (record, paper) => [
    ...recordLines(record, paper),
    ...(record.status === "pending"
      ? [`The customer pays exactly ${rupiah(record.amount)}, until ${moment(record.expiresAt)} WIB.`]
      : []),
  ],
})
