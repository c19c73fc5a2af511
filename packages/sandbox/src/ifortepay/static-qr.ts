import type { Identity } from "../identity.js"
import type { NewPayment } from "../ledger.js"
import { staticQr } from "../qris.js"
import { merchantAt } from "./merchant.js"
import type { QrOrder } from "./orders.js"
import type { IfortepaySettings } from "./settings.js"

/** The QR that iFortepay hands over to be printed: of NOBU, the only channel with static QRs [DOC D-QRIS]. */
export function printedQr(settings: IfortepaySettings): string {
  return staticQr(merchantAt("NOBU", settings.merchantName), "STATIC-0001")
}

/**
 * A payment on the printed QR, the `count`-th. Which ids its callback carries and signs is [NOT FOUND]: here ids of
 * its own stand in the body and are signed.
 */
export function staticPayment(
  settings: IfortepaySettings,
  identity: Identity,
  terms: { readonly amount: number; readonly createdAt: Date; readonly count: number },
): { readonly payment: NewPayment; readonly order: QrOrder } {
  const { amount, createdAt, count } = terms
  const name = ["ifortepay", "static", String(count)]
  const orderId = `STATIC-${identity.alphanumeric(10, ...name, "order")}`
  return {
    payment: {
      provider: "ifortepay",
      paymentId: identity.uuidV7(createdAt, ...name, "transaction"),
      externalId: identity.uuidV4(...name, "external"),
      orderId,
      scope: settings.merchantId,
      channel: "NOBU",
      kind: "static",
      amount,
      qrPayload: printedQr(settings),
      createdAt,
    },
    order: {
      request: {
        payment_details: { transaction_description: "Static QRIS" },
        customer_details: { full_name: "Pelanggan Contoh", email: "pelanggan@example.com" },
        wallet_details: { id: "pelanggan@example.com", id_type: "EMAIL" },
      },
      referenceId: `${identity.digits(6, ...name, "number")}_${orderId}`,
      hashKey: settings.hashKey,
      subMerchantId: "",
    },
  }
}
