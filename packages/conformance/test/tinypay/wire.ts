import type { Operation, PaymentStatus } from "@qriskit/core"
import {
  type Answer,
  decoderOf,
  present,
  reasonOfStatus,
  textIn,
  WireRupiah,
} from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"

/** Tinypay's words. */
export const STATES: Readonly<Record<string, PaymentStatus>> = {
  OPEN: "pending",
  SETTLED: "paid",
  LAPSED: "expired",
  VOID: "canceled",
  BROKEN: "failed",
  PARTLY_RETURNED: "partially_refunded",
  RETURNED: "refunded",
}

const ids = { uid: Schema.NonEmptyString, id: Schema.NonEmptyString }

/** What Tinypay answers to every verb. */
const TinyAnswer = Schema.Struct({
  ...ids,
  amount: WireRupiah,
  state: Schema.NonEmptyString,
  qr: Schema.optionalKey(Schema.String),
  expires_at: Schema.optionalKey(Schema.Unknown),
  paid_at: Schema.optionalKey(Schema.Unknown),
  payer: Schema.optionalKey(Schema.Struct({ bank: Schema.optionalKey(Schema.Unknown) })),
  refunded: Schema.optionalKey(Schema.Unknown),
  refund_id: Schema.optionalKey(Schema.Unknown),
  returned: Schema.optionalKey(Schema.Unknown),
})
export type TinyAnswer = typeof TinyAnswer.Type

/** The body of Tinypay's callback. */
const TinyClaim = Schema.Struct({
  ...ids,
  order: Schema.NonEmptyString,
  state: Schema.NonEmptyString,
  amount: WireRupiah,
  at: Schema.optionalKey(Schema.Unknown),
})

/** What Tinypay answers to a login. */
const TinyLogin = Schema.Struct({ token: Schema.NonEmptyString, lasts_seconds: Schema.Int })

export const decodeAnswer = decoderOf(TinyAnswer)
export const decodeLogin = decoderOf(TinyLogin)
export const decodeClaim = decoderOf(TinyClaim)

/** What Tinypay says in a refusal: `{ "error": "no such uid" }`. */
const errorIn = ({ body }: Answer): string | undefined =>
  typeof body === "object" && body !== null && "error" in body ? textIn(body.error) : undefined

/** What a refusal of a verb means. */
export const refusalOf = (operation: Operation) => (answer: Answer) => {
  const error = errorIn(answer)
  const said = present({ providerMessage: error && answer.clean(error) })
  return reasonOfStatus(operation, answer, error !== undefined, said)
}
