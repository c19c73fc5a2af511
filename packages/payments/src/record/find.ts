import { present, printable } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { NoSuchPayment } from "../failure.js"
import { namedAccount, type OfAccount, recordedAccount } from "./account.js"
import { type PaymentRecord, recordOf } from "./record.js"
import { ATTEMPT, type AttemptRow, PAYMENT, type PaymentRow } from "./rows.js"
import { isStorableText, KEY_LENGTH } from "./storable.js"

/** A payment and the attempt that governs it. */
export interface Found {
  readonly payment: PaymentRow
  readonly attempt: AttemptRow
}

/** Looks a payment up by its account and key. */
export const BY_KEY: PreparedStatement = {
  name: "qriskit_by_key",
  text: /* sql */ `
select ${PAYMENT.columns}, ${ATTEMPT.columns}
from qriskit.payment as p join qriskit.attempt as a on a.id = p.attempt_id
where p.account = $1 and p.key = $2`,
}

/** What `BY_KEY` found. */
export const foundIn = ([row]: ReadonlyArray<Row>): Found | undefined =>
  row === undefined ? undefined : { payment: PAYMENT.read(row), attempt: ATTEMPT.read(row) }

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
  const rows = foundIn(yield* (yield* Database).query(BY_KEY, [account, key]))
  return rows ?? (yield* new NoSuchPayment({ key, ...present({ account: namedAccount(account) }) }))
})

/** The record of a key. Fails with `NoSuchPayment`. */
export const get = Effect.fn("Payments.get")(function* (key: string, of?: OfAccount) {
  const rows = yield* found(key, of)
  return recordOf(rows.payment, rows.attempt) satisfies PaymentRecord
})
