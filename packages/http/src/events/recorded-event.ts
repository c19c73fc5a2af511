import { Payment, PaymentStatus } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { PAYMENT_EVENT_MEANING, type PaymentEvent, type PaymentEventType } from "./payment-event.js"
import type { OfAccount, RecordedEvent, RecordedPayment } from "./payments-port.js"

const isPaymentStatus = Schema.is(PaymentStatus)

const isAnnounced = (type: string): type is PaymentEventType => Object.hasOwn(PAYMENT_EVENT_MEANING, type)

/**
 * The recorded facts as a `Payment`. A status that no provider has, such as `abandoned`, may still be paid: `pending`.
 */
const paymentOf = (record: RecordedPayment): Payment | undefined => {
  const { ref, status, providerStatus, amount, total, qr, openedAt, expiresAt, paidAt, payer } = record
  if (ref === undefined) return undefined
  return new Payment({
    ref,
    status: isPaymentStatus(status) ? status : "pending",
    providerStatus: providerStatus ?? status,
    amount,
    createdAt: openedAt,
    expiresAt,
    raw: undefined,
    ...present({ total, qr, paidAt, payer }),
  })
}

/**
 * A recorded event as handlers get it, with the payment as it is recorded now. `undefined` for what no handler can be
 * for: an opened QR, an attempt that made none.
 */
export const announcedEvent = async (
  recorded: RecordedEvent,
  get: (key: string, of: OfAccount) => Promise<RecordedPayment>,
): Promise<PaymentEvent | undefined> => {
  const { type, key, account, provider } = recorded
  if (!isAnnounced(type)) return undefined
  const of = present({ account })
  const payment = paymentOf(await get(key, of))
  if (type === "anomaly") return { type, provider, ...of, payment, recorded }
  if (payment === undefined) {
    throw new Error(`${type} of ${key}: the record has no reference of the provider's`)
  }
  return { type, provider, ...of, payment, recorded }
}
