import type { Payment } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database, type PreparedStatement } from "../database/database.js"
import type { unmatched } from "../database/schema.js"
import type { RowOf } from "../database/table.js"
import { Wakeups } from "../engine/wakeups.js"
import { type Arrival, isSettled, type Settlement, settleArrival } from "../expecting/arrival.js"
import { findUnattributed } from "../expecting/unattributed.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { now } from "../now.js"
import { count, countWritten, METRICS } from "../reading/metrics.js"
import { isMoneyObserved } from "../record/decision.js"
import { refIn } from "../record/record.js"
import { accountGate, putOff, speaksOfAccount } from "./account-gate.js"
import type { Turn } from "./claim-inquiries.js"
import { askProvider } from "./inquiring.js"
import { refutes } from "./refutes.js"

/** Tries to learn what an unmatched payment is; after that it stays `claimed`, listed, and is asked about no more. */
const MAX_INQUIRIES = 5
const PAUSE = 60_000

/**
 * Notes that there was no answer, or ($3) that the provider knows no such payment. Where it was claimed anew since the
 * lease $6 began, or confirmed, the question is of no more use.
 */
const SILENT: PreparedStatement = {
  name: "qriskit_unmatched_silent",
  text: /* sql */ `
update qriskit.unmatched set inquiries = $2, next_inquiry_at = $4,
  state = case when $3 then 'refuted' else state end, changed_at = case when $3 then $5 else changed_at end
where id = $1 and next_inquiry_at = $6`,
}

/** Notes what the provider says; $8: the attempt whose money it is. That it is no money is believed as a silence is. */
const ANSWERED: PreparedStatement = {
  name: "qriskit_unmatched_answered",
  text: /* sql */ `
update qriskit.unmatched set inquiries = $2, status = $3, amount = $4, changed_at = $5, next_inquiry_at = $6, state = $7,
  attempt_id = coalesce(attempt_id, $8)
where id = $1 and ($7 = 'confirmed' or next_inquiry_at = $9)`,
}

/** A claim to ask about, as it was claimed. */
export interface UnmatchedInquiry extends Turn {
  readonly row: RowOf<typeof unmatched>
}

const NOBODYS: Settlement = { kind: "none" }

/** What the provider answered about a payment that nobody here made: it may be an order's on a printed QR. */
const arrivalOf = (
  { account, provider, foundAt, claimedAt, nmid }: UnmatchedInquiry["row"],
  { amount, ref, providerStatus, payer, paidAt = claimedAt ?? foundAt }: Payment,
): Arrival => ({
  account,
  provider,
  amount,
  nmid: nmid ?? undefined,
  from: paidAt,
  until: paidAt,
  evidence: { kind: "answer", ref, providerStatus, payer },
})

/**
 * Asks whether a payment that no record knows exists at the provider. Money that it confirms is that of the one order
 * which is expected with its amount on a printed QR; else it becomes an anomaly: another system's, or nobody's.
 */
export const inquireAboutUnmatched = Effect.fn("Payments.inquireUnmatched")(function* ({
  row,
  isGateClean,
}: UnmatchedInquiry) {
  const database = yield* Database
  const { id } = row
  const ref = refIn(row)
  if (ref === undefined) return
  const { provider, account } = row
  const gate = yield* accountGate(provider, account)
  if (gate.isClosed) {
    yield* putOff("unmatched", row, gate.until)
    return
  }
  const answer = yield* askProvider(ref, { provider, account, about: `unmatched ${id}`, isGateClean }, gate)
  const at = yield* now
  const inquiries = row.inquiries + 1
  const again = inquiries < MAX_INQUIRIES ? new Date(at.getTime() + PAUSE * 2 ** inquiries) : null
  if (Result.isFailure(answer)) {
    // Where who asks is refused, nothing is said about the payment, and no try is used up.
    if (speaksOfAccount(answer.failure)) {
      yield* putOff("unmatched", row, new Date(at.getTime() + PAUSE))
      return
    }
    const isRefuted = refutes(answer.failure)
    yield* database.query(SILENT, [id, inquiries, isRefuted, isRefuted ? null : again, at, row.nextInquiryAt])
    return
  }
  const said = answer.success
  const isPaid = isMoneyObserved(said.status)
  const settlement = yield* database.transaction(
    async (tx): Promise<Settlement & { found?: AnomalyKind }> => {
      const settled: Settlement =
        said.status === "paid" ? await settleArrival(tx, arrivalOf(row, said), at) : NOBODYS
      const owner = isSettled(settled) ? settled.attemptId : null
      const state = isPaid ? "confirmed" : "refuted"
      await tx.query(ANSWERED, [
        id,
        inquiries,
        said.status,
        said.amount,
        at,
        isPaid ? null : again,
        state,
        owner,
        row.nextInquiryAt,
      ])
      if (!isPaid || isSettled(settled)) return settled
      const money = { unmatchedId: id, provider, account, paymentId: row.providerPaymentId }
      const finding = { ...money, externalId: row.externalId, amount: said.amount }
      const found = await findUnattributed(tx, finding, settled, at)
      return { ...settled, ...present({ found }) }
    },
  )
  if (settlement.found !== undefined) yield* count(METRICS.anomalies, { provider, kind: settlement.found })
  if (isSettled(settlement)) {
    yield* countWritten(provider, settlement.written)
    yield* (yield* Wakeups).due(settlement.written.events.map((type) => `deliver ${type}` as const))
  }
})
