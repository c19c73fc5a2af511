import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { unmatched } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { NoSuchItem, NotExpected, WrongState } from "../failure.js"
import { Decided } from "../findings/findings.js"
import { now } from "../now.js"
import { listed } from "../reading/listed-item.js"
import { countWritten } from "../reading/metrics.js"
import type { OfAccount } from "../record/account.js"
import { found, get } from "../record/find.js"
import { lockAttempt, type Written } from "../record/move.js"
import { refIn } from "../record/record.js"
import { storedTime } from "../record/storable.js"
import { payBy } from "./arrival.js"

const AcceptMoney = Schema.Struct({
  ...Decided.fields,
  /** The item of `unmatched` that is this order's money. Absent: what the person saw elsewhere. */
  claim: Schema.optionalKey(Schema.Int),
  /** What arrived, in rupiah. Default: what the claim says, else what was asked. */
  amount: Schema.optionalKey(Rupiah),
  /** When it arrived. Default: what the claim says, else now. */
  arrivedAt: Schema.optionalKey(storedTime),
})
/** What `acceptMoney` takes: who takes it that the money arrived, why, and what they go by. */
export type AcceptMoneyInput = typeof AcceptMoney.Encoded

const decode = decodeInput("acceptMoney", AcceptMoney)

const CLAIM = selection(unmatched, "u")

const LOCK_CLAIM: PreparedStatement = {
  name: "qriskit_lock_claim",
  text: `select ${CLAIM.columns} from qriskit.unmatched as u where u.id = $1 and u.account = $2 and u.attempt_id is null for update`,
}

const ASSIGN: PreparedStatement = {
  name: "qriskit_assign_claim",
  text: /* sql */ `
update qriskit.unmatched set attempt_id = $2, next_inquiry_at = null, changed_at = $3 where id = $1`,
}

const ACKNOWLEDGE: PreparedStatement = {
  name: "qriskit_acknowledge_claim",
  text: /* sql */ `
update qriskit.anomaly set acknowledged_at = $2, acknowledged_by = $3, acknowledged_why = $4
where unmatched_id = $1 and acknowledged_at is null`,
}

type Accepted = Written | "no such claim" | "not open"

const accept =
  (attemptId: string, request: typeof AcceptMoney.Type, account: string, at: Date) =>
  async (tx: Transaction): Promise<Accepted> => {
    const { by, why, claim: id } = request
    // The claim first, as whoever is told of its money does.
    const [row] = id === undefined ? [] : await tx.query(LOCK_CLAIM, [id, account])
    const locked = await lockAttempt(tx, attemptId)
    if (locked === undefined || locked.attempt.paidAmount !== null) return "not open"
    const claim = row === undefined ? undefined : CLAIM.read(row)
    if (id !== undefined && claim === undefined) return "no such claim"
    const arrivedAt = request.arrivedAt ?? claim?.claimedAt ?? claim?.foundAt ?? at
    const ref = claim === undefined ? undefined : refIn(claim)
    if (claim !== undefined) {
      await tx.query(ASSIGN, [claim.id, attemptId, at])
      await tx.query(ACKNOWLEDGE, [claim.id, at, by, why])
    }
    return payBy(
      tx,
      locked,
      {
        account,
        amount: request.amount ?? claim?.amount ?? claim?.claimedAmount ?? locked.attempt.amount,
        from: arrivedAt,
        until: arrivedAt,
        evidence: { kind: "person", by, why, ...present({ ref }) },
      },
      at,
    )
  }

/**
 * Takes it, on a person's word, that the money of an order on a printed QR arrived: by a claim of `unmatched` that
 * nobody signed or that fits several orders, or by what was seen in the acquirer's own application. The record becomes
 * `paid` with the amount that arrived, and its handlers run. Findings about the claim are acknowledged. The acquirer's
 * own report of the same money, where it comes later, is added to the record.
 *
 * Fails with `NoSuchPayment`, `NotExpected` (it has a QR of its own), `WrongState` (money is on record), `NoSuchItem`
 * (no such claim waits in this account), `InvalidInput`, `DatabaseFailure`.
 */
export const acceptMoney = Effect.fn("Payments.acceptMoney")(function* (
  key: string,
  input: unknown,
  of?: OfAccount,
) {
  const database = yield* Database
  const request = yield* decode(input)
  const { attempt: row } = yield* found(key, of)
  if (row.surplus === null) return yield* new NotExpected({ key, operation: "acceptMoney" })
  if (request.claim !== undefined) yield* listed("claim", request.claim)
  const at = yield* now
  const accepted = yield* database.transaction(accept(row.id, request, row.account, at))
  if (accepted === "no such claim")
    return yield* new NoSuchItem({ what: "claim", id: request.claim ?? Number.NaN })
  if (accepted === "not open")
    return yield* new WrongState({ key, operation: "acceptMoney", status: (yield* get(key, of)).status })
  yield* countWritten(row.provider, accepted)
  yield* (yield* Wakeups).poke
  return yield* get(key, of)
})
