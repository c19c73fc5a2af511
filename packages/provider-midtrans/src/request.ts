import { CreatePayment, type FieldIssue, formatRupiah, Item, RefundPayment } from "@qriskit/core"
import type { RequestRules } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { MidtransAcquirer, type MidtransConfig } from "./config.js"

/** Charge, custom expiry and refund: lengths, limits and alphabets [DOC]. */
export const ORDER_ID_LENGTH = 50
export const MINIMUM_AMOUNT = 1
/** 20 seconds are documented; a minute is the least that is of any use. At most 7 days. */
export const EXPIRY_MINUTES = { minimum: 1, maximum: 10_080 } as const
export const REFUND_REASON_LENGTH = 255
/** No length of refund_key is documented [NOT FOUND]: that of an order id is assumed to fit. */
export const REFUND_KEY_LENGTH = 50
const MINUTE = 60_000

const upTo = (length: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { message: "must not be empty" }),
    Schema.isMaxLength(length, { message: `must be at most ${length} characters` }),
  )

const ORDER_ID = /^(?!\.{1,2}$)[A-Za-z0-9\-_~.]+$/

const OrderId = upTo(ORDER_ID_LENGTH).check(
  // A path that is `.` or `..` would be another one.
  Schema.isPattern(ORDER_ID, { message: "may hold only letters, digits and - _ ~ . (and not be . or ..)" }),
)

/**
 * What Midtrans needs to make a QR: amount and external id, which becomes its `order_id`. The order's own id stays
 * here: Midtrans knows one id only.
 *
 * The amount is at least Rp 1 and at most the configured maximum, Rp 10.000.000 by default; `expiresAt` is a minute to
 * 7 days ahead, 15 minutes where absent; items, where there are any, add up to the amount.
 */
export class MidtransCreate extends Schema.Class<MidtransCreate>("@qriskit/provider-midtrans/MidtransCreate")(
  {
    ...CreatePayment.fields,
    externalId: OrderId,
    items: Schema.optionalKey(Schema.Array(Schema.Struct({ ...Item.fields, id: upTo(50), name: upTo(50) }))),
    /** The acquirer for this payment. Default: the configured one. */
    channel: Schema.optionalKey(MidtransAcquirer),
  },
) {}

/** A refund as Midtrans takes it: `externalId` is its `refund_key`. */
export class MidtransRefund extends Schema.Class<MidtransRefund>("@qriskit/provider-midtrans/MidtransRefund")(
  {
    ...RefundPayment.fields,
    externalId: upTo(REFUND_KEY_LENGTH).check(
      Schema.isPattern(/^[A-Za-z0-9\-_]+$/, { message: "may hold only letters, digits, - and _" }),
    ),
    reason: Schema.optionalKey(upTo(REFUND_REASON_LENGTH)),
  },
) {}

const amountIssue = (amount: number | undefined, maximum: number): FieldIssue | undefined =>
  amount !== undefined && amount > maximum
    ? { path: "amount", message: `must be at most ${maximum} rupiah` }
    : undefined

const expiryIssue = (expiresAt: Date | undefined, now: number): FieldIssue | undefined => {
  if (expiresAt === undefined) return undefined
  const minutes = (expiresAt.getTime() - now) / MINUTE
  return minutes < EXPIRY_MINUTES.minimum || minutes > EXPIRY_MINUTES.maximum
    ? { path: "expiresAt", message: "must be 1 minute to 7 days ahead" }
    : undefined
}

const notificationUrlIssue = (url: URL | undefined): FieldIssue | undefined => {
  if (url === undefined) return undefined
  return url.href.includes(",")
    ? { path: "notificationUrl", message: "must not hold a comma: Midtrans takes it for two addresses" }
    : undefined
}

const itemsIssue = (
  items: MidtransCreate["items"] | undefined,
  amount: number | undefined,
): FieldIssue | undefined => {
  if (items === undefined || amount === undefined) return undefined
  const sum = items.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0)
  return sum === amount
    ? undefined
    : { path: "items", message: `must add up to the amount, and are ${formatRupiah(sum)} together` }
}

/** The rules that need the configuration or the clock, or more than one field. `now` in milliseconds since 1970. */
export const requestRules =
  ({ maximumAmount }: Pick<MidtransConfig, "maximumAmount">, now: number): RequestRules<MidtransCreate> =>
  ({ amount, expiresAt, notificationUrl, items }) =>
    [
      amountIssue(amount, maximumAmount),
      expiryIssue(expiresAt, now),
      notificationUrlIssue(notificationUrl),
      itemsIssue(items, amount),
    ].filter((issue) => issue !== undefined)
