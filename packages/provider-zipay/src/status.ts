import type { StatusTable } from "@qriskit/core/provider-kit"

/** Zipay's words and what they mean here. Only ACTIVE and PAID are documented; every other word stays `pending`. */
export const STATUS = {
  // Create and inquiry [DOC].
  ACTIVE: "pending",
  // Callback [DOC]; inquiry [INFERRED].
  PAID: "paid",
  // [INFERRED], without any source.
  EXPIRED: "expired",
} as const satisfies StatusTable
