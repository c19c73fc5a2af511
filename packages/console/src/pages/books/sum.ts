import type { Total } from "@qriskit/payments"

/** What payments add up to. In rupiah. */
export interface Sum {
  readonly payments: number
  readonly asked: bigint
  readonly arrived: bigint
  readonly refunded: bigint
}

const NOTHING: Sum = { payments: 0, asked: 0n, arrived: 0n, refunded: 0n }

export const sumOf = (totals: ReadonlyArray<Sum | Total>): Sum =>
  totals.reduce<Sum>(
    (all, { payments, asked, arrived, refunded }) => ({
      payments: all.payments + payments,
      asked: all.asked + asked,
      arrived: all.arrived + arrived,
      refunded: all.refunded + refunded,
    }),
    NOTHING,
  )
