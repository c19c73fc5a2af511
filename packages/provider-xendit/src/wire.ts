import type { RefundPayment } from "@qriskit/core"
import { decoderOf, present, textIn, WireId, WireRupiah } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { XenditCreate } from "./request.js"

/** Payment requests, Payments API v3, and refunds [DOC]. */
export const CREATE_PATH = "/v3/payment_requests"
export const REFUND_PATH = "/refunds"

export const paymentPath = (id: string, verb: "" | "/cancel" = ""): string =>
  `${CREATE_PATH}/${encodeURIComponent(id)}${verb}`

export const refundPath = (id: string): string => `${REFUND_PATH}/${encodeURIComponent(id)}`

/** Without it another API answers [DOC]; refunds need none. */
export const VERSION = { "api-version": "2024-11-11" } as const

/** The body of a create [DOC]. */
export const createBody = ({ externalId, amount, description }: XenditCreate) => ({
  reference_id: externalId,
  type: "PAY",
  country: "ID",
  currency: "IDR",
  request_amount: amount,
  capture_method: "AUTOMATIC",
  channel_code: "QRIS",
  // "Required", with nothing in it that QRIS needs; success and failure addresses are sent by others [3P].
  channel_properties: {},
  ...present({ description }),
})

/** Xendit's words for why money goes back [DOC]. */
const REASONS: ReadonlySet<string> = new Set([
  "FRAUDULENT",
  "DUPLICATE",
  "REQUESTED_BY_CUSTOMER",
  "CANCELLATION",
  "OTHERS",
])

const reasonOf = (reason = "REQUESTED_BY_CUSTOMER") =>
  REASONS.has(reason) ? { reason } : { reason: "OTHERS", metadata: { reason } }

/** The body of a refund [DOC]. That all is refunded without an amount is [INFERRED]. */
export const refundBody = (paymentId: string, { externalId, amount, reason }: RefundPayment) => ({
  payment_request_id: paymentId,
  reference_id: externalId,
  currency: "IDR",
  ...present({ amount }),
  ...reasonOf(reason),
})

const maybe = Schema.optionalKey(Schema.Unknown)

/** What create, inquiry and cancel answer [DOC]. Only the fields that are used. */
const PaymentAnswer = Schema.Struct({
  payment_request_id: WireId,
  reference_id: WireId,
  // A number; a fraction is refused.
  request_amount: WireRupiah,
  status: Schema.NonEmptyString,
  currency: maybe,
  actions: maybe,
  channel_properties: maybe,
  created: maybe,
})
export type PaymentAnswer = typeof PaymentAnswer.Type

const nullable = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/**
 * What a refund and its inquiry answer [DOC]. The official client's model has no status: it is read here. What may be
 * missing and is there must be readable: nothing that was asked takes its place.
 */
const RefundAnswer = Schema.Struct({
  id: WireId,
  status: Schema.NonEmptyString,
  payment_request_id: nullable(Schema.String),
  reference_id: nullable(Schema.String),
  amount: nullable(WireRupiah),
  currency: nullable(Schema.String),
  updated: maybe,
})
export type RefundAnswer = typeof RefundAnswer.Type

const Told = Schema.Struct({
  payment_request_id: WireId,
  reference_id: maybe,
  status: maybe,
  request_amount: maybe,
  captures: maybe,
  updated: maybe,
})

/** A webhook [DOC]: what it tells of stands in `data`, in one example once more in `data.data`. */
const Webhook = Schema.Struct({
  event: Schema.NonEmptyString,
  data: Schema.Union([Told, Schema.Struct({ data: Told })]),
})
export type Webhook = typeof Webhook.Type
export type Told = typeof Told.Type

export const toldIn = ({ data }: Webhook): Told => ("payment_request_id" in data ? data : data.data)

export const decodePayment = decoderOf(PaymentAnswer)
export const decodeRefundAnswer = decoderOf(RefundAnswer)
export const decodeWebhook = decoderOf(Webhook)

type JsonRecord = Readonly<Record<string, unknown>>

/** The fields of what should be an object; none where it is something else. */
export const recordIn = (value: unknown): JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {}

/** The objects of what should be a list. */
export const recordsIn = (value: unknown): ReadonlyArray<JsonRecord> =>
  Array.isArray(value) ? value.map(recordIn) : []

/** The QR's text: the action that is named for it, wherever it stands [DOC]. */
export const qrStringIn = ({ actions }: Pick<PaymentAnswer, "actions">): string | undefined =>
  textIn(recordsIn(actions).find(({ descriptor }) => descriptor === "QR_STRING")?.["value"])
