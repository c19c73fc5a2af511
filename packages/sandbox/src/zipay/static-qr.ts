import type { Identity } from "../identity.js"
import type { NewPayment } from "../ledger.js"
import { staticQr } from "../qris.js"
import { zipayMerchant } from "./merchant.js"
import type { ZipaySettings } from "./settings.js"

/** What 62.05 of the printed QR says and callbacks about it carry as externalId [INFERRED]; many payments share it. */
const REFERENCE = "QRST-000001"

/** The merchant's QR to print, in the shape that the register endpoint is documented to answer [DOC-2024]. */
export function printedQr(settings: ZipaySettings): string {
  return staticQr(zipayMerchant(settings.merchantName), REFERENCE)
}

/** A payment on the printed QR, the `count`-th. */
export function staticPayment(
  settings: ZipaySettings,
  identity: Identity,
  { amount, createdAt, count }: { readonly amount: number; readonly createdAt: Date; readonly count: number },
): NewPayment {
  return {
    provider: "zipay",
    paymentId: identity.uuidV4("zipay", "static", String(count)),
    externalId: REFERENCE,
    orderId: REFERENCE,
    scope: settings.merchantId,
    kind: "static",
    amount,
    qrPayload: printedQr(settings),
    createdAt,
  }
}
