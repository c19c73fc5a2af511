import { CreatePayment } from "@qriskit/core"
import * as Schema from "effect/Schema"

/** A field that Zipay's API lacks: refused whatever it holds. */
const notOffered = (what: string) =>
  Schema.makeFilter(() => `cannot be set: Zipay's API has no field for ${what}`)

/**
 * What Zipay needs to make a QR: amount and external id. Description, customer and items are accepted and not sent.
 *
 * `expiresAt` and `notificationUrl` are refused, because a caller who sets them relies on them: Zipay decides when a QR
 * expires (`payment.expiresAt` tells), and sends callbacks to the address registered for the merchant.
 */
export class ZipayCreate extends Schema.Class<ZipayCreate>("@qriskit/provider-zipay/ZipayCreate")({
  ...CreatePayment.fields,
  expiresAt: Schema.optionalKey(Schema.Date.check(notOffered("an expiry"))),
  notificationUrl: Schema.optionalKey(
    CreatePayment.fields.notificationUrl.schema.check(notOffered("a callback address")),
  ),
}) {}
