import { parse, readAmount } from "@qriskit/payload"
import { renderTerminal } from "@qriskit/payload/render"

/** A QR as a customer's phone reads it. */
export interface ReadQr {
  readonly merchant: string
  readonly amount: number | undefined
  readonly drawing: string
}

/** Reads merchant and amount back from the payload itself, and draws it. */
export const readQr = (text: string): ReadQr => {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error("the QR is not a QRIS string")
  const amount = readAmount(parsed.payload)
  return {
    merchant: parsed.payload.value("59") ?? "(no name)",
    amount: amount.kind === "rupiah" ? amount.rupiah : undefined,
    drawing: renderTerminal(text),
  }
}
