import { CreatePayment, type FieldIssue, RefundPayment } from "@qriskit/core"
import type { RequestRules } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { XenditConfig } from "./config.js"

/** Create a payment request [DOC]. */
export const REFERENCE_LENGTH = 255
export const MINIMUM_AMOUNT = 1
const DESCRIPTION_LENGTH = 1_000
/** A value of `metadata` [DOC], which carries a reason in the merchant's own words. */
const REASON_LENGTH = 500

const upTo = (length: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { message: "must not be empty" }),
    Schema.isMaxLength(length, { message: `must be at most ${length} characters` }),
  )

/** A field that Xendit's API lacks for QRIS: refused whatever it holds. */
const notOffered = (why: string) => Schema.makeFilter(() => `cannot be set: ${why}`)

/**
 * What Xendit needs to make a QR: amount and external id, which becomes its `reference_id`. Description is shown;
 * customer and items are accepted and not sent; the order's own id stays here.
 *
 * `expiresAt` and `notificationUrl` are refused, because a caller who sets them relies on them: a request ends after 48
 * hours (`payment.expiresAt`), and webhooks go to the dashboard's address.
 */
export class XenditCreate extends Schema.Class<XenditCreate>("@qriskit/provider-xendit/XenditCreate")({
  ...CreatePayment.fields,
  externalId: upTo(REFERENCE_LENGTH),
  description: Schema.optionalKey(upTo(DESCRIPTION_LENGTH)),
  expiresAt: Schema.optionalKey(
    Schema.Date.check(notOffered("Xendit takes no expiry for QRIS; cancel the payment when its order ends")),
  ),
  notificationUrl: Schema.optionalKey(
    CreatePayment.fields.notificationUrl.schema.check(
      notOffered("Xendit sends webhooks to the address in its dashboard"),
    ),
  ),
}) {}

/** A refund as Xendit takes it. `reason` is one of Xendit's words, or any text, which goes along as metadata. */
export class XenditRefund extends Schema.Class<XenditRefund>("@qriskit/provider-xendit/XenditRefund")({
  ...RefundPayment.fields,
  externalId: upTo(REFERENCE_LENGTH),
  reason: Schema.optionalKey(upTo(REASON_LENGTH)),
}) {}

const amountIssue = (amount: number | undefined, maximum: number): FieldIssue | undefined =>
  amount !== undefined && amount > maximum
    ? { path: "amount", message: `must be at most ${maximum} rupiah` }
    : undefined

/** The rules that need the configuration. */
export const requestRules =
  ({ maximumAmount }: Pick<XenditConfig, "maximumAmount">): RequestRules<XenditCreate> =>
  ({ amount }) =>
    [amountIssue(amount, maximumAmount)].filter((issue) => issue !== undefined)
