import type { Rupiah } from "@qriskit/core"
import type { AcquirerChoice } from "../acquirers/acquirer-choice.js"
import type { Form } from "../http/form.js"
import type { Words } from "../words/words.js"
import { CATALOGUE, type Product } from "./catalogue.js"
import { newOrderKey } from "./order-key.js"
import { typedAmount } from "./typed-amount.js"

/** What a cashier typed, as it was typed. */
export interface OrderEntry {
  readonly key: string
  readonly amount: string
  readonly acquirer: string
  readonly quantities: ReadonlyMap<string, string>
}

/** What to ask an acquirer for. */
export interface Order {
  /** The order's id, and the idempotency key: a form that is sent twice makes one payment. */
  readonly key: string
  readonly amount: Rupiah
  readonly description: string
  readonly acquirer: AcquirerChoice
}

/** Why an entry is no order. */
export type Mistake = keyof Words["wrongOrder"]

export type DecodedOrder =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly mistakes: ReadonlyArray<Mistake> }

const KEY = /^order-[2-9a-hjkmnp-z]{12}$/

export const entryOf = (form: Form): OrderEntry => ({
  key: form.text("key") ?? "",
  amount: form.text("amount") ?? "",
  acquirer: form.text("acquirer") ?? "",
  quantities: new Map(CATALOGUE.map(({ id }) => [id, form.text(`quantity-${id}`) ?? ""])),
})

/** An entry that nothing has been typed into. */
export const emptyEntry = (acquirer: string): OrderEntry => ({
  key: newOrderKey(),
  amount: "",
  acquirer,
  quantities: new Map(),
})

const QUANTITY = /^\d{1,2}$/

interface Line {
  readonly product: Product
  readonly quantity: number
}

const linesOf = ({ quantities }: OrderEntry): ReadonlyArray<Line> | undefined => {
  const lines = CATALOGUE.map((product) => ({ product, text: quantities.get(product.id) ?? "" }))
  if (lines.some(({ text }) => text !== "" && !QUANTITY.test(text))) return undefined
  return lines
    .map(({ product, text }) => ({ product, quantity: Number(text) }))
    .filter(({ quantity }) => quantity > 0)
}

/** Acquirers show it to people; the longest order of this catalogue stays below their limits. */
const describe = (lines: ReadonlyArray<Line>): string =>
  lines.map(({ product, quantity }) => `${quantity}x ${product.name}`).join(", ") || "Toko Contoh"

const isRupiah = (amount: number): amount is Rupiah => Number.isSafeInteger(amount) && amount >= 1

/** An order of what was typed, or every mistake in it. */
export const decodeOrder = (entry: OrderEntry, choices: ReadonlyArray<AcquirerChoice>): DecodedOrder => {
  const acquirer = choices.find(({ id }) => id === entry.acquirer)
  const lines = linesOf(entry)
  const typed = entry.amount === "" ? 0 : typedAmount(entry.amount)
  const sum = (lines ?? []).reduce((total, { product, quantity }) => total + product.price * quantity, 0)
  const total = sum + (typed ?? 0)
  const isComplete = lines !== undefined && typed !== undefined
  const mistakes: ReadonlyArray<Mistake | false> = [
    !KEY.test(entry.key) && "stale",
    lines === undefined && "quantity",
    typed === undefined && "amount",
    isComplete && total === 0 && "nothing",
    acquirer === undefined && "provider",
    isComplete && total > (acquirer?.maximum ?? 9_999_999_999_999) && "tooMuch",
    isComplete && total > 0 && total < (acquirer?.minimum ?? 1) && "tooLittle",
  ]
  const found = mistakes.filter((mistake) => mistake !== false)
  if (found.length > 0 || acquirer === undefined || lines === undefined || !isRupiah(total)) {
    return { ok: false, mistakes: found }
  }
  return { ok: true, order: { key: entry.key, amount: total, description: describe(lines), acquirer } }
}
