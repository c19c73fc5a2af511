import { printable } from "@qriskit/core/provider-kit"
import { and, eq } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Drizzle } from "../database/database.js"
import { attempt, payment } from "../database/schema.js"
import { NoSuchPayment } from "../failure.js"
import { ONE_ACCOUNT } from "./account.js"
import type { AttemptRow, PaymentRow } from "./move.js"
import { type PaymentRecord, recordOf } from "./record.js"
import { isStorableText, KEY_LENGTH } from "./storable.js"

/** A payment and the attempt that governs it. */
export interface Found {
  readonly payment: PaymentRow
  readonly attempt: AttemptRow
}

/** Looks a payment up by its account and key. */
export const findByKey = async (
  drizzle: Drizzle,
  account: string,
  key: string,
): Promise<Found | undefined> => {
  const [found] = await drizzle
    .select({ payment, attempt })
    .from(payment)
    .innerJoin(attempt, eq(attempt.id, payment.attemptId))
    .where(and(eq(payment.account, account), eq(payment.key, key)))
  return found
}

/** Whether a payment can have this key: whoever asks may have it from a URL. */
const isKey = (key: unknown): key is string =>
  typeof key === "string" && key.length <= KEY_LENGTH && isStorableText(key)

/** The rows of a key. Fails with `NoSuchPayment`. */
export const found = Effect.fnUntraced(function* (key: string) {
  if (!isKey(key)) return yield* new NoSuchPayment({ key: typeof key === "string" ? printable(key) : "" })
  const database = yield* Database
  const rows = yield* database.run((drizzle) => findByKey(drizzle, ONE_ACCOUNT, key))
  return rows ?? (yield* new NoSuchPayment({ key }))
})

/** The record of a key. Fails with `NoSuchPayment`. */
export const get = Effect.fn("Payments.get")(function* (key: string) {
  const rows = yield* found(key)
  return recordOf(rows.payment, rows.attempt) satisfies PaymentRecord
})
