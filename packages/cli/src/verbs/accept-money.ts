import { present } from "@qriskit/core/provider-kit"
import { NoSuchItem, type OfAccount, PaymentRecord, Payments, type Unmatched } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { moment, momentOr } from "../text/moment.js"
import { rupiah } from "../text/money.js"
import { called, of } from "./of-account.js"
import { account, decided, key, momentOption, rupiahOption, wholeOption } from "./option.js"
import { recorded } from "./recorded.js"
import { recordLines } from "./show.js"
import { defineVerb } from "./verb.js"

/** The claim of an id, in the order's account. */
const claimOf = Effect.fnUntraced(function* (id: number, { account: whose }: OfAccount) {
  const [found] = yield* (yield* Payments).unmatched({ after: id - 1, limit: 1 })
  return found?.id === id && found.account === whose ? found : yield* new NoSuchItem({ what: "claim", id })
})

const sayingOf = (claim: Unmatched): ReadonlyArray<string> => [
  `Claim ${claim.id}, ${claim.state}: ${claim.provider} ${claim.providerPaymentId}, ${claim.status ?? claim.claimedStatus ?? "no status"}, at ${momentOr(claim.claimedAt, "a time that is not known")}.`,
  ...(claim.state === "confirmed" ? [] : ["The provider has not confirmed it: anybody can send a claim."]),
  ...(claim.candidates.length > 1 ? [`It fits several orders: ${claim.candidates.join(", ")}.`] : []),
]

export const acceptMoney = defineVerb({
  name: "accept-money",
  title: "Take it that money arrived",
  summary:
    "Takes it, on your word, that the money of an order on a printed QR arrived: it becomes paid, and its handlers run.",
  example:
    'qriskit accept-money order-1001 --claim 17 --yes --by "Kasir Contoh" --why "seen in the acquirer\'s app"',
  access: "write",
  isDangerous: true,
  options: {
    key,
    account,
    claim: wholeOption(
      "The id in unmatched that is this order's money. Without it: what you saw elsewhere.",
      1,
      Number.MAX_SAFE_INTEGER,
      "<id>",
    ),
    amount: rupiahOption("What arrived, in whole rupiah. Default: what the claim says, else what was asked."),
    arrivedAt: momentOption("When it arrived. Default: what the claim says, else now."),
    ...decided,
  },
  output: PaymentRecord,
  preview: ({ claim: id, arrivedAt, ...input }) =>
    Effect.gen(function* () {
      const record = yield* (yield* Payments).get(input.key, of(input))
      const claim = id === undefined ? undefined : yield* claimOf(id, record)
      const amount = input.amount ?? claim?.amount ?? claim?.claimedAmount ?? record.amount
      return {
        lines: [
          `Takes it that ${rupiah(amount)} arrived for ${called(record)}, for which ${rupiah(record.amount)} was asked; it is ${record.status} now.`,
          ...(claim === undefined ? ["No claim is named: only your word says so."] : sayingOf(claim)),
          ...(arrivedAt === undefined ? [] : [`Arrived at ${moment(arrivedAt)} WIB.`]),
        ],
        // What is agreed to is what is done.
        decided: { amount },
      }
    }),
  run: ({ by, why, claim, amount, arrivedAt, ...input }) =>
    recorded(
      { verb: "accept-money", by, why, ...input },
      Effect.flatMap(Payments, (payments) =>
        payments.acceptMoney(input.key, { by, why, ...present({ claim, amount, arrivedAt }) }, of(input)),
      ),
    ),
  text: recordLines,
})
