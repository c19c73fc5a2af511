import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Capabilities } from "../../src/capabilities.js"
import { NotificationSubject } from "../../src/notification.js"
import { CreatePayment, Payment, PaymentRef } from "../../src/payment.js"
import type { QrisProvider } from "../../src/provider.js"
import {
  decodeRef,
  decodeRequest,
  decoderOf,
  invalidNotification,
  jsonReply,
  makeExchange,
  notificationsOf,
  readNotificationBody,
  reasonOfStatus,
  statusOf,
  verb,
  WireRupiah,
} from "../../src/provider-kit.js"
import { Transport } from "../../src/transport.js"

const PROVIDER = "contoh"

const unsupported = { supported: false, why: "nobody needs it here" } as const

const capabilities: Capabilities = {
  title: "Contoh",
  cancel: unsupported,
  refund: unsupported,
  expiry: unsupported,
  notificationUrl: unsupported,
  amount: {},
  externalId: {},
  channels: [],
  notifications: { authenticity: "none", statuses: ["paid"] },
  requiredFields: [],
}

const Answered = Schema.Struct({ id: Schema.String, state: Schema.String, amount: WireRupiah })
const decodeAnswer = decoderOf(Answered)
const decodeSubject = decoderOf(Schema.Struct({ id: Schema.String, order: Schema.String }))

/** The smallest provider there can be: what remains when the kit does everything that it offers. */
export const makeContoh = (url: string): Effect.Effect<QrisProvider, never, Transport> =>
  Effect.map(Transport, (transport) => {
    const exchange = makeExchange({
      provider: PROVIDER,
      userAgent: "@qriskit/provider-contoh/0.0.0",
      transport,
      timeouts: { connect: 1_000, headers: 2_000, body: 2_000, deadline: 4_000 },
      retry: { times: 1, baseDelay: 1, maxDelay: 1 },
      secrets: [Redacted.make("hunter2-is-the-password")],
    })
    const decodeCreate = decodeRequest(PROVIDER, "create", CreatePayment)
    const decodeInquire = decodeRef(PROVIDER, "inquire")

    const send = (
      operation: "create" | "inquire",
      body: unknown,
      ids: Pick<PaymentRef, "externalId" | "orderId">,
    ) =>
      Effect.map(
        exchange.send({
          operation,
          url,
          headers: {},
          body,
          decode: decodeAnswer,
          refusal: (answer) => reasonOfStatus(operation, answer, answer.body !== undefined),
        }),
        ({ answer, raw }) =>
          new Payment({
            ref: new PaymentRef({ provider: PROVIDER, paymentId: answer.id, ...ids }),
            status: statusOf({ OPEN: "pending", PAID: "paid" }, answer.state),
            providerStatus: answer.state,
            amount: answer.amount,
            raw,
          }),
      )

    return {
      id: PROVIDER,
      capabilities,
      create: verb(
        { span: "Contoh.create", provider: PROVIDER, operation: "create" },
        Effect.fnUntraced(function* (input: CreatePayment) {
          const { externalId, orderId = externalId, amount } = yield* decodeCreate(input)
          return yield* send("create", { externalId, amount }, { externalId, orderId })
        }),
      ),
      inquire: verb(
        { span: "Contoh.inquire", provider: PROVIDER, operation: "inquire" },
        Effect.fnUntraced(function* (input: PaymentRef) {
          const { paymentId, externalId, orderId } = yield* decodeInquire(input)
          return yield* send("inquire", { paymentId }, { externalId, orderId })
        }),
      ),
      notifications: notificationsOf("Contoh", {
        peek: (raw) =>
          Result.map(
            readNotificationBody(PROVIDER, raw, decodeSubject),
            ({ claim }) =>
              new NotificationSubject({ provider: PROVIDER, paymentId: claim.id, externalId: claim.order }),
          ),
        read: () => Result.fail(invalidNotification(PROVIDER, "unauthentic", "nobody signed it")),
        reply: (outcome) => jsonReply(outcome === "accepted" ? 200 : 400, { outcome }),
      }),
    }
  })
