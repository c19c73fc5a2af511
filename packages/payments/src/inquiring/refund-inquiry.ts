import { canRefund, type QrisError, type Refund, RefundRef } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { attempt } from "../database/schema.js"
import { selection } from "../database/selection.js"
import type { Claimed } from "../engine/lane.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { lostRefund, outcomeOfRefundError, type RefundOutcome } from "../opening/refund-change.js"
import { carryRefund } from "../opening/refunding.js"
import { settleRefund } from "../opening/settle-refund.js"
import { Providers } from "../providers.js"
import { countFailure, countWritten } from "../reading/metrics.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { refIn } from "../record/record.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { Settings } from "../settings.js"
import { accountGate, noteAccountFailure, openAccount } from "./account-gate.js"

const ATTEMPT = selection(attempt, "a", ["ref"])

/** Takes refunds that are due: those that wait for their end, and those whose call ended with its process. */
const CLAIM: PreparedStatement = {
  name: "qriskit_claim_refunds",
  text: /* sql */ `
with due as (
  select id from qriskit.refund where next_inquiry_at <= $1 and account <> all ($4::text[])
  order by next_inquiry_at limit $2 for no key update skip locked
),
claimed as (
  update qriskit.refund set next_inquiry_at = $3 where id = any (array(select id from due)) returning id
)
select ${REFUND_COLUMNS}, ${ATTEMPT.columns} from ${REFUND_TABLES} where r.id in (select id from claimed)`,
}

/** A refund to ask about, and the reference of its payment. */
export interface RefundInquiry {
  readonly row: RefundRow
  readonly ref: unknown
}

/** Nobody asks for an account that was just refused. */
const WAIT: PreparedStatement = {
  name: "qriskit_refund_waits",
  text: "update qriskit.refund set next_inquiry_at = $2 where id = $1",
}

/** Claims at most so many refunds that are due, none of them of an account whose share of this process is used up. */
export const claimRefunds = Effect.fnUntraced(function* (most: number, usedUp: ReadonlyArray<string>) {
  const { inquiryLeaseMillis } = yield* Settings
  const at = yield* now
  const until = new Date(at.getTime() + inquiryLeaseMillis)
  const rows = yield* (yield* Database).query(CLAIM, [at, most, until, usedUp])
  return {
    items: rows.map((row): RefundInquiry => ({ row: refundFrom(row), ref: ATTEMPT.read(row).ref })),
    moreIn: rows.length < most ? undefined : 0,
  } satisfies Claimed<RefundInquiry>
})

/**
 * For so long after it was asked for, a refund may be its own question, in milliseconds. By then a provider may have
 * forgotten its id, and give money back twice: how long it remembers one no page says [NOT FOUND]; a day is usual elsewhere.
 */
const SURELY_REMEMBERED = 12 * 3_600_000

const NOTHING_LEARNT: Result.Result<Refund | undefined, QrisError> = Result.succeed(undefined)

/**
 * Asks what became of a refund, and records it. Where the provider can be asked by its own id only, and that was never
 * learned, the same refund under the same id is the question: money goes back once however often it is asked, as long as
 * the id is surely remembered. After that, and once a person has said what became of it, that question is not asked any
 * more: it could move the money.
 */
export const inquireAboutRefund = Effect.fn("Payments.inquireRefund")(function* (inquiry: RefundInquiry) {
  const { row } = inquiry
  const database = yield* Database
  const { provider: id, account = ONE_ACCOUNT, externalId, refundId, evidence, requestedAt } = row.record
  const gate = yield* accountGate(id, account)
  if (gate.closedUntil !== undefined) {
    yield* database.query(WAIT, [row.id, gate.closedUntil])
    return
  }
  const provider = yield* Effect.tapError((yield* Providers).get(id, account), (error) =>
    error._tag === "QrisError" ? noteAccountFailure({ id }, account, error) : Effect.void,
  )
  const ref = refIn(inquiry)
  if (ref === undefined || !canRefund(provider)) return
  const { refund: support } = provider.capabilities
  const isAskedByItself = support.supported && support.askedBy === "refundId" && refundId === undefined
  const isRemembered = (yield* now).getTime() < requestedAt.getTime() + SURELY_REMEMBERED
  if (isAskedByItself && isRemembered && evidence === undefined) {
    yield* carryRefund(provider, row, ref, true)
    return
  }
  const answer = isAskedByItself
    ? NOTHING_LEARNT
    : yield* Effect.result(
        byDatabaseClock(provider.inquireRefund(ref, new RefundRef({ externalId, ...present({ refundId }) }))),
      )
  const at = yield* now
  if (Result.isFailure(answer)) {
    yield* countFailure(answer.failure)
    yield* noteAccountFailure(provider, account, answer.failure)
  } else if (gate.wasClosed && !isAskedByItself) yield* openAccount(id, account)
  const written = yield* database.transaction((tx) => settleRefund(tx, row, outcomeOf(answer), true, at))
  yield* countWritten(id, written)
  yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
})

/** An inquiry that fails says nothing about the refund, whatever the failure is. */
const outcomeOf = (answer: Result.Result<Refund | undefined, QrisError>): RefundOutcome => {
  if (Result.isSuccess(answer))
    return answer.success === undefined ? { kind: "unlisted" } : { kind: "said", refund: answer.success }
  const failed = outcomeOfRefundError(answer.failure)
  return failed.kind === "refused"
    ? { ...failed, kind: "unknown" }
    : lostRefund("It could not be asked about.")
}
