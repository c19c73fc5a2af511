/** Rp 25.000: as Indonesians write it. Also of sums, which may be larger than a number holds exactly. */
export const rupiah = (amount: number | bigint): string => `Rp ${BigInt(amount).toLocaleString("id-ID")}`

/** The same where there may be none. */
export const rupiahOr = (amount: number | bigint | undefined, otherwise = "–"): string =>
  amount === undefined ? otherwise : rupiah(amount)

/** Sen as rupiah: Rp 24.825,50. */
export const sen = (amount: bigint | undefined): string => {
  if (amount === undefined) return "–"
  const [whole, rest] = [amount / 100n, amount < 0n ? -amount % 100n : amount % 100n]
  const sign = amount < 0n && whole === 0n ? "-" : ""
  return `${sign}${rupiah(whole)}${rest === 0n ? "" : `,${String(rest).padStart(2, "0")}`}`
}
