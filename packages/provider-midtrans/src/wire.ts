import type { RefundPayment } from "@qriskit/core"
import {
  decoderOf,
  present,
  textIn,
  toJakartaWallTime,
  urlIn,
  WireId,
  WireRupiah,
} from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { MidtransAcquirer } from "./config.js"
import type { MidtransCreate } from "./request.js"

/** Charge [DOC]. */
export const CHARGE_PATH = "/v2/charge"

/** Status, cancel and refund [DOC], by transaction id: an order id can stand for two transactions. */
export const transactionPath = (transactionId: string, verb: "status" | "cancel" | "refund"): string =>
  `/v2/${encodeURIComponent(transactionId)}/${verb}`

/** The header that names a payment's own address instead of the dashboard's [DOC]. */
export const NOTIFICATION_HEADER = "x-override-notification"

const SECOND = 1_000

/** Custom expiry [DOC]: from a whole second of Jakarta time, so that it ends when it was asked to. */
const expiryOf = (expiresAt: Date, now: number) => {
  const from = Math.floor(now / SECOND) * SECOND
  return {
    order_time: `${toJakartaWallTime(new Date(from))} +0700`,
    expiry_duration: Math.floor((expiresAt.getTime() - from) / SECOND),
    unit: "second",
  }
}

/** The charge's body [DOC]. `now` in milliseconds since 1970. */
export const chargeBody = (request: MidtransCreate, acquirer: MidtransAcquirer, now: number) => ({
  payment_type: "qris",
  transaction_details: { order_id: request.externalId, gross_amount: request.amount },
  qris: { acquirer },
  ...present({
    item_details: request.items?.map(({ id, name, unitPrice, quantity }) => ({
      id,
      name,
      price: unitPrice,
      quantity,
    })),
    customer_details:
      request.customer &&
      present({
        first_name: request.customer.name,
        email: request.customer.email,
        phone: request.customer.phone,
      }),
    custom_expiry: request.expiresAt && expiryOf(request.expiresAt, now),
  }),
})

/** The refund's body [DOC]. Without an amount Midtrans refunds all that is left. */
export const refundBody = ({ externalId, amount, reason }: RefundPayment) => ({
  refund_key: externalId,
  ...present({ amount, reason }),
})

/** Text in every documented body; another official client reads numbers, too [SDK]. */
const WireCode = Schema.Union([
  Schema.String.check(Schema.isPattern(/\S/, { message: "must not be empty" })),
  Schema.Int,
])

const maybe = Schema.optionalKey(Schema.Unknown)

const transaction = {
  status_code: WireCode,
  transaction_id: WireId,
  order_id: WireId,
  gross_amount: WireRupiah,
  transaction_status: Schema.NonEmptyString,
  fraud_status: maybe,
  acquirer: maybe,
  issuer: maybe,
  transaction_time: maybe,
  expiry_time: maybe,
  settlement_time: maybe,
  // Where the customer pays the fee [3P].
  metadata: maybe,
  extra_info: maybe,
  refund_amount: maybe,
  refunds: maybe,
}

/** What charge, status and cancel answer [DOC]. Only the fields that are used. */
const TransactionAnswer = Schema.Struct(transaction)
export type TransactionAnswer = typeof TransactionAnswer.Type

/** What a refund answers [DOC]. */
const RefundAnswer = Schema.Struct({
  ...transaction,
  refund_chargeback_id: maybe,
  refund_key: Schema.optionalKey(Schema.NullOr(Schema.String)),
})
export type RefundAnswer = typeof RefundAnswer.Type

/** A notification's body [DOC]. The amount as the text that was signed. */
const NotificationBody = Schema.Struct({
  transaction_id: WireId,
  order_id: WireId,
  status_code: WireCode,
  gross_amount: Schema.Union([Schema.String, Schema.Finite]),
  transaction_status: Schema.NonEmptyString,
  fraud_status: maybe,
  signature_key: maybe,
  acquirer: maybe,
  settlement_time: maybe,
  transaction_time: maybe,
  metadata: maybe,
  extra_info: maybe,
})
export type NotificationBody = typeof NotificationBody.Type

export const decodeTransaction = decoderOf(TransactionAnswer)
export const decodeRefundAnswer = decoderOf(RefundAnswer)
export const decodeNotification = decoderOf(NotificationBody)

type JsonRecord = Readonly<Record<string, unknown>>

/** The fields of what should be an object; none where it is something else. */
export const recordIn = (value: unknown): JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {}

/** `qr_string`: not in the documented answer, there in every real one [SDK, 3P] (C1). */
export const qrStringIn = (body: unknown): string | undefined => textIn(recordIn(body)["qr_string"])

/** The picture's address, which real answers put on another host [3P]: shown, never called with the key. */
export const qrImageIn = (body: unknown): URL | undefined => {
  const { actions } = recordIn(body)
  const action = Array.isArray(actions)
    ? actions.map(recordIn).find(({ name }) => name === "generate-qr-code")
    : undefined
  return urlIn(action?.["url"])
}

/** One entry of `refunds` [DOC]. */
export interface ListedRefund {
  /** As it came: it is compared with the one that was asked about. */
  readonly key: unknown
  readonly entry: JsonRecord
}

/** The refunds that a status answer lists; `undefined` where what should list them is no list. */
export const refundsIn = ({
  refunds,
}: Pick<TransactionAnswer, "refunds">): ReadonlyArray<ListedRefund> | undefined => {
  const list = refunds ?? []
  return Array.isArray(list)
    ? list.map(recordIn).map((entry) => ({ key: entry["refund_key"], entry }))
    : undefined
}
