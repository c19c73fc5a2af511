import { AccountId, Rupiah } from "@qriskit/core"
import * as Schema from "effect/Schema"
import { fingerprint } from "../opening/open-payment.js"
import { KEY_LENGTH, storedText } from "../record/storable.js"
import type { PrintedQr } from "./printed-qr.js"

/**
 * What a record's `provider` says of an order on a printed QR of whose money no acquirer tells: a statement
 * does, or a person.
 *
 * @example
 * ```ts
 * import { NO_ACQUIRER, type PaymentRecord } from "@qriskit/payments"
 *
 * export const isToldByAcquirer = ({ provider }: PaymentRecord) => provider !== NO_ACQUIRER
 * ```
 */
export const NO_ACQUIRER = "static"

/** The most that an amount may have above the order's own, in rupiah. */
const MOST_SURPLUS = 10_000

/** What `expect` takes. */
export class ExpectPayment extends Schema.Class<ExpectPayment>("@qriskit/payments/ExpectPayment")({
  /** The merchant's order: the idempotency key. At most 255 characters. */
  key: storedText(KEY_LENGTH),
  /** Whose order it is: the account of a platform's merchant. Absent: the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** The payload of the printed QR: static, without an amount. */
  qr: storedText(1_000),
  /** What the order costs, in whole rupiah. The customer pays this, or a few rupiah more. */
  amount: Rupiah,
  /** Minutes within which the customer is to pay, 1 to 43,200. */
  within: Schema.Int.check(
    Schema.isBetween({ minimum: 1, maximum: 43_200 }, { message: "must be 1 to 43,200 minutes" }),
  ),
  /**
   * The provider whose callbacks tell of payments on this QR, with `account`'s credentials. Absent: none does. The
   * record's provider is then `static`, and a statement or a person says that the money arrived.
   */
  provider: Schema.optionalKey(storedText(64)),
  /** The merchant's own id of the order. Default: `key`. */
  orderId: Schema.optionalKey(storedText(KEY_LENGTH)),
  /** Rupiah that may be asked above `amount`, 0 to 10,000. Default: the setting `expectSurplus`. */
  surplus: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween({ minimum: 0, maximum: MOST_SURPLUS }, { message: "must be 0 to 10,000" }),
    ),
  ),
}) {}
/** What `expect` takes, as plain values. */
export type ExpectPaymentInput = (typeof ExpectPayment)["Encoded"]

/** A hash of the request without its key and account. Never that of an `open`. */
export const fingerprintOfExpected = (
  { amount, within, provider, orderId, surplus }: ExpectPayment,
  { payload }: PrintedQr,
): string => fingerprint({ expected: payload.text, amount, within, provider, orderId, surplus })
