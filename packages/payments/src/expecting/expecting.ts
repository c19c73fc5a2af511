import * as Effect from "effect/Effect"
import { Database } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { IdempotencyConflict, InvalidInput, NoFreeAmount } from "../failure.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { countWritten } from "../reading/metrics.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { BY_KEY, foundIn } from "../record/find.js"
import { recordOf } from "../record/record.js"
import { Settings } from "../settings.js"
import { ExpectPayment, fingerprintOfExpected, NO_ACQUIRER } from "./expect-payment.js"
import { readPrintedQr } from "./printed-qr.js"
import { existing, reserve } from "./reserve.js"
import { Turns } from "./turns.js"

const decode = decodeInput("expect", ExpectPayment)

const invalid = (path: string, message: string) =>
  new InvalidInput({ operation: "expect", issues: [{ path, message }] })

/**
 * Expects an order's money on a printed QR: reserves an amount that no other open order has there (the order's
 * own, or a few rupiah more), and gives the code with it. The same key with the same request gives the same
 * record, in any process.
 *
 * The acquirer knows nothing of the order, so that nobody can be asked about it. Its money is told by a callback whose
 * signature covers status and amount, by the acquirer's answer about a payment that a callback named, by a line of a
 * statement, or by a person (`acceptMoney`); each counts only where exactly one order fits. When its time is over the
 * record is `expired`, and the amount rests before another order may have it.
 *
 * Fails with `InvalidInput`, `NoSuchProvider`, `IdempotencyConflict`, `NoFreeAmount`, `QrisError` (an account that
 * cannot be had), `DatabaseFailure`.
 */
export const expect = Effect.fn("Payments.expect")(function* (input: unknown) {
  const database = yield* Database
  const settings = yield* Settings
  const request = yield* decode(input)
  const account = request.account ?? ONE_ACCOUNT
  yield* Effect.annotateCurrentSpan({
    "qris.provider": request.provider ?? NO_ACQUIRER,
    "qris.key": request.key,
  })
  const reading = readPrintedQr(request.qr, request.amount)
  if (!reading.ok) return yield* invalid("qr", reading.why)
  if (request.provider === NO_ACQUIRER) return yield* invalid("provider", "must be left out where none tells")
  if (request.provider !== undefined) yield* (yield* Providers).get(request.provider, account)
  const { qr } = reading
  const fingerprint = fingerprintOfExpected(request, qr)

  // A key that is known holds up nobody who wants an amount on the QR.
  const known = existing(foundIn(yield* database.query(BY_KEY, [account, request.key])), fingerprint)
  const turns = yield* Turns
  const reserving = Effect.flatMap(now, (at) =>
    database.transaction((tx) => reserve(tx, request, qr, fingerprint, settings, at)),
  )
  const reserved = known ?? (yield* turns.take(qr.place, reserving))
  switch (reserved.kind) {
    case "conflict":
      return yield* new IdempotencyConflict({ key: request.key })
    case "none free": {
      const { freeAt } = reserved
      return yield* new NoFreeAmount({
        key: request.key,
        amount: request.amount,
        surplus: request.surplus ?? settings.expectSurplus,
        ...(freeAt === undefined ? {} : { freeAt }),
      })
    }
    case "done": {
      const { payment, attempt } = reserved.found
      if (reserved.written !== undefined) {
        yield* countWritten(attempt.provider, reserved.written)
        yield* (yield* Wakeups).due(reserved.written.events.map((type) => `deliver ${type}` as const))
      }
      return recordOf(payment, attempt)
    }
  }
})
