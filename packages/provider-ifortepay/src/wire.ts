import type { PaymentRef } from "@qriskit/core"
import {
  decoderOf,
  present,
  textIn,
  toJakartaIso,
  urlIn,
  WireId,
  WireRupiah,
} from "@qriskit/core/provider-kit"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { IfortepayChannel } from "./config.js"
import { type IfortepayCreate, walletOf } from "./request.js"

/** Inquiry and cancel [DOC]. Create's path is a setting. */
export const INQUIRY_PATH = "/ewallet/v2/inquiry"
export const CANCEL_PATH = "/ewallet/v2/cancel-qr"

/** The only documented value, "not the payment gateway's version" [DOC]. */
export const X_VERSION = "v3"

/**
 * Create's body. Times go out as `…+07:00` with milliseconds, the one form that iFortepay itself is seen to use [3P].
 */
export const createBody = (request: IfortepayCreate, orderId: string, channel: IfortepayChannel) => ({
  external_id: request.externalId,
  order_id: orderId,
  currency: "IDR",
  payment_method: "wallet",
  payment_channel: channel,
  payment_details: {
    amount: request.amount,
    transaction_description: request.description,
    ...present({ expired_time: request.expiresAt && toJakartaIso(request.expiresAt) }),
  },
  customer_details: {
    email: request.customer.email,
    full_name: request.customer.name,
    ...present({ phone: request.customer.phone }),
  },
  wallet_details: walletOf(request.customer),
  ...present({
    // An array, as the SDKs and the sibling products send it; the page says "Object" [3P].
    item_details: request.items?.map(({ id, name, unitPrice, quantity, description }) => ({
      item_id: id,
      name,
      amount: unitPrice,
      qty: quantity,
      ...present({ description }),
    })),
    // Not on the current page; integrations send it [3P].
    callback_url: request.notificationUrl?.href,
  }),
})

/** The body of inquiry and cancel [DOC]. */
export const refBody = (ref: PaymentRef, channel: string) => ({
  transaction_id: ref.paymentId,
  external_id: ref.externalId,
  order_id: ref.orderId,
  payment_channel: channel,
  payment_method: "wallet",
})

const PaymentDetails = Schema.Struct({
  amount: WireRupiah,
  total_amount: Schema.optionalKey(Schema.Unknown),
  expired_time: Schema.optionalKey(Schema.Unknown),
  transaction_time: Schema.optionalKey(Schema.Unknown),
  paid_time: Schema.optionalKey(Schema.Unknown),
})

const ids = {
  transaction_id: WireId,
  external_id: Schema.optionalKey(Schema.NullOr(Schema.String)),
  order_id: Schema.optionalKey(Schema.NullOr(Schema.String)),
  payment_channel: Schema.optionalKey(Schema.NullOr(Schema.String)),
  transaction_status: Schema.NonEmptyString,
}

/** What create and inquiry answer: reconstructed from an observed NOBU inquiry [3P]. Only the fields that are used. */
export const PaymentAnswer = Schema.Struct({
  ...ids,
  payment_details: PaymentDetails,
  issuer: Schema.optionalKey(Schema.Unknown),
})
export type PaymentAnswer = typeof PaymentAnswer.Type

/** What cancel answers [DOC]. */
export const CancelAnswer = Schema.Struct(ids)
export type CancelAnswer = typeof CancelAnswer.Type

/** The callback's body: an observed NOBU callback [3P]. Everything but the ids and the status may be missing. */
const CallbackBody = Schema.Struct({
  transaction_id: WireId,
  external_id: WireId,
  order_id: WireId,
  transaction_status: Schema.NonEmptyString,
  payment_channel: Schema.optionalKey(Schema.Unknown),
  payment_details: Schema.optionalKey(Schema.Unknown),
})

export type CallbackBody = typeof CallbackBody.Type

type JsonRecord = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The fields of what should be an object; none where it is something else. */
export const recordIn = (value: unknown): JsonRecord => (isRecord(value) ? value : {})

/** Fields stand beside `response_code` [DOC, 3P], or in `data` as the card product wraps them [SDK]: both are read. */
export const unwrap = (body: unknown): JsonRecord | undefined => {
  if (!isRecord(body)) return undefined
  return isRecord(body["data"]) ? { ...body, ...body["data"] } : body
}

const decodeEnvelope = <S extends Schema.Codec<unknown, unknown>>(schema: S) => {
  const decode = decoderOf(schema)
  return (body: unknown): Result.Result<S["Type"], Schema.SchemaError> => decode(unwrap(body) ?? body)
}

export const decodePayment = decodeEnvelope(PaymentAnswer)
export const decodeCancel = decodeEnvelope(CancelAnswer)
export const decodeCallback = decoderOf(CallbackBody)

/** The value at a dotted path of a JSON body. */
export const fieldAt = (body: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), body)

/** The first of these fields that holds text. */
export const qrStringIn = (body: unknown, fields: ReadonlyArray<string>): string | undefined => {
  const record = unwrap(body)
  return fields.map((field) => textIn(fieldAt(record, field))).find((text) => text !== undefined)
}

/** The QR's image. The documentation says there is one and not what it is called [NOT FOUND]. */
export const qrImageIn = (body: unknown): URL | undefined =>
  urlIn(fieldAt(unwrap(body), "qr_response.qr_url"))
