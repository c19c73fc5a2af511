import * as v from "valibot"
import { text } from "../decode.js"

// Field for field Xendit's request tables: Payments API v3, refunds [DOC S1].

/** Amounts are JSON numbers and may have decimals elsewhere; a fraction of a rupiah is refused. */
const amount = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(1, "at least 1"),
)

const metadata = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(500))),
  v.check((entries) => Object.keys(entries).length <= 50, "at most 50 keys"),
)

export const createSchema = v.object({
  reference_id: text(255),
  type: v.literal("PAY", "must be PAY"),
  country: v.literal("ID", "must be ID"),
  currency: v.literal("IDR", "must be IDR"),
  request_amount: amount,
  channel_code: v.literal("QRIS", "must be QRIS"),
  channel_properties: v.record(v.string(), v.unknown(), "must be an object"),
  capture_method: v.exactOptional(v.literal("AUTOMATIC", "must be AUTOMATIC")),
  description: v.exactOptional(text(1_000)),
  metadata: v.exactOptional(metadata),
})

export type CreateRequest = v.InferOutput<typeof createSchema>

export const simulateSchema = v.object({ amount })

export const REASONS = ["FRAUDULENT", "DUPLICATE", "REQUESTED_BY_CUSTOMER", "CANCELLATION", "OTHERS"] as const

export const refundSchema = v.object({
  payment_request_id: text(64),
  reference_id: v.exactOptional(text(255)),
  currency: v.literal("IDR", "must be IDR"),
  amount: v.exactOptional(amount),
  reason: v.picklist(REASONS, `must be one of ${REASONS.join(", ")}`),
  metadata: v.exactOptional(metadata),
})
