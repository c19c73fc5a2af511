import { formatRupiah } from "@qriskit/core"

/** Rp 25.000. Sums are exact beyond what a `number` holds. */
export const rupiah = (amount: number | bigint): string =>
  typeof amount === "number" ? formatRupiah(amount) : `Rp ${amount.toLocaleString("id-ID")}`
