import type { Capabilities } from "@qriskit/core"
import { MAXIMUM_AMOUNT, MidtransAcquirer, type MidtransConfig } from "./config.js"
import {
  EXPIRY_MINUTES,
  MINIMUM_AMOUNT,
  ORDER_ID_LENGTH,
  REFUND_KEY_LENGTH,
  REFUND_REASON_LENGTH,
} from "./request.js"

/** Windows and hours of refunds: Refund page [DOC], windows contradict each other (C3): the longest and the surest. */
const REFUND_TERMS = [
  { channel: "gopay", partial: { supported: true }, days: 45, surelyDays: 7 },
  {
    channel: "airpay shopee",
    partial: { supported: false, why: "Midtrans refunds ShopeePay payments in full only" },
    days: 365,
    surelyDays: 1,
    closed: { from: "23:55", until: "06:00" },
  },
] as const

type Limits = Pick<MidtransConfig, "maximumAmount" | "sameAnswerMillis">

/** What Midtrans can do, with the limits of this configuration. */
export const capabilitiesOf = ({ maximumAmount, sameAnswerMillis }: Limits): Capabilities => ({
  title: "Midtrans",
  cancel: { supported: true },
  refund: {
    supported: true,
    terms: REFUND_TERMS,
    askedBy: "externalId",
    externalId: { maximumLength: REFUND_KEY_LENGTH, alphabet: "letters, digits, - and _" },
    reasonLength: REFUND_REASON_LENGTH,
  },
  expiry: { supported: true, minimumMinutes: EXPIRY_MINUTES.minimum, maximumMinutes: EXPIRY_MINUTES.maximum },
  notificationUrl: { supported: true },
  amount: { minimum: MINIMUM_AMOUNT, maximum: maximumAmount },
  externalId: { maximumLength: ORDER_ID_LENGTH, alphabet: "letters, digits and - _ ~ ." },
  ...(sameAnswerMillis > 0 && { repeatedCreate: { withinMillis: sameAnswerMillis } }),
  channels: MidtransAcquirer.literals.map((id) => ({ id, maximumAmount })),
  notifications: {
    authenticity: "identity",
    statuses: [
      "pending",
      "paid",
      "expired",
      "canceled",
      "failed",
      "partially_refunded",
      "refunded",
      "under_review",
    ],
  },
  requiredFields: [],
})

/** What Midtrans can do, with the documented limits. */
export const capabilities: Capabilities = capabilitiesOf({
  maximumAmount: MAXIMUM_AMOUNT,
  sameAnswerMillis: 300_000,
})
