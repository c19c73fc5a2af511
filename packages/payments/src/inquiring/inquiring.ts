import { type Payment, PaymentRef, type QrisError } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import { clientFor } from "../providers.js"
import { count, countFailure, countWritten, METRICS, measure } from "../reading/metrics.js"
import { namedAccount } from "../record/account.js"
import { NEXT_ASKING } from "../record/asking.js"
import { Together } from "../record/carry-out-together.js"
import { refIn } from "../record/record.js"
import { ATTEMPT, type AttemptRow, type PaymentRow } from "../record/rows.js"
import { type Asked, moveOfAnswer, moveOfSilence, settleAnswer, settleSilence } from "../record/settle.js"
import { Settings } from "../settings.js"
import { type AccountGate, accountGate, noteAccount, putOff } from "./account-gate.js"
import { ASKED_PAYMENT } from "./claim-inquiries.js"
import { inLightOfReceipts } from "./late-claim.js"
import { noteAnswer, noteFailure } from "./provider-gate.js"
import { refutes } from "./refutes.js"

/** An attempt to ask about, as it was when that was decided. */
export interface Inquiry {
  readonly attempt: AttemptRow
  readonly payment: Pick<PaymentRow, "key" | "orderId" | "attempts">
  /** The version of the attempt's row. */
  readonly version: string
  /** Its number in the order of all: see `record/asking.ts`. */
  readonly asking: number
  readonly isGateClean: boolean
  /** Somebody wants it now, whatever its schedule and its account's gate. */
  readonly isWanted?: boolean
}

/**
 * There is nothing to ask with until a callback names a reference. One that came since the lease $2 began stays due.
 */
const REST: PreparedStatement = {
  name: "qriskit_inquiry_rests",
  text: "update qriskit.attempt set next_inquiry_at = null where id = $1 and next_inquiry_at = $2",
}

const LOAD: PreparedStatement = {
  name: "qriskit_load_inquiry",
  text: /* sql */ `
select a.xmin::text as version, ${NEXT_ASKING} as asking, ${ATTEMPT.columns}, ${ASKED_PAYMENT.columns}
from qriskit.attempt as a join qriskit.payment as p on p.id = a.payment_id
where a.id = $1`,
}

const load = Effect.fnUntraced(function* (attemptId: string) {
  const [row] = yield* (yield* Database).query(LOAD, [attemptId])
  return row === undefined
    ? undefined
    : {
        attempt: ATTEMPT.read(row),
        payment: ASKED_PAYMENT.read(row),
        version: String(row["version"]),
        asking: Number(row["asking"]),
        isGateClean: false,
      }
})

const CLAIMED_REF: PreparedStatement = {
  name: "qriskit_claimed_ref",
  text: /* sql */ `
select provider_payment_id from qriskit.receipt where attempt_id = $1 and checked_at is null order by id desc limit 1`,
}

/**
 * The reference that a callback claims for an attempt that has none. Using it is safe: what the provider answers must
 * carry the attempt's external id.
 */
const claimedRef = Effect.fnUntraced(function* ({ payment: record, attempt: row }: Inquiry) {
  const [latest] = yield* (yield* Database).query(CLAIMED_REF, [row.id])
  const paymentId = latest?.["provider_payment_id"]
  return typeof paymentId === "string"
    ? new PaymentRef({
        provider: row.provider,
        paymentId,
        externalId: row.externalId,
        orderId: record.orderId,
        ...present({ account: namedAccount(row.account) }),
      })
    : undefined
})

/** Whether a failure says that a claimed reference leads to no payment, or to another one; our own refusal, too. */
const isAboutTheClaim = (error: QrisError): boolean =>
  refutes(error) || error.reason._tag === "InvalidRequest" || error.reason._tag === "UntrustedResponse"

/**
 * A claimed reference that the provider does not confirm is not tried again, until a callback names it
 * after the question.
 */
const FORGET_CLAIM: PreparedStatement = {
  name: "qriskit_forget_claim",
  text: /* sql */ `
update qriskit.receipt set checked_at = $3
where attempt_id = $1 and provider_payment_id = $2 and checked_at is null and last_received_at <= $4`,
}

/** Whom an inquiry is made with, and what it is about: failures are counted by that. */
export interface AskedFor {
  readonly provider: string
  readonly account: string
  readonly about: string
  readonly isGateClean: boolean
}

/** Asks a provider, and keeps its gate and its account's informed. Without the account's client nothing is sent. */
export const askProvider = Effect.fnUntraced(function* (
  ref: PaymentRef,
  { provider: id, account, about, isGateClean }: AskedFor,
  gate: AccountGate,
) {
  const found = yield* clientFor(id, account)
  yield* count(METRICS.inquiries, { provider: id })
  const answer: Result.Result<Payment, QrisError> = Result.isSuccess(found)
    ? yield* Effect.result(byDatabaseClock(found.success.inquire(ref)))
    : Result.fail(found.failure)
  const client = Result.getOrUndefined(found)
  const isOfAccount = yield* noteAccount(client ?? { id }, account, gate, answer)
  if (Result.isFailure(answer)) {
    yield* countFailure(answer.failure)
    if (!isOfAccount && client !== undefined) yield* noteFailure(client, about, answer.failure)
  } else if (!isGateClean) yield* noteAnswer(id)
  return answer
})

/** Records an answer: together with others where it is plain, else in a transaction of its own. */
const recordAnswer = Effect.fnUntraced(function* (inquiry: Inquiry, asked: Asked, said: Payment, at: Date) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const { attempt: row, payment: record, version } = inquiry
  const move = moveOfAnswer({ attempt: row, isSiblingPaid: false }, asked, said, graceMillis, at)
  const proposal = { attempt: row, version, attempts: record.attempts, move, at, checksUntil: asked.askedAt }
  const together = yield* (yield* Together).carryOut(proposal)
  return together ?? (yield* database.transaction((tx) => settleAnswer(tx, asked, said, graceMillis, at)))
})

/** Records that there was no answer, likewise. */
const recordSilence = Effect.fnUntraced(function* (
  inquiry: Inquiry,
  asked: Asked,
  error: QrisError,
  at: Date,
) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const { attempt: row, payment: record, version } = inquiry
  const move = moveOfSilence(row, asked, error, graceMillis, at)
  const together = yield* (yield* Together).carryOut({
    attempt: row,
    version,
    attempts: record.attempts,
    move,
    at,
  })
  if (together !== undefined) return together
  const written = yield* database.transaction((tx) => settleSilence(tx, asked, error, graceMillis, at))
  return { ...written, waited: [] }
})

/**
 * Makes one inquiry and records what it means. Made twice, or in two processes at once, it changes nothing that making
 * it once does not.
 */
export const inquire = Effect.fn("Payments.inquire")(function* (inquiry: Inquiry) {
  const database = yield* Database
  const { attempt: row, payment: record } = inquiry
  const askedAt = yield* now
  const { provider, account } = row
  yield* Effect.annotateCurrentSpan({ "qris.provider": provider, "qris.key": record.key })
  const known = refIn(row)
  const ref = known ?? (yield* claimedRef(inquiry))
  if (ref === undefined) {
    yield* database.query(REST, [row.id, row.nextInquiryAt])
    return
  }

  const asked: Asked = { attemptId: row.id, asking: inquiry.asking, pokes: row.pokes, askedAt }
  const gate = yield* accountGate(provider, account)
  if (gate.isClosed && !inquiry.isWanted) {
    yield* putOff("attempt", row, gate.until)
    return
  }
  const { isGateClean } = inquiry
  const answer = yield* askProvider(ref, { provider, account, about: row.id, isGateClean }, gate)
  const at = yield* now
  const written = Result.isSuccess(answer)
    ? yield* recordAnswer(inquiry, asked, yield* inLightOfReceipts(row, answer.success), at)
    : yield* recordSilence(inquiry, asked, answer.failure, at)
  if (Result.isFailure(answer) && known === undefined && isAboutTheClaim(answer.failure))
    yield* database.query(FORGET_CLAIM, [row.id, ref.paymentId, at, askedAt])
  yield* Effect.forEach(
    written.waited,
    (receivedAt) => measure(METRICS.callbackLag, {}, at.getTime() - receivedAt.getTime()),
    { discard: true },
  )
  yield* countWritten(provider, written)
  yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
  return answer
})

/** Asks the provider about one attempt now, whatever its schedule. */
export const inquireAbout = Effect.fnUntraced(function* (attemptId: string) {
  const inquiry = yield* load(attemptId)
  // Who is creating it holds a lease on it, and knows first what became of it.
  if (inquiry === undefined || inquiry.attempt.status === "creating") return
  return yield* inquire({ ...inquiry, isWanted: true })
})
