import * as Effect from "effect/Effect"
import type { PreparedStatement, Transaction } from "../database/database.js"
import { optional, text, time, whole } from "../database/table.js"
import { Wakeups } from "../engine/wakeups.js"
import { countWritten } from "../reading/metrics.js"
import type { Written } from "../record/move.js"
import { isSettled, settleArrival } from "./arrival.js"
import { SKEW } from "./candidates.js"
import { NO_ACQUIRER } from "./expect-payment.js"

/** Of which lines: of an account, by days, both included. */
interface Lines {
  readonly account: string
  readonly from: string
  readonly until: string
}

/** An order on a printed QR that a line paid. */
export interface PaidByLine {
  readonly key: string
  readonly provider: string
  readonly written: Written
}

/** Few shops have printed QRs: nobody else pays for this. */
const ANY: PreparedStatement = {
  name: "qriskit_any_expectation",
  text: "select from qriskit.expectation limit 1",
}

/** A line by which an order was paid goes on being that order's, however often it is matched. */
const KNOWN: PreparedStatement = {
  name: "qriskit_statement_match_evidence",
  text: /* sql */ `
insert into qriskit.statement_match (line_id, attempt_id, strength)
select line.id, e.attempt_id, 5
from qriskit.expectation as e
  join qriskit.statement_line as line on line.account = e.account and line.key = e.evidence_id::uuid
where e.evidence = 'statement' and e.account = $1 and line.day between $2 and $3
on conflict (line_id) do nothing`,
}

/**
 * Gives lines back to the orders that they paid. After ids were matched, and before times are: only an id says more.
 */
export const keepEvidence = async (tx: Transaction, { account, from, until }: Lines): Promise<void> => {
  if ((await tx.query(ANY)).length > 0) await tx.query(KNOWN, [account, from, until])
}

const FROM = "coalesce(line.paid_at, line.paid_on::timestamp at time zone 'UTC' - interval '7 hours')"
const UNTIL = "coalesce(line.paid_at, line.paid_on::timestamp at time zone 'UTC' + interval '17 hours')"

/**
 * Lines of payments that no key explains and whose amount an order held when they say that it was paid. A line that
 * names an order of somebody's is that one's, unless the printed code itself carries the name.
 */
const UNEXPLAINED = /* sql */ `
select line.id, line.key::text as key, line.gross::text as gross, line.nmid, line.merchant, file.provider, file.family,
  ${FROM} as paid_from, ${UNTIL} as paid_until
from qriskit.statement_line as line join qriskit.statement_import as file on file.id = line.import_id
where line.account = $1 and line.day between $2 and $3 and line.kind = 'payment' and file.kind = 'acquirer'
  and line.gross > 0 and line.gross % 100 = 0 and not line.reversal and line.channel is distinct from 'card'
  and coalesce(line.paid_at::date, line.paid_on) is not null
  and not exists (select from qriskit.statement_match as match where match.line_id = line.id)
  and exists (
    select from qriskit.expectation as e join qriskit.attempt as a on a.id = e.attempt_id
    where e.amount = line.gross / 100 and e.account = line.account and e.held_until >= ${FROM}
      and e.opened_at <= ${UNTIL} + interval '${SKEW} milliseconds'
      and (line.reference is null or not 'reference' = any (file.keys) or position(line.reference in a.qr_payload) > 0)
  )
order by paid_from, line.id`

const MATCH: PreparedStatement = {
  name: "qriskit_statement_match_expected",
  text: /* sql */ `
insert into qriskit.statement_match (line_id, attempt_id, strength)
select $1, $2, 5
where $2::uuid is null or not exists (
  select from qriskit.statement_match as match join qriskit.statement_line as line on line.id = match.line_id
    join qriskit.statement_import as file on file.id = line.import_id
  where match.attempt_id = $2 and file.family = $3
)`,
}

const CANDIDATES: PreparedStatement = {
  name: "qriskit_statement_candidates_expected",
  text: /* sql */ `
insert into qriskit.statement_candidate (line_id, attempt_id) select $1, unnest($2::uuid[]) on conflict do nothing`,
}

const PROVIDER: PreparedStatement = {
  name: "qriskit_provider_of_attempt",
  text: "select provider from qriskit.attempt where id = $1",
}

const LINE = {
  id: text,
  key: text,
  gross: whole,
  nmid: optional(text),
  merchant: optional(text),
  provider: optional(text),
  family: text,
  from: time,
  until: time,
}

/**
 * Pays the orders on printed QRs whose money lines of reports tell of: those that no id explains, where exactly one
 * order held the amount at the time that the line names. What fits several is ambiguous, as any other line. Within the
 * caller's transaction, after ids and times were matched.
 */
export const payFromLines = async (
  tx: Transaction,
  { account, from, until }: Lines,
  now: Date,
): Promise<ReadonlyArray<PaidByLine>> => {
  if ((await tx.query(ANY)).length === 0) return []
  const paid: Array<PaidByLine> = []
  for (const row of await tx.query(UNEXPLAINED, [account, from, until])) {
    const lineId = LINE.id.read(row["id"])
    const family = LINE.family.read(row["family"])
    const settlement = await settleArrival(
      tx,
      {
        account,
        amount: LINE.gross.read(row["gross"]) / 100,
        from: LINE.from.read(row["paid_from"]),
        until: LINE.until.read(row["paid_until"]),
        provider: LINE.provider.read(row["provider"]) ?? undefined,
        nmid: LINE.nmid.read(row["nmid"]) ?? undefined,
        merchant: LINE.merchant.read(row["merchant"]) ?? undefined,
        family,
        evidence: { kind: "statement", id: LINE.key.read(row["key"]) },
      },
      now,
    )
    if (settlement.kind === "none") continue
    if (settlement.kind === "several") {
      await tx.query(MATCH, [lineId, null, family])
      await tx.query(CANDIDATES, [lineId, settlement.attemptIds])
      continue
    }
    // The money of an order that a callback or a person told of before is in a report, too.
    await tx.query(MATCH, [lineId, settlement.attemptId, family])
    if (!isSettled(settlement)) continue
    const [attempt] = await tx.query(PROVIDER, [settlement.attemptId])
    const { key, written } = settlement
    paid.push({ key, provider: String(attempt?.["provider"] ?? NO_ACQUIRER), written })
  }
  return paid
}

const UNDONE: PreparedStatement = {
  name: "qriskit_evidence_undone",
  text: /* sql */ `
insert into qriskit.anomaly (account, kind, once, payment_id, attempt_id, detail, found_at)
select a.account, 'evidence_undone', 'evidence_undone:' || a.id || ':' || e.evidence_id, a.payment_id, a.id,
  'The line of a statement by which it was called paid was taken back with its import ' || $2::bigint || '.', $3
from qriskit.expectation as e join qriskit.attempt as a on a.id = e.attempt_id
where e.evidence = 'statement' and e.evidence_id = any ($1::text[]) and e.account = $4
on conflict (once) do nothing`,
}

/** Lines were taken back: an order that was paid by one stays paid, and a person is told. */
export const findUndone = async (
  tx: Transaction,
  account: string,
  keys: ReadonlyArray<string>,
  importId: number,
  now: Date,
): Promise<void> => {
  if (keys.length > 0) await tx.query(UNDONE, [keys, importId, now, account])
}

/** Counts what lines paid, and has it handed over at once. Once it is stored. */
export const tellPaidByLines = Effect.fnUntraced(function* (paid: ReadonlyArray<PaidByLine>) {
  for (const { provider, written } of paid) yield* countWritten(provider, written)
  if (paid.length > 0) yield* (yield* Wakeups).poke
})
