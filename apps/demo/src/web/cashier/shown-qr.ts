import { type Html, rupiah, trusted } from "@qriskit/console/html"
import { type AmountReading, parse } from "@qriskit/payload"
import { describe } from "@qriskit/payload/read"
import { renderSvg } from "@qriskit/payload/render"
import type { Words } from "../words/words.js"

/** A QR to be shown, with what a phone will read from it: from the payload, not from our records. */
export interface ShownQr {
  readonly drawing: Html
  readonly merchant: string
  readonly place: string
  readonly amount: string
}

const amountIn = (amount: AmountReading, words: Words): string =>
  amount.kind === "rupiah" ? rupiah(amount.rupiah) : words.payment.typed

/** `undefined` for a text that is no QRIS payload: that is not shown to anybody. */
export const shownQr = (payload: string, words: Words): ShownQr | undefined => {
  const parsed = parse(payload)
  if (!parsed.ok) return undefined
  const { merchant, amount } = describe(parsed.payload)
  const name = merchant.name ?? ""
  const asked = amountIn(amount, words)
  return {
    drawing: trusted(renderSvg(payload, { title: words.payment.qrFor(name, asked) })),
    merchant: name,
    place: merchant.city ?? "",
    amount: asked,
  }
}
