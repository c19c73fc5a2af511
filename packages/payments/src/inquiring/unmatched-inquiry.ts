import { formatRupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Database, type PreparedStatement } from "../database/database.js"
import type { unmatched } from "../database/schema.js"
import type { RowOf } from "../database/table.js"
import { now } from "../now.js"
import { count, METRICS } from "../reading/metrics.js"
import { isMoney } from "../record/attempt-status.js"
import { refIn } from "../record/record.js"
import { accountGate } from "./account-gate.js"
import type { Turn } from "./claim-inquiries.js"
import { askProvider } from "./inquiring.js"

/** Tries to learn what an unmatched payment is; after that it stays `claimed`, listed, and is asked about no more. */
const MAX_INQUIRIES = 5
const PAUSE = 60_000

/** Notes that there was no answer, or ($3) that the provider knows no such payment. */
const SILENT: PreparedStatement = {
  name: "qriskit_unmatched_silent",
  text: /* sql */ `
update qriskit.unmatched set inquiries = $2, next_inquiry_at = $4,
  state = case when $3 then 'refuted' else state end, changed_at = case when $3 then $5 else changed_at end
where id = $1`,
}

/** Notes what the provider says; money ($7 `confirmed`) is a finding, once. */
const ANSWERED: PreparedStatement = {
  name: "qriskit_unmatched_answered",
  text: /* sql */ `
with noted as (
  update qriskit.unmatched set inquiries = $2, status = $3, amount = $4, changed_at = $5, next_inquiry_at = $6, state = $7
  where id = $1
  returning id, account, state
)
insert into qriskit.anomaly (account, kind, once, unmatched_id, detail, found_at)
select noted.account, 'unmatched_money', $8, noted.id, $9, $5 from noted where noted.state = 'confirmed'
on conflict (once) do nothing
returning id`,
}

/** A claim to ask about, as it was claimed. */
export interface UnmatchedInquiry extends Turn {
  readonly row: RowOf<typeof unmatched>
}

/**
 * Asks whether a payment that no record knows exists at the provider. Money that it confirms becomes an anomaly: it
 * belongs to a static QR, another system, or nobody.
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
  const answer = yield* askProvider(
    ref,
    { provider, account, about: `unmatched ${id}`, isGateClean },
    gate.wasClosed,
  )
  const at = yield* now
  const inquiries = row.inquiries + 1
  const again = inquiries < MAX_INQUIRIES ? new Date(at.getTime() + PAUSE * 2 ** inquiries) : null
  if (Result.isFailure(answer)) {
    const isRefused = answer.failure.outcome === "refused" && !answer.failure.isRetryable
    yield* database.query(SILENT, [id, inquiries, isRefused, isRefused ? null : again, at])
    return
  }
  const { status, amount } = answer.success
  const isPaid = status !== "pending" && status !== "under_review" && isMoney(status)
  const found = yield* database.query(ANSWERED, [
    id,
    inquiries,
    status,
    amount,
    at,
    isPaid ? null : again,
    isPaid ? "confirmed" : "refuted",
    `unmatched_money:${id}:`,
    `${formatRupiah(amount)} at ${row.provider}, payment ${row.providerPaymentId}, external id ${row.externalId}.`,
  ])
  if (found.length > 0) yield* count(METRICS.anomalies, { provider: row.provider, kind: "unmatched_money" })
})
