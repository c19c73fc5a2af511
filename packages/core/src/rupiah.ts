import * as Schema from "effect/Schema"

/** The largest amount a QRIS string can carry: tag 54 holds 13 characters (QRIS rule 4.7.8.1). */
export const MAX_RUPIAH = 9_999_999_999_999

/**
 * An amount of money: whole rupiah, 1 to 9,999,999,999,999.
 *
 * A plain `number` is not a `Rupiah`: fractions, zero, negative amounts and text never become one.
 * `Rupiah.make` throws for anything else; decode with the schema to learn what is wrong as a value.
 *
 * @example
 * ```ts
 * import { Rupiah } from "@qriskit/core"
 *
 * const price = Rupiah.make(25_000)
 * ```
 */
export const Rupiah = Schema.Int.annotate({ message: "must be whole rupiah" })
  .check(
    Schema.isBetween(
      { minimum: 1, maximum: MAX_RUPIAH },
      { message: "must be whole rupiah, from 1 to 9,999,999,999,999" },
    ),
  )
  .pipe(Schema.brand("Rupiah"))

export type Rupiah = typeof Rupiah.Type

/** Rp 25.000: the amount as Indonesians write it, for messages. */
export const formatRupiah = (amount: number): string =>
  `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`
