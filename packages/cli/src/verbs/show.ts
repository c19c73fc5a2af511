import { PaymentRecord, PaymentRefund, Payments, type TimelineEntry } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inert } from "../text/inert.js"
import { moment, momentOr } from "../text/moment.js"
import { rupiah, rupiahOr } from "../text/money.js"
import { type Paper, toned, toneOf } from "../text/paper.js"
import { listed, table } from "../text/table.js"
import { called, of } from "./of-account.js"
import { account, key, wholeOption } from "./option.js"
import { defineVerb } from "./verb.js"

/** More than a payment has, unless somebody sends forgeries without end. */
const ENTRIES = 200

/** What an entry says, beside its kind. */
const sayingOf = (entry: TimelineEntry): ReadonlyArray<string | undefined> => {
  switch (entry.kind) {
    case "attempt":
      return [`attempt ${entry.number}`, `external id ${entry.externalId}`, entry.failure]
    case "receipt":
      return [
        `callback ${entry.verdict}`,
        entry.claimed === undefined ? undefined : `claims ${entry.claimed}`,
        entry.times > 1 ? `${entry.times} times` : undefined,
        entry.isChecked ? "checked by an inquiry" : undefined,
        entry.why,
      ]
    case "inquiries":
      return [`${entry.times} inquiries about attempt ${entry.attempt}`, `${entry.failed} without an answer`]
    case "money":
      return [
        `money on a printed QR, told by ${entry.evidence === "person" ? (entry.by ?? "a person") : `a ${entry.evidence}`}`,
        entry.evidenceId,
        entry.why,
      ]
    case "refund":
      return [
        `refund of ${rupiah(entry.amount)} ${entry.status}`,
        `by ${entry.by}: ${entry.reason}`,
        entry.externalId,
      ]
    case "refund_word":
      return [
        `${entry.by} said that the refund ${entry.externalId} ${entry.wentBack ? "went back" : "stayed"}`,
        entry.refundId,
        entry.why,
      ]
    case "event":
      return [`event ${entry.type}`, entry.isDelivered ? undefined : "not handed over to a handler"]
    case "anomaly":
      return [
        `finding ${entry.anomaly}`,
        entry.detail,
        entry.by === undefined ? "open" : `seen by ${entry.by}`,
      ]
    case "act":
      return [`${entry.verb} by ${entry.by}`, entry.why, entry.outcome ?? "without an end on record"]
  }
}

const timelineOf = (entries: ReadonlyArray<TimelineEntry>, paper: Paper): ReadonlyArray<string> =>
  table(
    entries,
    [
      { title: "when (WIB)", of: ({ at }) => moment(at) },
      {
        title: "what",
        of: (entry) =>
          sayingOf(entry)
            .filter((part) => part !== undefined)
            .join("; "),
        tone: ({ kind }) => (kind === "anomaly" ? "bad" : undefined),
      },
    ],
    paper,
  )

/** A payment in lines. */
export const recordLines = (record: PaymentRecord, paper: Paper): ReadonlyArray<string> => [
  `${toned(paper, "title", inert(called(record)))}  ${toned(paper, toneOf(record.status), record.status)}  ${rupiah(record.amount)}  ${inert(record.provider)}`,
  ...listed(
    [
      ["order", record.orderId],
      ["external id", record.externalId],
      ["payment id", record.ref?.paymentId],
      ["provider's word", record.providerStatus],
      ["opened", `${moment(record.openedAt)} WIB, attempt ${record.attempt}`],
      ["expires", record.status === "pending" ? `${moment(record.expiresAt)} WIB` : undefined],
      [
        "arrived",
        record.paidAmount === undefined
          ? undefined
          : `${rupiah(record.paidAmount)} at ${momentOr(record.paidAt, "a time that is not known")}`,
      ],
      ["with fee", record.total === undefined ? undefined : rupiah(record.total)],
      ["given back", record.refunded === undefined ? undefined : rupiahOr(record.refunded)],
      ["payer", [record.payer?.name, record.payer?.issuer].filter((part) => part !== undefined).join(", ")],
      ["RRN", record.payer?.retrievalReference],
      ["why no QR", record.failure?.message],
      ["QR", record.qr?.payload],
    ],
    paper,
  ),
]

export const show = defineVerb({
  name: "show",
  title: "Show a payment",
  summary: "Shows a payment with everything that is on record about it, oldest first.",
  example: "qriskit show order-1001",
  access: "look",
  options: {
    key,
    account,
    limit: wholeOption(`The latest entries of its timeline, at most. Default ${ENTRIES}.`, 1, 2_000),
  },
  output: Schema.Struct({
    payment: PaymentRecord,
    refunds: Schema.Array(PaymentRefund),
    timeline: Schema.Array(
      Schema.Struct({
        at: Schema.String,
        kind: Schema.Literals([
          "attempt",
          "receipt",
          "inquiries",
          "money",
          "refund",
          "refund_word",
          "event",
          "anomaly",
          "act",
        ]),
      }),
    ),
    /** Older entries that were left out. */
    left: Schema.Int,
  }),
  run: (input) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const payment = yield* payments.get(input.key, of(input))
      const refunds = yield* payments.refunds(input.key, of(input))
      const all = yield* payments.timeline(input.key, of(input))
      const timeline = all.slice(-(input.limit ?? ENTRIES))
      return { payment, refunds, timeline, left: all.length - timeline.length }
    }),
  text: ({ payment, timeline, left }, paper) => [
    ...recordLines(payment, paper),
    "",
    ...(left === 0 ? [] : [`(${left} older entries: --limit)`]),
    ...timelineOf(timeline, paper),
  ],
})
