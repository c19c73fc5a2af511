import * as Schema from "effect/Schema"
import { AccountId } from "./account-id.js"
import { NotificationUrl } from "./notification-url.js"
import { PaymentStatus } from "./payment-status.js"
import { asPlainData } from "./provider-kit/plain-data.js"
import { RefundStatus } from "./refund-status.js"
import { Rupiah } from "./rupiah.js"

const required = Schema.NonEmptyString.annotate({ message: "must not be empty" })

/** Who pays. Which of these a provider needs is in its README and its `capabilities`. */
export class Customer extends Schema.Class<Customer>("@qriskit/core/Customer")({
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  phone: Schema.optionalKey(Schema.String),
}) {}

/** One line of the order, for providers that show it. `unitPrice` in rupiah. */
export class Item extends Schema.Class<Item>("@qriskit/core/Item")({
  id: required,
  name: required,
  unitPrice: Rupiah,
  quantity: Schema.Int.check(Schema.isGreaterThan(0, { message: "must be at least 1" })),
  description: Schema.optionalKey(Schema.String),
}) {}

const YEAR_10000 = Date.UTC(10_000, 0)

/** A time as wires write it: its year has four digits, in any time zone. */
const Expiry = Schema.Date.check(
  Schema.makeFilter((date) => date.getTime() < YEAR_10000 - 86_400_000 || "must be before the year 10000"),
)

/**
 * What a merchant asks for. Providers may ask for more, or less: see each provider's own request class.
 *
 * @example
 * ```ts
 * import { CreatePayment, Rupiah } from "@qriskit/core"
 *
 * const request = new CreatePayment({ amount: Rupiah.make(25_000), externalId: "order-1001-1" })
 * ```
 */
export class CreatePayment extends Schema.Class<CreatePayment>("@qriskit/core/CreatePayment")({
  /** Whole rupiah. */
  amount: Rupiah,
  /** The merchant's unique id for this attempt: the idempotency key of the wire. Never reuse one. */
  externalId: required,
  /** The merchant's order; several attempts may share one. Default: `externalId`. */
  orderId: Schema.optionalKey(required),
  description: Schema.optionalKey(Schema.String),
  /** When the QR stops being payable. Absent: the provider decides. */
  expiresAt: Schema.optionalKey(Expiry),
  customer: Schema.optionalKey(Customer),
  /**
   * Where the provider shall send its notification, where it lets one choose: https, without user name and password.
   */
  notificationUrl: Schema.optionalKey(NotificationUrl),
  items: Schema.optionalKey(Schema.Array(Item)),
}) {}

const MOST_ATTRIBUTES = 16

/** Further ids that a provider needs later: names of up to 40 letters and digits, texts of up to 255 characters. */
const Attributes = Schema.Record(
  Schema.String,
  Schema.String.check(Schema.isMaxLength(255, { message: "must be at most 255 characters" })),
).check(
  Schema.makeFilter((attributes) => {
    const names = Object.keys(attributes)
    if (names.length > MOST_ATTRIBUTES) return `must be at most ${MOST_ATTRIBUTES}`
    return (
      names.every((name) => /^[a-z]\w{0,39}$/i.test(name)) || "must be named with up to 40 letters and digits"
    )
  }),
)

/**
 * All that a later inquire or cancel needs. Store `JSON.stringify(ref)` and nothing else;
 * what `JSON.parse` gives back is accepted as it is.
 */
export class PaymentRef extends Schema.Class<PaymentRef>("@qriskit/core/PaymentRef")({
  /** The provider's name: `"ifortepay"`, `"zipay"`, … */
  provider: required,
  /** The provider's own id of the payment. */
  paymentId: required,
  externalId: required,
  orderId: required,
  /** The acquirer behind the provider, where there are several (NOBU, SHOPEEPAY). */
  channel: Schema.optionalKey(required),
  /** Whose credentials: the account of a platform's merchant. Absent for the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** What else the provider needs later, such as a contract's id: at most 16 short texts, never a secret. */
  attributes: Schema.optionalKey(Attributes),
}) {}

/** The QR to show. `payload` is the text to encode; `amount` is its tag 54, absent when the customer types it. */
export class PaymentQr extends Schema.Class<PaymentQr>("@qriskit/core/PaymentQr")({
  payload: Schema.String,
  amount: Schema.optionalKey(Rupiah),
  imageUrl: Schema.optionalKey(Schema.URL),
}) {}

/** Who paid, as far as the provider says. Personal data: see the README on what to store. */
export class Payer extends Schema.Class<Payer>("@qriskit/core/Payer")({
  /** The bank or wallet that the money came from. */
  issuer: Schema.optionalKey(Schema.String),
  name: Schema.optionalKey(Schema.String),
  /** The retrieval reference number (RRN) of the switching network. */
  retrievalReference: Schema.optionalKey(Schema.String),
}) {}

/** What the provider answered when it was asked: a fact, unlike a `Notification`. */
export class Payment extends Schema.Class<Payment>("@qriskit/core/Payment")({
  ref: PaymentRef,
  status: PaymentStatus,
  /** The provider's own word for the status, always kept. */
  providerStatus: Schema.String,
  /** What was asked. */
  amount: Rupiah,
  /** What the customer pays, where the provider adds a fee. */
  total: Schema.optionalKey(Rupiah),
  /** What was given back so far, all refunds together, where the provider says so. */
  refunded: Schema.optionalKey(Rupiah),
  qr: Schema.optionalKey(PaymentQr),
  createdAt: Schema.optionalKey(Schema.Date),
  expiresAt: Schema.optionalKey(Schema.Date),
  paidAt: Schema.optionalKey(Schema.Date),
  payer: Schema.optionalKey(Payer),
  /** The decoded body as it came, secrets removed. It may hold personal data. */
  raw: Schema.Unknown,
}) {}

/** What the provider answered to a cancel. It names no amount unless the provider does: none is invented. */
export class Cancellation extends Schema.Class<Cancellation>("@qriskit/core/Cancellation")({
  ref: PaymentRef,
  status: PaymentStatus,
  providerStatus: Schema.String,
  raw: Schema.Unknown,
}) {}

/**
 * A refund to ask for. `amount` in rupiah; absent means all that is left.
 *
 * @example
 * ```ts
 * import { RefundPayment, Rupiah } from "@qriskit/core"
 *
 * const half = new RefundPayment({
 *   externalId: "order-1001-refund-1",
 *   amount: Rupiah.make(12_500),
 *   reason: "one coffee of two",
 * })
 * ```
 */
export class RefundPayment extends Schema.Class<RefundPayment>("@qriskit/core/RefundPayment")({
  /** The merchant's unique id for this refund: the idempotency key of the wire. Asked twice, money moves once. */
  externalId: required,
  amount: Schema.optionalKey(Rupiah),
  reason: Schema.optionalKey(Schema.String),
}) {}

/** Which refund of a payment is meant. Store it with the payment's reference. */
export class RefundRef extends Schema.Class<RefundRef>("@qriskit/core/RefundRef")({
  /** The merchant's id, as in `RefundPayment.externalId`. */
  externalId: required,
  /** The provider's own id of the refund, once it is known. */
  refundId: Schema.optionalKey(required),
}) {}

/** What the provider answered about a refund: one movement of money, whatever the payment's status says by now. */
export class Refund extends Schema.Class<Refund>("@qriskit/core/Refund")({
  ref: PaymentRef,
  externalId: Schema.String,
  /**
   * The provider's own id of the refund. Needed to ask about it where `capabilities.refund.askedBy` says `"refundId"`.
   */
  refundId: Schema.optionalKey(Schema.String),
  /** A provider's word that nobody mapped is `pending`, never `failed`. */
  status: RefundStatus,
  /** The provider's own word for the status, always kept. */
  providerStatus: Schema.String,
  /** What this one refund gives back, in rupiah, where the provider says so. */
  amount: Schema.optionalKey(Rupiah),
  /** When the money went back. */
  refundedAt: Schema.optionalKey(Schema.Date),
  /** The decoded body as it came, secrets removed. It may hold personal data. */
  raw: Schema.Unknown,
}) {}

asPlainData(
  Customer,
  Item,
  CreatePayment,
  PaymentRef,
  PaymentQr,
  Payer,
  Payment,
  Cancellation,
  RefundPayment,
  RefundRef,
  Refund,
)
