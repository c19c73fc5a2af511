import * as v from "valibot"
import { httpUrl, text, wholeNumber } from "../decode.js"
import type { IfortepaySettings } from "./settings.js"

// Field for field iFortepay's request tables: D-QRIS (create), D-WI (inquiry), D-CAN (cancel).

const QR_CHANNELS = ["SHOPEEPAY", "NOBU"] as const
const WALLET_CHANNELS = ["SHOPEEPAY", "OVO", "LINKAJA", "DANA", "NOBU", "VIRGO"] as const

export type QrChannel = (typeof QR_CHANNELS)[number]

const id = (max: number) => v.pipe(text(max), v.regex(/^[A-Za-z0-9-]+$/, "only letters, digits and '-'"))

const atMost = (max: number) =>
  v.pipe(v.string("must be a string"), v.maxLength(max, `at most ${max} characters`))

/** The two ids that every request is signed with. */
export const signedIdsSchema = v.object({ external_id: id(64), order_id: id(255) })

const walletMethod = v.literal("wallet", "must be wallet")

const channel = <const Names extends ReadonlyArray<string>>(names: Names) =>
  v.picklist(names, `must be one of ${names.join(", ")}`)

const isoTime = v.pipe(
  v.string("must be a string"),
  // Milliseconds and a zone, as D-QRIS prints the form. A literal Z is [NOT FOUND] and accepted.
  v.regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:?\d{2})$/,
    "must be YYYY-MM-DDTHH:mm:ss.SSSZ",
  ),
  v.check((time) => !Number.isNaN(Date.parse(time)), "is not a time"),
  v.transform((time) => new Date(time)),
)

const item = v.object({
  item_id: text(25),
  name: text(50),
  amount: wholeNumber(0, 9_999_999_999_999),
  qty: wholeNumber(1, 99_999),
  description: v.exactOptional(atMost(255)),
})

const address = v.object({
  full_name: v.exactOptional(atMost(100)),
  phone: v.exactOptional(atMost(18)),
  address: v.exactOptional(atMost(150)),
  city: v.exactOptional(atMost(50)),
  postal_code: v.exactOptional(atMost(10)),
  country: v.exactOptional(atMost(100)),
})

export const createSchema = v.object({
  ...signedIdsSchema.entries,
  currency: v.literal("IDR", "must be IDR"),
  payment_method: walletMethod,
  // LINKAJA is announced, not open [DOC D-QRIS].
  payment_channel: channel(QR_CHANNELS),
  payment_details: v.object({
    amount: wholeNumber(1000, 9_999_999_999_999),
    transaction_description: text(255),
    expired_time: v.exactOptional(isoTime),
    is_customer_paying_fee: v.exactOptional(v.boolean("must be true or false")),
  }),
  customer_details: v.object({ email: text(255), full_name: text(100), phone: v.exactOptional(atMost(18)) }),
  // Documented as an object, sent as a list by every integration: both are taken.
  item_details: v.exactOptional(v.union([v.pipe(v.array(item), v.maxLength(500)), item], "must be items")),
  wallet_details: v.object({ id: text(50), id_type: v.picklist(["HP", "EMAIL"], "must be HP or EMAIL") }),
  billing_address: v.exactOptional(address),
  shipping_address: v.exactOptional(address),
  additional_data: v.exactOptional(v.string("must be a string")),
  // Required by one published integration only [3P]: see the setting requireCallbackUrl.
  callback_url: v.exactOptional(httpUrl),
})

export type CreateRequest = v.InferOutput<typeof createSchema>

export const inquireSchema = v.object({
  ...signedIdsSchema.entries,
  transaction_id: text(64),
  payment_method: walletMethod,
  payment_channel: channel(WALLET_CHANNELS),
})

export const cancelSchema = v.object({ ...inquireSchema.entries, payment_channel: channel(QR_CHANNELS) })

export type IdentifyRequest = v.InferOutput<typeof inquireSchema>

const MINUTE_MS = 60_000
const SHORTEST_MS = 15 * MINUTE_MS
const LONGEST_MS = 60 * MINUTE_MS

/** When a new QR expires; undefined when the asked time is outside 15 minutes to 1 hour [DOC D-QRIS]. */
export function expiryOf(request: CreateRequest, now: Date, toleranceMs: number): Date | undefined {
  const asked = request.payment_details.expired_time
  // Default [INF]: both published NOBU samples live 15 minutes.
  if (asked === undefined) return new Date(now.getTime() + SHORTEST_MS)
  const ahead = asked.getTime() - now.getTime()
  const isInRange = ahead >= SHORTEST_MS - toleranceMs && ahead <= LONGEST_MS + toleranceMs
  return isInRange ? asked : undefined
}

/** What the tables leave to the acquirer and the setup: the maximum per channel, the callback URL. */
export function refusedBySetup(request: CreateRequest, settings: IfortepaySettings): string | undefined {
  const max = settings.maxAmount[request.payment_channel]
  if (request.payment_details.amount > max)
    return `payment_details.amount: at most ${max} for ${request.payment_channel}`
  if (settings.requireCallbackUrl && request.callback_url === undefined) return "callback_url: is required"
  return undefined
}
