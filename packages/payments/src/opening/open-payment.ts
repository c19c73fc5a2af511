import { createHash } from "node:crypto"
import { AccountId, CreatePayment, Rupiah } from "@qriskit/core"
import * as Schema from "effect/Schema"
import { KEY_LENGTH, storedText } from "../record/storable.js"

/** What `open` takes. */
export class OpenPayment extends Schema.Class<OpenPayment>("@qriskit/payments/OpenPayment")({
  /** The merchant's order: the idempotency key. At most 255 characters. */
  key: storedText(KEY_LENGTH),
  /** Whose credentials make the QR: the account of a platform's merchant. Absent: the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** Whole rupiah. */
  amount: Rupiah,
  /**
   * Which of the providers makes the QR. Several: the next one is asked where one surely did not make a QR since it is
   * away, or where nobody knows whether it did (its QR was shown to nobody). One QR is shown at most.
   */
  provider: Schema.Union([
    storedText(64),
    Schema.NonEmptyArray(storedText(64)).check(
      Schema.makeFilter(
        (names) =>
          (names.length <= 5 && new Set(names).size === names.length) || "must be 1 to 5 different names",
      ),
    ),
  ]),
  /** The order's id at the provider. Default: `key`. */
  orderId: Schema.optionalKey(storedText(KEY_LENGTH)),
  /**
   * Minutes until the QR is no longer to be shown, 1 to 43,200. Where the provider lets one choose, also until it
   * expires there; elsewhere the provider's own expiry decides how long it is watched.
   */
  expiresInMinutes: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 43_200 }, { message: "must be 1 to 43,200" })),
  ),
  description: CreatePayment.fields.description,
  customer: CreatePayment.fields.customer,
  notificationUrl: CreatePayment.fields.notificationUrl,
  items: CreatePayment.fields.items,
  /**
   * Further fields of the provider's own request, such as iFortepay's `channel`. With several providers: by their
   * names, `{ ifortepay: { channel: "NOBU" } }`.
   */
  providerFields: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
}) {}
/** What `open` takes, as plain values. */
export type OpenPaymentInput = (typeof OpenPayment)["Encoded"]

/** The providers that a request names, in the order in which they are asked. */
export const providersIn = ({ provider }: OpenPayment): readonly [string, ...ReadonlyArray<string>] =>
  typeof provider === "string" ? [provider] : provider

/** How one `open` behaves. No part of the request: it may differ between calls with one key. */
export interface OpenOptions {
  /**
   * Makes a further attempt, with a new QR, where the last one ended without money: expired, canceled, abandoned,
   * failed, or unknown. Default false: the record is returned as it is.
   */
  readonly renew?: boolean
  /**
   * The caller's word that nobody paid an earlier QR of this order. Before a further attempt the provider is asked
   * about each of them; where it cannot be asked, `open` fails with what kept it, unless this is true. Default false.
   */
  readonly unasked?: boolean
  /** See the setting of this name. Overrides it for this call. */
  readonly retryUnknownCreates?: number
}

const canonical = (value: unknown): unknown => {
  if (value instanceof URL) return value.href
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== "object" || value === null) return value
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)])
}

/** A hash that is equal for equal requests, whatever the order of their fields. */
export const fingerprint = (request: object): string =>
  createHash("sha256")
    .update(JSON.stringify(canonical(request)))
    .digest("hex")

/** A hash of the request without its key and account. */
export const fingerprintOf = ({ key: _, account: __, ...request }: OpenPayment): string =>
  fingerprint(request)
