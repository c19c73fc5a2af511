import { formatRupiah } from "@qriskit/core"

/** Rp 25.000. Sums are exact beyond what a `number` holds. */
export const rupiah = (amount: number | bigint): string =>
  typeof amount === "number" ? formatRupiah(amount) : `Rp ${amount.toLocaleString("id-ID")}`

/** Rp 25.000, and Rp 175,35 where there are sen. Exact. */
export const rupiahOfSen = (sen: bigint): string => {
  const absolute = sen < 0n ? -sen : sen
  const cents = absolute % 100n
  const whole = rupiah(absolute / 100n)
  return `${sen < 0n ? "-" : ""}${whole}${cents === 0n ? "" : `,${String(cents).padStart(2, "0")}`}`
}
