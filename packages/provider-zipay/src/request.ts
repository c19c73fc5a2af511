import { CreatePayment } from "@qriskit/core"
import * as Schema from "effect/Schema"

const notOffered = (what: string) =>
  Schema.optionalKey(
    Schema.Undefined.annotate({ message: `cannot be set: Zipay's API has no field for ${what}` }),
  )

/**
 * What Zipay needs to make a QR: amount and external id. Description, customer and items are accepted and not sent.
 *
 * `expiresAt` and `notificationUrl` are refused, because a caller who sets them relies on them: Zipay decides when a QR
 * expires (`payment.expiresAt` tells), and sends callbacks to the address registered for the merchant.
 */
export class ZipayCreate extends Schema.Class<ZipayCreate>("@qriskit/provider-zipay/ZipayCreate")({
  ...CreatePayment.fields,
  expiresAt: notOffered("an expiry"),
  notificationUrl: notOffered("a callback address"),
}) {}
