import { randomUUID } from "node:crypto"
import {
  AccountId,
  canRefund,
  objectionToRefund,
  type QrisError,
  type QrisProvider,
  RefundPayment,
  type Refunds,
  Rupiah,
} from "@qriskit/core"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { IdempotencyConflict, NotRefundable, WrongState } from "../failure.js"
import { now } from "../now.js"
import { Providers } from "../providers.js"
import { countFailure, countWritten } from "../reading/metrics.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { type Found, found } from "../record/find.js"
import { lockAttempt } from "../record/move.js"
import { refIn } from "../record/record.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { ATTEMPT, type AttemptRow } from "../record/rows.js"
import { storedText } from "../record/storable.js"
import { Settings } from "../settings.js"
import { randomExternalId } from "./external-id.js"
import { lostRefund, outcomeOfRefundError, type RefundOutcome } from "./refund-change.js"
import { settleRefund } from "./settle-refund.js"

const RefundRequest = Schema.Struct({
  /** Whole rupiah. Absent: all that is left. */
  amount: Schema.optionalKey(Rupiah),
  /** Why: kept until `redact`, and told to the provider where it takes it. */
  reason: storedText(255),
  /** Who decided. */
  by: storedText(255),
  /** Unique for this refund, for ever: asked for twice, money goes back once. Default: a random id. */
  externalId: Schema.optionalKey(storedText(64)),
  account: Schema.optionalKey(AccountId),
})
/** What `refund` takes. */
export type RefundInput = typeof RefundRequest.Encoded

const decode = decodeInput("refund", RefundRequest)

const STORE_AGAIN = { schedule: Schedule.exponential("100 millis"), times: 4 } as const

const ON_PRINTED_QR =
  "it was paid on a printed QR, and acquirers document refunds only for QRs that their API made; give the money back in the acquirer's own application, or by hand"

const BY_EXTERNAL_ID = {
  name: "qriskit_refund_by_external_id",
  text: `select ${REFUND_COLUMNS} from ${REFUND_TABLES} where r.provider = $1 and r.account = $2 and r.external_id = $3`,
}

/**
 * An order's refund of this id. It is of the attempt whose money it gives back, whichever one counts
 * for the order by now.
 */
const OF_ORDER = {
  name: "qriskit_refund_of_order",
  text: `select ${REFUND_COLUMNS} from ${REFUND_TABLES} where r.payment_id = $1 and r.external_id = $2 order by r.number limit 1`,
}

const ATTEMPT_OF = {
  name: "qriskit_attempt_of_refund",
  text: /* sql */ `
select ${ATTEMPT.columns} from qriskit.attempt as a where a.id = (
  select r.attempt_id from qriskit.refund as r where r.payment_id = $1 and r.external_id = $2 order by r.number limit 1
)`,
}

const INSERT = {
  name: "qriskit_refund_intent",
  text: /* sql */ `
insert into qriskit.refund (id, payment_id, attempt_id, number, provider, account, external_id, amount, reason, requested_by,
  requested_at, changed_at, next_inquiry_at)
select $1, a.payment_id, a.id, 1 + (select count(*) from qriskit.refund where payment_id = a.payment_id), a.provider,
  a.account, $3, $4, $5, $6, $7, $7, $8
from qriskit.attempt as a where a.id = $2`,
}

/** An id that the provider takes: random, and as long as it may be. */
const newExternalId = ({ capabilities: { refund } }: QrisProvider): string =>
  randomExternalId().slice(0, refund.supported ? refund.externalId.maximumLength : undefined)

/**
 * Why nobody refunds this now, in a sentence for the operator; judged by what is on record under the payment's lock.
 */
const objection = (provider: QrisProvider, row: AttemptRow, amount: number | undefined, at: Date) =>
  objectionToRefund(
    provider.capabilities,
    {
      channel: refIn(row)?.channel,
      arrived: row.paidAmount ?? 0,
      refunded: row.refunded + row.refunding,
      amount,
      paidAt: row.paidAt ?? undefined,
    },
    at,
  )

type Intent = { readonly row: RefundRow; readonly isNew: boolean } | { readonly why: string }

/** Stores that money is about to be given back, before anybody is asked. The same id is the same refund. */
const recordIntent = async (
  tx: Transaction,
  provider: QrisProvider,
  attemptId: string,
  request: typeof RefundRequest.Type,
  lease: Date,
  at: Date,
): Promise<Intent> => {
  const locked = await lockAttempt(tx, attemptId)
  if (locked === undefined) return { why: "it is gone" }
  const { attempt: row } = locked
  const externalId = request.externalId ?? newExternalId(provider)
  const read = () => tx.query(BY_EXTERNAL_ID, [row.provider, row.account, externalId])
  const [existing = (await read())[0]] = await tx.query(OF_ORDER, [row.paymentId, externalId])
  if (existing !== undefined) return { row: refundFrom(existing), isNew: false }
  const why = objection(provider, row, request.amount, at)
  if (why !== undefined) return { why }
  const amount = request.amount ?? (row.paidAmount ?? 0) - row.refunded - row.refunding
  const { reason, by } = request
  await tx.query(INSERT, [randomUUID(), attemptId, externalId, amount, reason, by, at, lease])
  const [made] = await read()
  if (made === undefined) throw new TypeError(`the refund ${externalId} was stored and is not there`)
  return { row: refundFrom(made), isNew: true }
}

const outcomeOf = (exit: Exit.Exit<RefundOutcome, QrisError>): RefundOutcome => {
  if (Exit.isSuccess(exit)) return exit.value
  const failure = Cause.findError(exit.cause)
  if (Result.isSuccess(failure)) return outcomeOfRefundError(failure.success)
  return lostRefund("The call broke off.")
}

/** Carries a stored refund to the provider and stores what came of it, whatever becomes of the caller. */
const carryRefund = Effect.fnUntraced(function* (
  provider: QrisProvider & Refunds,
  row: RefundRow,
  ref: NonNullable<ReturnType<typeof refIn>>,
  isLook: boolean,
) {
  const database = yield* Database
  const { createMillis } = yield* Settings
  const { externalId, amount } = row.record
  const { refund: support } = provider.capabilities
  const reason = row.record.reason.slice(0, support.supported ? support.reasonLength : undefined)
  return yield* Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const asked = byDatabaseClock(
        provider.refund(ref, new RefundPayment({ externalId, amount, reason })),
      ).pipe(
        Effect.tapError(countFailure),
        Effect.map((refund): RefundOutcome => ({ kind: "said", refund })),
        Effect.timeoutOrElse({
          duration: createMillis,
          orElse: () => Effect.succeed(lostRefund(`The provider did not answer within ${createMillis} ms.`)),
        }),
      )
      const exit = yield* Effect.exit(restore(asked))
      const at = yield* now
      const written = yield* database
        .transaction((tx) => settleRefund(tx, row, outcomeOf(exit), isLook, at))
        .pipe(Effect.retry(STORE_AGAIN))
      yield* countWritten(provider.id, written)
      yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
      return exit
    }),
  )
})

/**
 * Nobody says what became of it while it is asked for once more, one call at a time, and nobody asks where somebody has
 * said it.
 */
const ASK_AGAIN = {
  name: "qriskit_refund_again",
  text: /* sql */ `
update qriskit.refund set asked_until = $2
where id = $1 and status in ('requested', 'unknown', 'pending') and not on_word
  and coalesce(asked_until <= $3, true)
returning id`,
}

/**
 * Carries a refund that was asked for before to the provider once more, under its id. `undefined`: it is known by now,
 * or another call is asking for it.
 */
export const carryAgain = Effect.fnUntraced(function* (
  provider: QrisProvider & Refunds,
  row: RefundRow,
  ref: NonNullable<ReturnType<typeof refIn>>,
  isLook: boolean,
) {
  const { createMillis } = yield* Settings
  const at = yield* now
  const askedUntil = new Date(at.getTime() + 2 * createMillis)
  const [open] = yield* (yield* Database).query(ASK_AGAIN, [row.id, askedUntil, at])
  return open === undefined ? undefined : yield* carryRefund(provider, { ...row, askedUntil }, ref, isLook)
})

/** The attempt of which money goes back: of a refund that was asked for before, that one's. */
const attemptFor = Effect.fnUntraced(function* (
  { payment, attempt }: Found,
  { externalId }: typeof RefundRequest.Type,
) {
  if (externalId === undefined) return attempt
  const [row] = yield* (yield* Database).query(ATTEMPT_OF, [payment.id, externalId])
  return row === undefined ? attempt : ATTEMPT.read(row)
})

const load = Effect.fnUntraced(function* ({ record }: RefundRow) {
  const { provider, account = ONE_ACCOUNT, externalId } = record
  const [row] = yield* (yield* Database).query(BY_EXTERNAL_ID, [provider, account, externalId])
  return row === undefined ? record : refundFrom(row).record
})

/**
 * Gives money back: all that is left, or `amount`; several times, never more than arrived. It is stored before the
 * provider is asked. A refund whose outcome is unknown is returned as `unknown`, and found again by asking; it is never
 * made under another id by itself. The same `externalId` is the same refund: where that is `unknown`, it is asked for
 * once more under its id, by which money goes back once, unless another call does that just now; a refusal of that
 * leaves it `unknown`, because the earlier call may have acted.
 *
 * Fails with `InvalidInput`, `NoSuchPayment`, `WrongState` (no money arrived), `NotRefundable` (a sentence for the
 * operator; nothing was sent), `IdempotencyConflict` (the id is another refund's), `QrisError` (nothing was given
 * back), `NoSuchProvider`, `DatabaseFailure`.
 */
export const refund = Effect.fn("Payments.refund")(function* (key: string, input: unknown) {
  const database = yield* Database
  const { createMillis } = yield* Settings
  const request = yield* decode(input)
  const row = yield* attemptFor(yield* found(key, request), request)
  if (row.surplus !== null && row.paidAmount !== null)
    return yield* new NotRefundable({ key, why: ON_PRINTED_QR })
  const ref = refIn(row)
  if (row.paidAmount === null || ref === undefined)
    return yield* new WrongState({ key, operation: "refund", status: row.status })
  const provider = yield* (yield* Providers).get(row.provider, row.account)
  yield* Effect.annotateCurrentSpan({ "qris.provider": provider.id, "qris.key": key })
  if (!canRefund(provider)) {
    const { refund: support, title } = provider.capabilities
    const why = support.supported ? `${title} is connected without refunds` : support.why
    return yield* new NotRefundable({ key, why })
  }
  const at = yield* now
  const lease = new Date(at.getTime() + 2 * createMillis)
  const intent = yield* database.transaction((tx) => recordIntent(tx, provider, row.id, request, lease, at))
  if ("why" in intent) return yield* new NotRefundable({ key, why: intent.why })
  const { record } = intent.row
  if (intent.row.attemptId !== row.id || (request.amount ?? record.amount) !== record.amount)
    return yield* new IdempotencyConflict({ key })
  if (!intent.isNew && record.status !== "unknown") return record
  const carry = intent.isNew ? carryRefund : carryAgain
  const exit = yield* carry(provider, intent.row, ref, false)
  if (exit !== undefined && Exit.isFailure(exit)) {
    const failure = Cause.findError(exit.cause)
    if (Result.isFailure(failure)) return yield* Effect.failCause(failure.failure)
    // Of one that may have been made before, a refusal says nothing: the record stays unknown, and is given.
    if (intent.isNew && failure.success.outcome !== "unknown") return yield* failure.success
  }
  return yield* load(intent.row)
})
