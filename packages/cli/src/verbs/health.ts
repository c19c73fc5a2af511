import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { duration, moment } from "../text/moment.js"
import { type Paper, toned } from "../text/paper.js"
import { wholeOption } from "./option.js"
import { defineVerb } from "./verb.js"

const LAG_SECONDS = 60

export const health = defineVerb({
  name: "health",
  title: "How payments are",
  summary:
    "Says how payments are, for all processes on the database. Exit code 1 where something waits or fails.",
  example: "qriskit health",
  access: "look",
  options: {
    lag: wholeOption(`Seconds that a due inquiry may wait. Default ${LAG_SECONDS}.`, 1, 86_400, "<seconds>"),
  },
  output: Schema.Struct({
    isFine: Schema.Boolean,
    inquiryLag: Schema.Finite.annotate({ description: "Milliseconds" }),
    failing: Schema.Int,
    deadLetters: Schema.Int,
    anomalies: Schema.Int,
    closedGates: Schema.Array(
      Schema.Struct({
        provider: Schema.String,
        account: Schema.optionalKey(Schema.String),
        until: Schema.String,
      }),
    ),
  }),
  run: ({ lag = LAG_SECONDS }) =>
    Effect.gen(function* () {
      // Lag of events and lanes without room are those of a process with handlers: this one has none.
      const { inquiryLag, failing, deadLetters, anomalies, closedGates } = yield* (yield* Payments).health
      const isLate = inquiryLag > lag * 1_000
      const isFine = !isLate && failing + deadLetters + anomalies + closedGates.length === 0
      return { isFine, isLate, inquiryLag, failing, deadLetters, anomalies, closedGates }
    }),
  verdict: ({ isFine }) => (isFine ? "fine" : "wrong"),
  text: ({ inquiryLag, isLate, failing, deadLetters, anomalies, closedGates }, paper) => {
    const line = (isWrong: boolean, text: string, next: string) => mark(paper, isWrong, text, next)
    return [
      line(isLate, `The longest due inquiry has waited ${duration(inquiryLag)}.`, "does a process work?"),
      line(failing > 0, `${failing} events failed and come again.`, "look at the log of your handlers"),
      line(deadLetters > 0, `${deadLetters} events were given up.`, "qriskit dead-letters"),
      line(anomalies > 0, `${anomalies} findings wait for a person.`, "qriskit anomalies"),
      ...(closedGates.length === 0
        ? [line(false, "Every provider may be asked.", "")]
        : closedGates.map(({ provider, account, until }) =>
            line(
              true,
              `${account === undefined ? provider : `${provider}/${account}`} is not asked until ${moment(until)} WIB.`,
              account === undefined ? "does it answer?" : "are its credentials right?",
            ),
          )),
    ]
  },
})

const mark = (paper: Paper, isWrong: boolean, text: string, next: string): string =>
  isWrong ? `${toned(paper, "bad", "✗")} ${text} → ${next}` : `${toned(paper, "good", "✓")} ${text}`
