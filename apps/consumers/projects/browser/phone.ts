// A customer's phone: reads a QR's text, says who asks for how much, and draws the code.
import { parse, readAmount, serialize, validate } from "@qriskit/payload"
import { describe } from "@qriskit/payload/read"
import { renderSvg } from "@qriskit/payload/render"

/** What the phone shows, or `undefined` where the text is no QRIS code that can be paid. */
export const scan = (text: string) => {
  const result = parse(text)
  if (!result.ok || validate(result.payload).some(({ severity }) => severity === "error")) return undefined
  const amount = readAmount(result.payload)
  return {
    merchant: describe(result.payload).merchant.name,
    rupiah: amount.kind === "rupiah" ? amount.rupiah : undefined,
    picture: renderSvg(result.payload.text),
    /** The text again, put together from its parts: what the phone sends to the customer's bank. */
    payload: serialize(result.payload),
  }
}
