import { QrisError } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { DatabaseFailure } from "../failure.js"
import { now } from "../now.js"
import { recordedAccount } from "../record/account.js"
import { found } from "../record/find.js"
import { PaymentRefund } from "../record/refund.js"
import type { RefundState } from "../record/refund-state.js"
import { storableText } from "../record/storable.js"
import { ActInput } from "./act.js"
import type { ActOutcome } from "./act-outcome.js"
import { isRefusal } from "./refusals.js"

const decode = decodeInput("acts.record", ActInput)

const BEGIN: PreparedStatement = {
  name: "qriskit_act_begin",
  text: /* sql */ `
insert into qriskit.act (account, payment_id, verb, subject, via, requested_by, why, begun_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id`,
}

const END: PreparedStatement = {
  name: "qriskit_act_end",
  text: "update qriskit.act set ended_at = $2, outcome = $3, detail = $4 where id = $1 and outcome is null",
}

const DETAIL_LENGTH = 1_000
const STORE_AGAIN = { schedule: Schedule.exponential("100 millis"), times: 4 } as const

/** What an error that a deed ended with says of it. What nobody knows is not called refused. */
const outcomeOf = (error: unknown): ActOutcome => {
  if (error instanceof QrisError) return error.outcome === "unknown" ? "unknown" : "refused"
  if (error instanceof DatabaseFailure) return error.outcome === "not_done" ? "refused" : "unknown"
  return isRefusal(error) ? "refused" : "unknown"
}

/** A refund is what its record says: a call that came to its end is no word of the provider's. */
const OF_REFUND: Readonly<Record<RefundState, ActOutcome>> = {
  requested: "unknown",
  unknown: "unknown",
  pending: "done",
  succeeded: "done",
  failed: "refused",
  refused: "refused",
}

/** What came of an act, and why where it is not done. */
interface Ended {
  readonly outcome: ActOutcome
  readonly detail?: string | undefined
}

const endedWith = (made: unknown): Ended =>
  made instanceof PaymentRefund
    ? { outcome: OF_REFUND[made.status], detail: made.failure?.message }
    : { outcome: "done" }

/** Only our own errors are sure to hold no secret. */
const detailOf = (error: unknown): string =>
  error instanceof QrisError || error instanceof DatabaseFailure || outcomeOf(error) === "refused"
    ? String(error instanceof Error ? error.message : error)
    : "It ended with an error of another kind; the log of that process has it."

const failedWith = (cause: Cause.Cause<unknown>): Ended => {
  const failure = Cause.findError(cause)
  const error = Result.isSuccess(failure) ? failure.success : undefined
  return { outcome: outcomeOf(error), detail: detailOf(error) }
}

/** Stores what somebody is about to do. Gives its id. */
export const beginAct = Effect.fn("Payments.acts.begin")(function* (input: unknown) {
  const database = yield* Database
  const { verb, via, by, why, key, account, subject } = yield* decode(input)
  const of = present({ account })
  const payment = key === undefined ? undefined : (yield* found(key, of)).payment
  const at = yield* now
  const values = [recordedAccount(of), payment?.id ?? null, verb, subject ?? null, via, by, why, at]
  const [row] = yield* database.query(BEGIN, values)
  return Number(row?.["id"])
})

/**
 * Stores what came of it. What it ended with is not changed by a database that is away: the act then stays open, which
 * says that nobody knows.
 */
export const endAct = Effect.fnUntraced(function* (id: number, exit: Exit.Exit<unknown, unknown>) {
  const database = yield* Database
  const at = yield* now
  const { outcome, detail } = Exit.isSuccess(exit) ? endedWith(exit.value) : failedWith(exit.cause)
  const text = detail === undefined ? null : storableText(detail, DETAIL_LENGTH)
  yield* database.query(END, [id, at, outcome, text]).pipe(Effect.retry(STORE_AGAIN), Effect.ignore)
})
