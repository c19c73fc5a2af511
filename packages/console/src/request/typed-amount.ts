import { Rupiah } from "@qriskit/core"
import * as Schema from "effect/Schema"

const isRupiah = Schema.is(Rupiah)

/** Whole rupiah as people type them: 25000 or 25.000. `undefined` for anything else: an amount is not guessed. */
export const typedAmount = (text: string): Rupiah | undefined => {
  const amount = /^(\d{1,13}|\d{1,3}(\.\d{3}){1,4})$/.test(text)
    ? Number(text.replaceAll(".", ""))
    : undefined
  return isRupiah(amount) ? amount : undefined
}
