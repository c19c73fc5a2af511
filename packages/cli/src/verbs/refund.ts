import { randomUUID } from "node:crypto"
import { PaymentRefund, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { momentOr } from "../text/moment.js"
import { rupiah, rupiahOr } from "../text/money.js"
import { toned, toneOf } from "../text/paper.js"
import { listed } from "../text/table.js"
import { called, of } from "./of-account.js"
import { account, decided, key, rupiahOption, textOption } from "./option.js"
import { providerOf } from "./provider-of.js"
import { recorded } from "./recorded.js"
import { defineVerb, type Verdict } from "./verb.js"

const VERDICT: Readonly<Record<PaymentRefund["status"], Verdict>> = {
  succeeded: "fine",
  pending: "fine",
  requested: "unknown",
  unknown: "unknown",
  failed: "wrong",
  refused: "wrong",
}

/** Refunds whose money is away, or may be. */
const COUNTS: ReadonlySet<PaymentRefund["status"]> = new Set(["succeeded", "pending", "requested", "unknown"])

export const refund = defineVerb({
  name: "refund",
  title: "Give money back",
  summary: "Gives money of a paid payment back: all that is left, or an amount. Never more than arrived.",
  example: 'qriskit refund order-1001 --amount 10000 --yes --by "Kasir Contoh" --why "one coffee too many"',
  access: "write",
  isDangerous: true,
  providerOf,
  options: {
    key,
    account,
    amount: rupiahOption("Whole rupiah without dots. Without it: all that is left."),
    externalId: textOption(
      "An id of your own for this refund: asked for twice under one id, money goes back once.",
      "<id>",
      64,
    ),
    ...decided,
  },
  output: PaymentRefund,
  preview: (input) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const { paidAmount, provider } = yield* payments.get(input.key, of(input))
      const refunds = yield* payments.refunds(input.key, of(input))
      const gone = refunds
        .filter(({ status }) => COUNTS.has(status))
        .reduce((sum, { amount }) => sum + amount, 0)
      const left = (paidAmount ?? 0) - gone
      const amount = input.amount ?? left
      return {
        lines: [
          `Gives ${rupiah(amount)} back for ${called(input)}, through ${provider}.`,
          `Arrived: ${rupiahOr(paidAmount, "nothing")}. Given back or on its way: ${rupiah(gone)}. Left: ${rupiah(left)}.`,
        ],
        // What is agreed to is what is done: not more, because another refund failed meanwhile; and once.
        decided: {
          ...(amount > 0 ? { amount } : {}),
          externalId: input.externalId ?? randomUUID().replaceAll("-", "").slice(0, 25),
        },
      }
    }),
  run: ({ by, why, amount, externalId, ...input }) =>
    recorded(
      { verb: "refund", by, why, ...input },
      Effect.flatMap(Payments, (payments) =>
        payments.refund(input.key, {
          by,
          reason: why,
          ...of(input),
          ...(amount === undefined ? {} : { amount }),
          ...(externalId === undefined ? {} : { externalId }),
        }),
      ),
    ),
  verdict: ({ status }) => VERDICT[status],
  text: (made, paper) => [
    `Refund ${made.number} of ${called(made)}: ${rupiah(made.amount)}  ${toned(paper, toneOf(made.status), made.status)}`,
    ...listed(
      [
        ["external id", made.externalId],
        ["refund id", made.refundId],
        ["provider's word", made.providerStatus],
        ["given back", made.refundedAt === undefined ? undefined : momentOr(made.refundedAt)],
        ["why", made.failure?.message],
        ["said", made.evidence === "person" ? `${made.said?.by}: ${made.said?.why}` : undefined],
      ],
      paper,
    ),
    ...(VERDICT[made.status] === "unknown"
      ? [
          "Nobody knows yet whether money went back. It is asked about by whatever process works; never under another id.",
        ]
      : []),
  ],
})
