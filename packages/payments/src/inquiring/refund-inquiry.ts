import { canRefund, type QrisError, type QrisProvider, type Refund, RefundRef } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { attempt } from "../database/schema.js"
import { selection } from "../database/selection.js"
import type { Claimed } from "../engine/lane.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { type RefundOutcome, stillUnknown } from "../opening/refund-change.js"
import { carryAgain } from "../opening/refunding.js"
import { settleRefund } from "../opening/settle-refund.js"
import { clientFor, Providers } from "../providers.js"
import { countFailure, countWritten } from "../reading/metrics.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { refIn } from "../record/record.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { Settings } from "../settings.js"
import { accountGate, noteAccount } from "./account-gate.js"

const ATTEMPT = selection(attempt, "a", ["ref"])

/** Takes refunds that are due: those that wait for their end, and those whose call ended with its process. */
const CLAIM: PreparedStatement = {
  name: "qriskit_claim_refunds",
  text: /* sql */ `
with due as (
  select id from qriskit.refund
  where next_inquiry_at <= $1 and account <> all ($4::text[]) and provider = any ($5::text[])
  order by next_inquiry_at limit $2 for no key update skip locked
),
claimed as (
  update qriskit.refund set next_inquiry_at = $3 where id = any (array(select id from due)) returning id
)
select ${REFUND_COLUMNS}, ${ATTEMPT.columns} from ${REFUND_TABLES} where r.id in (select id from claimed)`,
}

/** A refund to ask about, the reference of its payment, and when the lease on it ends. */
export interface RefundInquiry {
  readonly row: RefundRow
  readonly ref: unknown
  readonly until: Date
}

/** Nobody asks for an account that was just refused. What ended since the lease $3 began is asked about no more. */
const WAIT: PreparedStatement = {
  name: "qriskit_refund_waits",
  text: "update qriskit.refund set next_inquiry_at = $2 where id = $1 and next_inquiry_at = $3",
}

/**
 * Claims at most so many refunds that are due, of providers that this process knows, and none of an account whose
 * share of it is used up.
 */
export const claimRefunds = Effect.fnUntraced(function* (most: number, usedUp: ReadonlyArray<string>) {
  const { inquiryLeaseMillis } = yield* Settings
  const at = yield* now
  const until = new Date(at.getTime() + inquiryLeaseMillis)
  const { ids } = yield* Providers
  const rows = yield* (yield* Database).query(CLAIM, [at, most, until, usedUp, ids])
  return {
    items: rows.map((row): RefundInquiry => ({ row: refundFrom(row), ref: ATTEMPT.read(row).ref, until })),
    moreIn: rows.length < most ? undefined : 0,
  } satisfies Claimed<RefundInquiry>
})

/**
 * For so long after it was asked for, a refund may be its own question, in milliseconds. By then a provider may have
 * forgotten its id, and give money back twice: how long it remembers one no page says [NOT FOUND]; a day
 * is usual elsewhere.
 */
const SURELY_REMEMBERED = 12 * 3_600_000

/** Whether the provider knows it by an id of its own alone, which was never learned. */
const isItsOwnQuestion = ({ capabilities: { refund } }: QrisProvider, { record }: RefundRow): boolean =>
  refund.supported && refund.askedBy === "refundId" && record.refundId === undefined

/** Whether asking for it once more moves no money that it did not move before. */
const mayBeAskedAgain = ({ record: { evidence, requestedAt } }: RefundRow, at: Date): boolean =>
  evidence === undefined && at.getTime() < requestedAt.getTime() + SURELY_REMEMBERED

/** Nobody is asked. */
const NOTHING: Effect.Effect<undefined> = Effect.succeed(undefined)

/** What a call came to, where that is known. */
const answerIn = (
  exit: Exit.Exit<RefundOutcome, QrisError>,
): Result.Result<unknown, QrisError> | undefined => {
  if (Exit.isSuccess(exit)) return exit.value.kind === "said" ? Result.succeed(exit.value) : undefined
  const failure = Cause.findError(exit.cause)
  return Result.isSuccess(failure) ? Result.fail(failure.success) : undefined
}

/** Asks where that moves no money, and stores what is learnt. */
const look = Effect.fnUntraced(function* (
  inquiry: RefundInquiry,
  ask: (refund: RefundRef) => Effect.Effect<Refund | undefined, QrisError>,
) {
  const { row } = inquiry
  const { externalId, refundId, provider } = row.record
  const named = new RefundRef({ externalId, ...present({ refundId }) })
  const answer = yield* Effect.result(byDatabaseClock(ask(named)))
  if (Result.isFailure(answer)) yield* countFailure(answer.failure)
  const at = yield* now
  const written = yield* (yield* Database).transaction((tx) =>
    settleRefund(tx, row, outcomeOf(answer), true, at),
  )
  yield* countWritten(provider, written)
  yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
  return answer
})

/**
 * Asks what became of a refund, and records it. Where the provider can be asked by its own id only, and that was never
 * learned, the same refund under the same id is the question: money goes back once however often it is asked, as long
 * as the id is surely remembered. After that, and once a person has said what became of it, that question is not asked
 * any more: it could move the money. Of an account that is gone nothing is learnt, which is recorded, too.
 */
export const inquireAboutRefund = Effect.fn("Payments.inquireRefund")(function* (inquiry: RefundInquiry) {
  const { row, until } = inquiry
  const { provider: id, account = ONE_ACCOUNT } = row.record
  const gate = yield* accountGate(id, account)
  if (gate.isClosed) {
    yield* (yield* Database).query(WAIT, [row.id, gate.until, until])
    return
  }
  const found = yield* clientFor(id, account)
  if (Result.isFailure(found)) {
    yield* noteAccount({ id }, account, gate, yield* look(inquiry, () => Effect.fail(found.failure)))
    return
  }
  const provider = found.success
  const ref = refIn(inquiry)
  if (ref === undefined || !canRefund(provider)) {
    yield* look(inquiry, () => NOTHING)
    return
  }
  if (!isItsOwnQuestion(provider, row)) {
    const answer = yield* look(inquiry, (refund) => provider.inquireRefund(ref, refund))
    yield* noteAccount(provider, account, gate, answer)
  } else if (mayBeAskedAgain(row, yield* now)) {
    const exit = yield* carryAgain(provider, row, ref, true)
    const answer = exit === undefined ? undefined : answerIn(exit)
    if (answer !== undefined) yield* noteAccount(provider, account, gate, answer)
  } else yield* look(inquiry, () => NOTHING)
})

/** An inquiry that fails says nothing about the refund, whatever the failure is. */
const outcomeOf = (answer: Result.Result<Refund | undefined, QrisError>): RefundOutcome => {
  if (Result.isSuccess(answer))
    return answer.success === undefined ? { kind: "unlisted" } : { kind: "said", refund: answer.success }
  return {
    kind: "unknown",
    failure: stillUnknown("It could not be asked about.", answer.failure.reason._tag),
  }
}
