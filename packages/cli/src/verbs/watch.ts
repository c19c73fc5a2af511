import { PaymentEvent, Payments, type StreamedEvent } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { inert } from "../text/inert.js"
import { moment } from "../text/moment.js"
import { rupiah } from "../text/money.js"
import { type Paper, toned, toneOf } from "../text/paper.js"
import { called } from "./of-account.js"
import { account, textOption, wholeOption } from "./option.js"
import { defineVerb } from "./verb.js"

/** As long as whoever calls a tool waits for an answer. */
const MOST_SECONDS = 50

/** An event in a line. */
export const eventLine = ({ event }: StreamedEvent, paper: Paper): string => {
  const what = event.type === "anomaly" ? `anomaly ${event.anomaly ?? ""}` : event.type
  const tone = event.type === "anomaly" ? "bad" : toneOf(event.status)
  return `${moment(event.occurredAt)}  ${toned(paper, tone, what.padEnd(18))}  ${rupiah(event.paidAmount ?? event.amount).padStart(16)}  ${inert(called(event))}  ${inert(event.provider)}`
}

/** Which events of the stream somebody wants. */
export const isWanted =
  (of: { readonly account?: string; readonly key?: string }) =>
  ({ event }: StreamedEvent): boolean =>
    (of.account === undefined || event.account === of.account) &&
    (of.key === undefined || event.key === of.key)

export const watch = defineVerb({
  name: "watch",
  title: "See what happens",
  summary: "Shows what happens to payments, live, until Ctrl-C; then says where to go on from.",
  example: "qriskit watch --cursor 2041",
  access: "look",
  options: {
    cursor: wholeOption(
      "Begins behind this event. Without it: with what happens from now on.",
      0,
      Number.MAX_SAFE_INTEGER,
      "<n>",
    ),
    key: textOption("Of this payment only.", "<key>"),
    account,
    limit: wholeOption("Ends after so many events.", 1, 500),
    seconds: wholeOption(
      `Ends after so many seconds; where the answer comes at once, after ${MOST_SECONDS} at most.`,
      1,
      3_600,
      "<seconds>",
    ),
  },
  output: Schema.Struct({
    cursor: Schema.Int,
    items: Schema.Array(Schema.Struct({ cursor: Schema.Int, event: PaymentEvent })),
  }),
  // For whoever wants an answer and no stream: what comes within some seconds.
  run: ({ cursor, limit = 50, seconds = 10, ...of }) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const start = cursor ?? (yield* payments.cursor)
      const last = yield* Ref.make(start)
      const items = yield* Ref.make<ReadonlyArray<StreamedEvent>>([])
      const wanted = isWanted(of)
      yield* payments.events(start).pipe(
        Stream.tap((streamed) => Ref.set(last, streamed.cursor)),
        Stream.filter(wanted),
        Stream.take(limit),
        Stream.runForEach((streamed) => Ref.update(items, (seen) => [...seen, streamed])),
        Effect.timeoutOption(`${Math.min(seconds, MOST_SECONDS)} seconds`),
      )
      return { cursor: yield* Ref.get(last), items: yield* Ref.get(items) }
    }),
  text: ({ items, cursor }, paper) => [
    ...items.map((streamed) => eventLine(streamed, paper)),
    `${items.length} events; go on from ${cursor}.`,
  ],
})
