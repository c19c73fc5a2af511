import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { InvalidInput, NoSuchRefund, WrongRefundState } from "../failure.js"
import { Decided } from "../findings/findings.js"
import { now } from "../now.js"
import { countWritten } from "../reading/metrics.js"
import type { OfAccount } from "../record/account.js"
import { carryOutByRefunds } from "../record/by-refunds.js"
import { found, get } from "../record/find.js"
import { lockAttempt, type Written } from "../record/move.js"
import { REFUND_COLUMNS, REFUND_TABLES, type RefundRow, refundFrom } from "../record/refund.js"
import { storedText } from "../record/storable.js"
import { pauseAfter } from "./settle-refund.js"

const ResolveRefund = Schema.Struct({
  ...Decided.fields,
  /** Which refund: its `externalId`. */
  externalId: storedText(64),
  /** Whether the money went back to the customer. `false`: it stayed with the merchant, and may be given back anew. */
  wentBack: Schema.Boolean,
  /** The acquirer's own id of it, where the person saw one. */
  refundId: Schema.optionalKey(storedText(255)),
})
/** What `resolveRefund` takes: what became of a refund, and who says so on what grounds. */
export type ResolveRefundInput = typeof ResolveRefund.Encoded

const decode = decodeInput("resolveRefund", ResolveRefund)

const ATTEMPT_OF: PreparedStatement = {
  name: "qriskit_refund_attempt",
  text: "select attempt_id from qriskit.refund where payment_id = $1 and external_id = $2",
}

const LOAD: PreparedStatement = {
  name: "qriskit_refund_to_resolve",
  text: /* sql */ `
select ${REFUND_COLUMNS} from ${REFUND_TABLES} where r.payment_id = $1 and r.external_id = $2 for no key update of r`,
}

/** Another refund with this id of the acquirer's. */
const NAMED: PreparedStatement = {
  name: "qriskit_refund_named",
  text: /* sql */ `
select external_id from qriskit.refund
where provider = $1 and account = $2 and id <> $3 and $4 in (refund_id, said_refund_id) limit 1`,
}

const SAY: PreparedStatement = {
  name: "qriskit_say_refund",
  text: /* sql */ `
update qriskit.refund set status = $2, on_word = true, failure = null, said_back = $3, said_refund_id = $4, said_by = $5,
  said_why = $6, said_at = $7, changed_at = $7, next_inquiry_at = $8
where id = $1`,
}

const ACKNOWLEDGE: PreparedStatement = {
  name: "qriskit_acknowledge_refund",
  text: /* sql */ `
update qriskit.anomaly set acknowledged_at = $3, acknowledged_by = $4, acknowledged_why = $5
where once = 'refund_unknown:' || $1::uuid || ':' || $2::uuid and acknowledged_at is null`,
}

type Resolved =
  | { readonly kind: "gone" | "said before" }
  | { readonly kind: "not open"; readonly row: RefundRow; readonly askedUntil?: Date }
  | { readonly kind: "another id"; readonly why: string }
  | { readonly kind: "resolved"; readonly provider: string; readonly written: Written }

/** Whether somebody said the same before, and it still stands. */
const isSaid = (
  { record: { evidence, said, refundId } }: RefundRow,
  request: typeof ResolveRefund.Type,
): boolean =>
  evidence === "person" &&
  said?.wentBack === request.wentBack &&
  (request.refundId === undefined || request.refundId === refundId)

const resolve =
  (paymentId: string, account: string, request: typeof ResolveRefund.Type, at: Date) =>
  async (tx: Transaction): Promise<Resolved> => {
    const { by, why, externalId, wentBack, refundId } = request
    const which = [paymentId, externalId]
    const [of] = await tx.query(ATTEMPT_OF, which)
    const locked = of === undefined ? undefined : await lockAttempt(tx, String(of["attempt_id"]))
    const [stored] = locked === undefined ? [] : await tx.query(LOAD, which)
    if (locked === undefined || stored === undefined) return { kind: "gone" }
    const row = refundFrom(stored)
    if (isSaid(row, request)) return { kind: "said before" }
    const { status, provider } = row.record
    if (status !== "unknown" && status !== "pending") return { kind: "not open", row }
    if (row.askedUntil !== null && row.askedUntil > at)
      return { kind: "not open", row, askedUntil: row.askedUntil }
    if (refundId !== undefined && row.toldRefundId !== null && row.toldRefundId !== refundId)
      return { kind: "another id", why: `must be ${row.toldRefundId}, as the provider says` }
    const [other] = refundId === undefined ? [] : await tx.query(NAMED, [provider, account, row.id, refundId])
    if (other !== undefined)
      return { kind: "another id", why: `is that of the refund ${String(other["external_id"])}` }
    await tx.query(SAY, [
      row.id,
      wentBack ? "succeeded" : "failed",
      wentBack,
      refundId ?? null,
      by,
      why,
      at,
      new Date(at.getTime() + pauseAfter(row.inquiries)),
    ])
    await tx.query(ACKNOWLEDGE, [row.attemptId, row.id, at, by, why])
    return { kind: "resolved", provider, written: await carryOutByRefunds(tx, locked, [], at) }
  }

/**
 * Takes a person's word for what became of a refund of which the provider says nothing: it went back, or it stayed and
 * may be given back anew. Only for one that is `unknown` or `pending`. The payment's status, totals and events follow,
 * and the finding `refund_unknown` is acknowledged. Nothing is sent, now or later: a refund that is resolved is never
 * asked for again under its id.
 *
 * It is a claim. The provider is asked further for 30 days, where it can be asked without moving money. What it says is
 * what counts: the same makes it a fact, and anything else is the finding `refund_contradicted`, after which the record
 * follows the provider, as far as no more than arrived goes back by it. Said again, nothing changes.
 *
 * Fails with `InvalidInput`, `NoSuchPayment`, `NoSuchRefund`, `WrongRefundState` (it is under way, the provider has
 * told, or somebody said otherwise), `DatabaseFailure`.
 */
export const resolveRefund = Effect.fn("Payments.resolveRefund")(function* (
  key: string,
  input: unknown,
  of?: OfAccount,
) {
  const database = yield* Database
  const request = yield* decode(input)
  const { payment } = yield* found(key, of)
  const at = yield* now
  const { externalId } = request
  const resolved = yield* database.transaction(resolve(payment.id, payment.account, request, at))
  switch (resolved.kind) {
    case "gone":
      return yield* new NoSuchRefund({ key, externalId })
    case "another id":
      return yield* new InvalidInput({
        operation: "resolveRefund",
        issues: [{ path: "refundId", message: resolved.why }],
      })
    case "not open": {
      const { row, askedUntil } = resolved
      const { status, evidence, said } = row.record
      const saidBy = evidence === "person" ? said?.by : undefined
      return yield* new WrongRefundState({ key, externalId, status, ...present({ saidBy, askedUntil }) })
    }
    case "resolved": {
      const { provider, written } = resolved
      yield* countWritten(provider, written)
      yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
    }
  }
  return yield* get(key, of)
})
