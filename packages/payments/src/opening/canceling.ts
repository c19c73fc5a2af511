import { type Cancellation, type Cancels, canCancel, type PaymentRef, type QrisProvider } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { endExpected } from "../expecting/ended.js"
import { WrongState } from "../failure.js"
import { inquireAbout } from "../inquiring/inquiring.js"
import { nextLook } from "../inquiring/next-look.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { countFailure, countWritten } from "../reading/metrics.js"
import type { OfAccount } from "../record/account.js"
import { type AttemptStatus, canBecome } from "../record/attempt-status.js"
import { found, get } from "../record/find.js"
import { carryOut, lockAttempt, type Written } from "../record/move.js"
import type { AttemptPatch } from "../record/patch.js"
import { refIn } from "../record/record.js"
import type { AttemptRow } from "../record/rows.js"
import { scheduleOf } from "../record/settle.js"
import { storableText } from "../record/storable.js"
import { watchOf } from "../record/watched.js"
import { Settings } from "../settings.js"
import { askFirst } from "./ask-first.js"

/** There is nothing left to cancel: asking again changes nothing. */
const ENDED: ReadonlySet<AttemptStatus> = new Set([
  "not_created",
  "abandoned",
  "expired",
  "canceled",
  "failed",
])
/** A QR may be out there. */
const CANCELABLE: ReadonlySet<AttemptStatus> = new Set(["pending", "unknown"])

/** How one `cancel` behaves. */
export interface CancelOptions extends OfAccount {
  /** The caller's word that nobody paid, where the provider cannot be asked. Default false. */
  readonly unasked?: boolean
}

/** The attempts of a payment that can have money and that a cancel of `except` says nothing about. */
const OTHERS: PreparedStatement = {
  name: "qriskit_attempts_to_ask",
  text: /* sql */ `
select id from qriskit.attempt
where payment_id = $1 and provider_payment_id is not null and paid_amount is null and id is distinct from $2
order by number`,
}

/** When a payment is looked at again after a cancel that settled nothing, in milliseconds. */
const SOON = 5_000

const end =
  (
    { id: attemptId, pokes }: AttemptRow,
    status: "canceled" | "abandoned",
    patch: AttemptPatch,
    graceMillis: number,
    at: Date,
  ) =>
  async (tx: Transaction): Promise<Written> => {
    const locked = await lockAttempt(tx, attemptId)
    // Somebody was quicker: paid, expired, or canceled already.
    if (locked === undefined || !canBecome(locked.attempt.status, status))
      return { events: [], anomalies: [] }
    const { attempt: row } = locked
    // A callback that came while it was canceled is looked into at once.
    const scheduled = scheduleOf(watchOf(row, status, at), at, graceMillis)
    const nextInquiryAt = nextLook(row.pokes, pokes, scheduled, at)
    return carryOut(
      tx,
      locked,
      {
        status,
        findings: [],
        patch: { ...patch, nextInquiryAt },
        // Who asked before it was canceled may have seen it pending.
        ...(status === "canceled" ? { asking: "latest" as const } : {}),
      },
      at,
    )
  }

const settleEnd = Effect.fnUntraced(function* (
  row: AttemptRow,
  status: "canceled" | "abandoned",
  patch: AttemptPatch = {},
) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const at = yield* now
  yield* countWritten(row.provider, yield* database.transaction(end(row, status, patch, graceMillis, at)))
  yield* (yield* Wakeups).poke
})

/** What a callback made due earlier stays so. */
const LOOK_SOON: PreparedStatement = {
  name: "qriskit_look_soon",
  text: "update qriskit.attempt set next_inquiry_at = least(next_inquiry_at, $2) where id = $1",
}

const lookSoon = Effect.fnUntraced(function* (attemptId: string) {
  const at = yield* now
  yield* (yield* Database).query(LOOK_SOON, [attemptId, new Date(at.getTime() + SOON)])
})

/** Asks the provider to cancel. What is left open by its answer is found out by inquiry. */
const cancelAt = Effect.fnUntraced(function* (
  provider: QrisProvider & Cancels,
  ref: PaymentRef,
  row: AttemptRow,
  key: string,
  of: OfAccount,
) {
  const { id: attemptId } = row
  const answer = yield* Effect.result(byDatabaseClock(provider.cancel(ref)))
  if (Result.isSuccess(answer)) {
    const { status, providerStatus }: Cancellation = answer.success
    return status === "canceled"
      ? yield* settleEnd(row, "canceled", {
          providerStatus: storableText(providerStatus, 255),
        })
      : yield* lookSoon(attemptId)
  }
  const error = answer.failure
  yield* countFailure(error)
  if (error.reason._tag !== "InvalidState") {
    yield* lookSoon(attemptId)
    return yield* error
  }
  // It is something else already. An inquiry says what, and is the only thing that is believed.
  yield* inquireAbout(attemptId)
  const { status } = yield* get(key, of)
  if (status === "pending" || status === "unknown") return yield* error
  if (!ENDED.has(status)) return yield* new WrongState({ key, operation: "cancel", status })
})

/** Gives the amount of an order on a printed QR back, to rest. Its acquirer knows of no order that it could cancel. */
const releaseExpected = Effect.fnUntraced(function* (row: AttemptRow, key: string, of: OfAccount) {
  const database = yield* Database
  yield* countWritten(row.provider, yield* database.transaction(endExpected(row.id, "canceled", yield* now)))
  yield* (yield* Wakeups).poke
  const ended = yield* get(key, of)
  return ENDED.has(ended.status)
    ? ended
    : yield* new WrongState({ key, operation: "cancel", status: ended.status })
})

/**
 * Ends a payment that is not paid. The provider is asked first about every QR of it that can have money and that it
 * does not cancel itself; where it cannot be asked, this fails with what kept it, unless `unasked` is true. At a
 * provider that can cancel, its QR is canceled there. Elsewhere the record is `abandoned`: do not show its QR any more;
 * it is watched until it expires, and money that still comes is an anomaly. A payment that ended already is returned as
 * it is. An order on a printed QR gives its amount back: the code can still be paid, and that money is a finding.
 *
 * Fails with `NoSuchPayment`, `WrongState` (money arrived, or the QR is just being made), `QrisError` (its `outcome`
 * says whether the QR can still be paid; of operation `inquire`: nothing was changed), `DatabaseFailure`.
 */
export const cancel = Effect.fn("Payments.cancel")(function* (key: string, options: CancelOptions = {}) {
  const of = options
  const { payment: record, attempt: row } = yield* found(key, options)
  if (row.surplus !== null) return yield* releaseExpected(row, key, of)
  const provider = yield* (yield* Providers).get(row.provider, row.account)
  yield* Effect.annotateCurrentSpan({ "qris.provider": provider.id, "qris.key": key })
  if (ENDED.has(row.status)) return yield* get(key, of)
  if (!CANCELABLE.has(row.status) || row.paidAmount !== null)
    return yield* new WrongState({ key, operation: "cancel", status: row.status })
  const ref = refIn(row)
  const canceling =
    ref !== undefined && provider.capabilities.cancel.supported && canCancel(provider)
      ? cancelAt(provider, ref, row, key, of)
      : undefined
  if (options.unasked !== true) {
    // An attempt that the provider cancels need not be asked about: it says so where that is paid.
    const except = canceling === undefined ? null : row.id
    const others = yield* (yield* Database).query(OTHERS, [record.id, except])
    yield* askFirst(others.map(({ id }) => String(id)))
    const { status, paidAmount } = yield* get(key, of)
    if (paidAmount !== undefined) return yield* new WrongState({ key, operation: "cancel", status })
  }
  yield* canceling ?? settleEnd(row, "abandoned")
  const canceled = yield* get(key, of)
  return canceled.paidAmount === undefined
    ? canceled
    : yield* new WrongState({ key, operation: "cancel", status: canceled.status })
})
