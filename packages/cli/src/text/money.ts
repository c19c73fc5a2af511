/** Rp 25.000: as Indonesians write it. Also of sums, which may be larger than a number holds exactly. */
export const rupiah = (amount: number | bigint): string => `Rp ${BigInt(amount).toLocaleString("id-ID")}`

/** The same where there may be none. */
export const rupiahOr = (amount: number | bigint | undefined, otherwise = "–"): string =>
  amount === undefined ? otherwise : rupiah(amount)
