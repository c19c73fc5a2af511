import type { PaymentRef } from "@qriskit/core"

/** The one merchant of every shop, and what the acquirer knows of it. */
export const MERCHANT = {
  merchantId: "IFP0000000001",
  secretUnboundId: "0x00112233445566778899",
  hashKey: "benchHashKey",
  channel: "NOBU",
} as const

export const STRIPE_SECRET = "whsec_bench"

export const AMOUNT = 25_000

/** Whom a callback is about. */
export type Ids = Pick<PaymentRef, "paymentId" | "externalId" | "orderId">

/** The ids that the acquirer gives to what it is asked to make. */
export const paymentIdOf = (externalId: string): string => `tx-${externalId}`

/** Ids of payments that nobody made before. */
export const idsOf = (externalId: string): Ids => ({
  paymentId: paymentIdOf(externalId),
  externalId,
  orderId: externalId,
})
