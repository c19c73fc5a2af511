import { present } from "@qriskit/core/provider-kit"
import { NoSuchRefund, PaymentRecord, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { moment } from "../text/moment.js"
import { rupiah } from "../text/money.js"
import { called, of } from "./of-account.js"
import { account, decided, key, requiredText, requiredWord, textOption } from "./option.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

export const resolveRefund = defineVerb({
  name: "resolve-refund",
  title: "Say what became of a refund",
  summary:
    "Takes your word for what became of a refund of which the provider says nothing: it went back, or it stayed and may be given back anew. It sends nothing.",
  example:
    'qriskit resolve-refund order-1001 --external-id refund-1 --outcome went-back --yes --by "Kasir Contoh" --why "seen in the acquirer\'s portal"',
  access: "write",
  isDangerous: true,
  options: {
    key,
    account,
    externalId: requiredText("Which refund: its external id, from show.", "<id>", 64),
    outcome: requiredWord("What became of the money.", ["went-back", "stayed"]),
    refundId: textOption("The acquirer's own id of it, where you saw one.", "<id>"),
    ...decided,
  },
  output: PaymentRecord,
  preview: ({ externalId, outcome, refundId, ...input }) =>
    Effect.gen(function* () {
      const refunds = yield* (yield* Payments).refunds(input.key, of(input))
      const refund = refunds.find((made) => made.externalId === externalId)
      if (refund === undefined) return yield* new NoSuchRefund({ key: input.key, externalId })
      const { amount, status, by, reason, requestedAt } = refund
      return {
        lines: [
          `Takes it that ${rupiah(amount)} of ${called(input)} ${outcome === "went-back" ? "went back to the customer" : "stayed here, and may be given back anew"}: the refund ${externalId}, which is ${status} now.`,
          `${by} asked for it at ${moment(requestedAt)} WIB: ${reason}.`,
          ...(refundId === undefined ? [] : [`The acquirer's id of it: ${refundId}.`]),
        ],
      }
    }),
  run: ({ by, why, externalId, outcome, refundId, ...input }) =>
    recorded(
      { verb: "resolve-refund", by, why, subject: `refund ${externalId}`, ...input },
      Effect.flatMap(Payments, (payments) =>
        payments.resolveRefund(
          input.key,
          { by, why, externalId, wentBack: outcome === "went-back", ...present({ refundId }) },
          of(input),
        ),
      ),
    ),
  text: recordLines,
})
