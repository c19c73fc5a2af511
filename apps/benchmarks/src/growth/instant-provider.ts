import { Payment, PaymentQr, PaymentRef, type QrisProvider } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import * as Effect from "effect/Effect"
import { AMOUNT } from "./amount.js"

const QR = "00020101021226570011ID.CONTOH.WWW0118936000000000000000021500000000000000054052500063040000"

/** Zipay's callbacks and capabilities, over a network that takes no time: creates QRs, and says that all are paid. */
export const instantProvider = (): QrisProvider => {
  const { effect: zipay } = createZipay({
    userId: "bench",
    password: "bench",
    merchantId: "3",
    merchantKey: "bench",
    baseUrl: "http://127.0.0.1:9",
  })
  return {
    ...zipay,
    create: ({ amount, externalId, orderId = externalId }) =>
      Effect.succeed(
        new Payment({
          ref: new PaymentRef({ provider: zipay.id, paymentId: `made-${externalId}`, externalId, orderId }),
          status: "pending",
          providerStatus: "PENDING",
          amount,
          qr: new PaymentQr({ payload: QR }),
          raw: { externalId },
        }),
      ),
    inquire: (ref) =>
      Effect.succeed(
        new Payment({
          ref,
          status: "paid",
          providerStatus: "PAID",
          amount: AMOUNT,
          raw: { ref: ref.paymentId },
        }),
      ),
  }
}
