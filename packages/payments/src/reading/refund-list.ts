import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import type { OfAccount } from "../record/account.js"
import { found } from "../record/find.js"
import { REFUND_COLUMNS, REFUND_TABLES, refundFrom } from "../record/refund.js"

const LIST: PreparedStatement = {
  name: "qriskit_refunds",
  text: `select ${REFUND_COLUMNS} from ${REFUND_TABLES} where r.payment_id = $1 order by r.number`,
}

/** The refunds of a payment, in their order. Fails with `NoSuchPayment`, `DatabaseFailure`. */
export const listRefunds = Effect.fn("Payments.refunds")(function* (key: string, of?: OfAccount) {
  const { payment } = yield* found(key, of)
  const rows = yield* (yield* Database).query(LIST, [payment.id])
  return rows.map((row) => refundFrom(row).record)
})
