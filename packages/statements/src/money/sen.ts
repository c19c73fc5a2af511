/**
 * Money in statements: hundredths of a rupiah, as `bigint`. 0.7 % of Rp 25.050 is Rp 175,35, so whole rupiah cannot
 * hold a fee or a net.
 */
export type Sen = bigint

/** Rp 90 trillion: more than any line, and every smaller amount is exact as a number, too. */
export const MAX_SEN = Number.MAX_SAFE_INTEGER

/** `Rp 25.050,00`: sen as Indonesians write money, for people. */
export const formatSen = (sen: Sen): string => {
  const absolute = sen < 0n ? -sen : sen
  const rupiah = String(absolute / 100n).replace(/\B(?=(\d{3})+$)/g, ".")
  return `${sen < 0n ? "−" : ""}Rp ${rupiah},${String(absolute % 100n).padStart(2, "0")}`
}

/** Sen of a whole amount in rupiah, as the rest of qriskit counts money. */
export const senOf = (rupiah: number): Sen => BigInt(rupiah) * 100n
