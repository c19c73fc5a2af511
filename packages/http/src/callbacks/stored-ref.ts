import { PaymentRef } from "@qriskit/core"
import * as Schema from "effect/Schema"

/** What an application keeps of a payment: the reference, its plain object, or `JSON.stringify(ref)`. */
export type StoredRef = PaymentRef | (typeof PaymentRef)["Encoded"] | string

/** Looks up the reference that was stored with an order. `undefined` where there is none. */
export type RefOf = (claimed: PaymentRef) => StoredRef | undefined | Promise<StoredRef | undefined>

const decode = Schema.decodeUnknownSync(PaymentRef)

const refFrom = (stored: unknown): PaymentRef => {
  if (stored instanceof PaymentRef) return stored
  try {
    return decode(typeof stored === "string" ? JSON.parse(stored) : stored)
  } catch {
    // What was stored is not repeated: it is the application's.
    throw new Error("refOf gave something that is no stored reference: give JSON.stringify(payment.ref) back")
  }
}

/** The stored reference of the payment that a callback speaks of. Rejects with what `refOf` threw. */
export const storedRefOf = async (refOf: RefOf, claimed: PaymentRef): Promise<PaymentRef | undefined> => {
  const stored: unknown = await refOf(claimed)
  return stored === undefined || stored === null ? undefined : refFrom(stored)
}
