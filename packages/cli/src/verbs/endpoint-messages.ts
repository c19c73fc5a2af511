import { InvalidInput, Payments } from "@qriskit/payments"
import type { EndpointAttempt, EndpointMessage } from "@qriskit/payments/endpoints"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { duration, moment } from "../text/moment.js"
import { toneOf } from "../text/paper.js"
import type { Column } from "../text/table.js"
import { defineListVerb } from "./list-verb.js"
import {
  account,
  decided,
  flagOption,
  limit,
  momentOption,
  pageBack,
  textOption,
  wordOption,
} from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

const MESSAGES: ReadonlyArray<Column<EndpointMessage>> = [
  { title: "id", of: ({ id }) => id },
  { title: "made (WIB)", of: ({ madeAt }) => moment(madeAt) },
  { title: "type", of: ({ type }) => type },
  {
    title: "payment",
    of: ({ account: whose, key }) => [whose, key].filter((part) => part !== undefined).join("/"),
  },
  { title: "state", of: ({ state }) => state, tone: ({ state }) => (state === "dead" ? "bad" : undefined) },
  { title: "sent", of: ({ attempts }) => String(attempts), isRight: true },
  { title: "what went wrong last", of: ({ lastWhy }) => lastWhy ?? "", isWide: true },
]

const message = textOption("This message only: its id begins with msg_.", "<id>")
const endpoint = textOption("To this endpoint only.", "<id>")

export const endpointMessages = defineListVerb({
  name: "endpoint-messages",
  title: "Webhooks that go onward",
  summary: "Lists messages of webhooks onward, the oldest first. Exit code 1 where one was given up.",
  example: "qriskit endpoint-messages --state dead",
  options: {
    endpoint,
    key: textOption("About this payment.", "<key>"),
    state: wordOption("In this state.", ["pending", "delivered", "dead"]),
    account,
    after: textOption("Those behind this id: the last one of the page before.", "<id>"),
    limit,
  },
  item: Schema.Struct({
    id: Schema.String,
    endpoint: Schema.String,
    type: Schema.String,
    state: Schema.Literals(["pending", "delivered", "dead"]),
    attempts: Schema.Int,
    madeAt: Schema.String,
  }),
  next: Schema.String,
  list: (payments, query) => payments.endpoints.messages(query),
  idOf: ({ id }) => id,
  none: "No message was found.",
  columns: MESSAGES,
  verdict: (items) => (items.some(({ state }) => state === "dead") ? "wrong" : "fine"),
})

const ATTEMPTS: ReadonlyArray<Column<EndpointAttempt>> = [
  { title: "at (WIB)", of: ({ at }) => moment(at) },
  { title: "message", of: ({ message: id }) => id },
  { title: "no.", of: ({ number }) => String(number), isRight: true },
  {
    title: "outcome",
    of: ({ isDelivered }) => (isDelivered ? "taken" : "failed"),
    tone: ({ isDelivered }) => toneOf(isDelivered ? "done" : "failed"),
  },
  { title: "status", of: ({ status }) => (status === undefined ? "–" : String(status)), isRight: true },
  { title: "took", of: ({ millis }) => duration(millis), isRight: true },
  { title: "why", of: ({ why, answer }) => why ?? answer ?? "", isWide: true },
]

export const endpointAttempts = defineListVerb({
  name: "endpoint-attempts",
  title: "How webhooks onward were sent",
  summary: "Lists attempts to send webhooks onward, the newest first.",
  example: "qriskit endpoint-attempts --limit 20",
  options: {
    endpoint,
    message,
    account,
    ...pageBack,
  },
  item: Schema.Struct({
    id: Schema.Int,
    endpoint: Schema.String,
    message: Schema.String,
    number: Schema.Int,
    at: Schema.String,
    millis: Schema.Finite,
    isDelivered: Schema.Boolean,
  }),
  list: (payments, query) => payments.endpoints.attempts(query),
  idOf: ({ id }) => id,
  none: "Nothing was sent.",
  columns: ATTEMPTS,
})

export const endpointResend = defineVerb({
  name: "endpoint-resend",
  title: "Send webhooks onward again",
  summary:
    "Sends a message again, or an endpoint's dead letters since a time, under the same ids. A process that works does it.",
  example: 'qriskit endpoint-resend --message msg_0190… --yes --by "Petugas Contoh" --why "they lost it"',
  access: "write",
  isDangerous: true,
  options: {
    message,
    endpoint,
    since: momentOption("With --endpoint: messages that were made at this time or later."),
    delivered: flagOption("With --endpoint: also those that were taken."),
    account,
    ...decided,
  },
  output: Schema.Struct({ messages: Schema.Int }),
  preview: ({ message: id, endpoint: to, since, delivered }) =>
    Effect.succeed({
      lines: [
        id === undefined
          ? `Sends ${delivered === true ? "every message" : "dead letters"} of endpoint ${to ?? "?"} since ${since === undefined ? "?" : moment(since)} WIB again.`
          : `Sends ${id} again.`,
      ],
    }),
  run: ({ message: id, endpoint: to, since, delivered, account: whose, by, why }) =>
    Effect.gen(function* () {
      const payments = yield* Payments
      const what =
        id !== undefined
          ? { message: id }
          : to !== undefined && since !== undefined
            ? { endpoint: to, since, ...(delivered === undefined ? {} : { delivered }) }
            : undefined
      if (what === undefined || (id !== undefined && to !== undefined))
        return yield* new InvalidInput({
          operation: "endpoint-resend",
          issues: [{ path: "message", message: "is wanted, or endpoint with since" }],
        })
      const messages = yield* recorded(
        { verb: "endpoint-resend", by, why, account: whose, subject: id ?? `endpoint ${to}` },
        payments.endpoints.resend(what, whose === undefined ? {} : { account: whose }),
      )
      return { messages }
    }),
  text: ({ messages }) => [`${messages} messages are sent again by a process that works.`],
})
