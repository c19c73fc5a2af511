import { Rupiah } from "@qriskit/core"

/** Something on sale. Prices are the shop's: a form says only how many. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly price: Rupiah
}

const product = (id: string, name: string, price: number): Product => ({
  id,
  name,
  price: Rupiah.make(price),
})

/** What Toko Contoh sells. */
export const CATALOGUE: ReadonlyArray<Product> = [
  product("kopi", "Kopi susu gula aren", 18_000),
  product("teh", "Es teh manis", 8_000),
  product("nasi", "Nasi goreng kampung", 25_000),
  product("mi", "Mi goreng jawa", 22_000),
  product("pisang", "Pisang goreng", 12_000),
  product("air", "Air mineral", 5_000),
]
