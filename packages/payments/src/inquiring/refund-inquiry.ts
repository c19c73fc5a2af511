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
import { refIn } from "../record/record.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { Settings } from "../settings.js"

const ATTEMPT = selection(attempt, "a", ["ref"])

/** Takes refunds that are due: those that wait for their end, and those whose call ended with its process. */
const CLAIM: PreparedStatement = {
  name: "qriskit_claim_refunds",
  text: /* sql */ `
with due as (
  select id from qriskit.refund where next_inquiry_at <= $1
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

/** Claims at most so many refunds that are due. */
export const claimRefunds = Effect.fnUntraced(function* (most: number) {
  const { inquiryLeaseMillis } = yield* Settings
  const at = yield* now
  const until = new Date(at.getTime() + inquiryLeaseMillis)
  const rows = yield* (yield* Database).query(CLAIM, [at, most, until])
  return {
    items: rows.map((row): RefundInquiry => ({ row: refundFrom(row), ref: ATTEMPT.read(row).ref })),
    moreIn: rows.length < most ? undefined : 0,
  } satisfies Claimed<RefundInquiry>
})

const NOTHING_LEARNT: Result.Result<Refund | undefined, QrisError> = Result.succeed(undefined)

/**
 * Asks what became of a refund, and records it. Where the provider can be asked by its own id only, and that was never
 * learned, the same refund under the same id is the question: money goes back once however often it is asked. Once a person
 * has said what became of it, that question is not asked any more: it could move the money.
 */
export const inquireAboutRefund = Effect.fn("Payments.inquireRefund")(function* (inquiry: RefundInquiry) {
  const { row } = inquiry
  const database = yield* Database
  const { provider: id, account = "", externalId, refundId, evidence } = row.record
  const provider = yield* (yield* Providers).get(id, account)
  const ref = refIn(inquiry)
  if (ref === undefined || !canRefund(provider)) return
  const { refund: support } = provider.capabilities
  const isAskedByItself = support.supported && support.askedBy === "refundId" && refundId === undefined
  if (isAskedByItself && evidence === undefined) {
    yield* carryRefund(provider, row, ref, true)
    return
  }
  const answer = isAskedByItself
    ? NOTHING_LEARNT
    : yield* Effect.result(
        byDatabaseClock(provider.inquireRefund(ref, new RefundRef({ externalId, ...present({ refundId }) }))),
      )
  const at = yield* now
  if (Result.isFailure(answer)) yield* countFailure(answer.failure)
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
