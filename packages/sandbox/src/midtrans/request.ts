import * as v from "valibot"
import { text, wholeNumber } from "../decode.js"

// Field for field Midtrans' request tables: Charge with payment_type qris, custom expiry, refund [DOC S1].

export const ACQUIRERS = ["gopay", "airpay shopee"] as const
export type MidtransAcquirer = (typeof ACQUIRERS)[number]

const item = v.object({
  id: v.exactOptional(v.string()),
  price: wholeNumber(-9_999_999_999_999, 9_999_999_999_999),
  quantity: wholeNumber(1, 1_000_000),
  name: text(50),
})

export const chargeSchema = v.object({
  payment_type: v.literal("qris", "must be qris"),
  transaction_details: v.object({
    order_id: v.pipe(text(50), v.regex(/^[A-Za-z0-9\-_~.]+$/, "only letters, digits, '-', '_', '~' and '.'")),
    gross_amount: wholeNumber(1, 9_999_999_999_999),
  }),
  qris: v.exactOptional(
    v.object({ acquirer: v.exactOptional(v.picklist(ACQUIRERS, `must be one of ${ACQUIRERS.join(", ")}`)) }),
  ),
  item_details: v.exactOptional(v.array(item)),
  customer_details: v.exactOptional(v.record(v.string(), v.unknown())),
  custom_expiry: v.exactOptional(
    v.object({
      order_time: v.exactOptional(
        v.pipe(
          v.string(),
          v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} \+\d{4}$/, "must be yyyy-MM-dd HH:mm:ss +0700"),
        ),
      ),
      expiry_duration: wholeNumber(1, 1_000_000),
      unit: v.exactOptional(v.picklist(["second", "minute", "hour", "day"])),
    }),
  ),
  metadata: v.exactOptional(v.record(v.string(), v.unknown())),
})

export type ChargeRequest = v.InferOutput<typeof chargeSchema>

export const refundSchema = v.object({
  refund_key: v.exactOptional(
    v.pipe(text(255), v.regex(/^[A-Za-z0-9\-_]+$/, "only letters, digits, '-' and '_'")),
  ),
  amount: v.exactOptional(wholeNumber(1, 9_999_999_999_999)),
  reason: v.exactOptional(v.pipe(v.string(), v.maxLength(255, "at most 255 characters"))),
})

const UNIT_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const SHORTEST_MS = 20_000
const LONGEST_MS = 7 * 86_400_000

/** When a new QR expires; undefined when that is outside 20 seconds to 7 days [DOC S1]. */
export function expiryOf(
  { custom_expiry: asked }: ChargeRequest,
  now: Date,
  lifetimeMinutes: number,
): Date | undefined {
  if (asked === undefined) return new Date(now.getTime() + lifetimeMinutes * UNIT_MS.minute)
  const from = asked.order_time === undefined ? now.getTime() : timeOf(asked.order_time)
  const at = from + asked.expiry_duration * UNIT_MS[asked.unit ?? "minute"]
  const ahead = at - now.getTime()
  return ahead >= SHORTEST_MS && ahead <= LONGEST_MS ? new Date(at) : undefined
}

function timeOf(orderTime: string): number {
  return Date.parse(
    orderTime
      .replace(" ", "T")
      .replace(" ", "")
      .replace(/(\d{2})$/, ":$1"),
  )
}

/** What the tables leave over: the largest amount, and that items add up. */
export function refusedBySetup(asked: ChargeRequest, maxAmount: number): string | undefined {
  const { gross_amount } = asked.transaction_details
  if (gross_amount > maxAmount) return `transaction_details.gross_amount: at most ${maxAmount}`
  const sum = asked.item_details?.reduce((total, { price, quantity }) => total + price * quantity, 0)
  return sum === undefined || sum === gross_amount
    ? undefined
    : "transaction_details.gross_amount is not equal to the sum of item_details"
}
