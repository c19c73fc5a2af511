import { parse, readAmount } from "@qriskit/payload"
import type { QrReading } from "./control.js"

/** What a payload says for itself: name, city, amount. Nothing when its framing or its CRC is wrong. */
export function readQr(qrPayload: string): Pick<QrReading, "merchantName" | "merchantCity" | "amount"> {
  const parsed = parse(qrPayload)
  if (!parsed.ok || parsed.payload.crc?.isValid !== true) return {}
  const merchantName = parsed.payload.value("59")
  const merchantCity = parsed.payload.value("60")
  const amount = readAmount(parsed.payload)
  return {
    ...(merchantName !== undefined && { merchantName }),
    ...(merchantCity !== undefined && { merchantCity }),
    ...(amount.kind === "rupiah" && { amount: amount.rupiah }),
  }
}
