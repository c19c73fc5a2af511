import type { Payment } from "@qriskit/core"
import { type AmountReading, parse, readAmount, validate } from "@qriskit/payload"
import type { Finding } from "./finding.js"

const found = (verdict: Finding["verdict"], sentence: string): Finding => ({ step: "qr", verdict, sentence })

const WITHOUT_RUPIAH: Readonly<Record<Exclude<AmountReading["kind"], "rupiah">, string>> = {
  absent: "The QR names no amount: the customer types one.",
  fractional: "The QR asks for a part of a rupiah.",
  invalid: "The QR's amount is none.",
  "other-currency": "The QR is not in rupiah.",
}

/** Reads the QR that came with a create, as a customer's phone would. */
export const readQr = ({ qr, amount, total }: Payment): Finding => {
  if (qr === undefined) return found("differs", "The create gave no QR.")
  const parsed = parse(qr.payload)
  if (!parsed.ok) return found("differs", "The QR's text is no QRIS payload that can be parsed.")
  const faults = validate(parsed.payload).filter(({ severity }) => severity === "error")
  if (faults.length > 0)
    return found("differs", `The QR breaks rules of QRIS: ${faults.map(({ code }) => code).join(", ")}.`)
  const asks = readAmount(parsed.payload)
  if (asks.kind !== "rupiah") return found("differs", WITHOUT_RUPIAH[asks.kind])
  return asks.rupiah === amount || asks.rupiah === total
    ? found("as_read", "The QR is a valid QRIS, and asks for the amount of the create.")
    : found("differs", "The QR asks for another amount than the create.")
}
