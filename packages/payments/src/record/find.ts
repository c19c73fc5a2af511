import { present, printable } from "@qriskit/core/provider-kit"
import { and, eq } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Drizzle } from "../database/database.js"
import { attempt, payment } from "../database/schema.js"
import { NoSuchPayment } from "../failure.js"
import { namedAccount, type OfAccount, recordedAccount } from "./account.js"
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
export const found = Effect.fnUntraced(function* (key: string, of: OfAccount = {}) {
  const account = recordedAccount(of)
  if (!isKey(key) || account === undefined) {
    return yield* new NoSuchPayment({
      key: typeof key === "string" ? printable(key) : "",
      ...(typeof of.account === "string" ? { account: printable(of.account) } : {}),
    })
  }
  const database = yield* Database
  const rows = yield* database.run((drizzle) => findByKey(drizzle, account, key))
  return rows ?? (yield* new NoSuchPayment({ key, ...present({ account: namedAccount(account) }) }))
})

/** The record of a key. Fails with `NoSuchPayment`. */
export const get = Effect.fn("Payments.get")(function* (key: string, of?: OfAccount) {
  const rows = yield* found(key, of)
  return recordOf(rows.payment, rows.attempt) satisfies PaymentRecord
})
