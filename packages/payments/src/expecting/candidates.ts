import type { PreparedStatement, Transaction } from "../database/database.js"
import type { expectation } from "../database/schema.js"
import { flag, optional, type RowOf, text, time, word } from "../database/table.js"
import { NO_ACQUIRER } from "./expect-payment.js"

/** So much the acquirer's clock and ours may differ, in milliseconds. */
export const SKEW = 120_000

/** More orders than this are not told apart by an amount anyway. */
const MOST = 20

/** Money that somebody tells of, as far as it can tell whose it is. Amount in whole rupiah. */
export interface Money {
  readonly account: string
  readonly amount: number
  /** It arrived then or later, and then or earlier: equal where the time is known. */
  readonly from: Date
  readonly until: Date
  /**
   * Only of orders whose money this provider tells of; from a statement also of those of which none
   * tells. Absent: of any.
   */
  readonly provider?: string | undefined
  /** The national merchant id that the report names: only on QRs of that. */
  readonly nmid?: string | undefined
  /** The merchant's id at the acquirer, as statements are compared: only on QRs that name no other. */
  readonly merchant?: string | undefined
  /** A statement tells of it: the family of its report. */
  readonly family?: string | undefined
}

/** An order that held the amount when the money arrived. */
export interface Candidate {
  readonly attemptId: string
  readonly key: string
  /** Whether its money is on record. */
  readonly isPaid: boolean
  /** What said so. */
  readonly evidence: RowOf<typeof expectation>["evidence"]
  /** Whether the acquirer's id of that money is on record: then this is other money. */
  readonly hasPaymentId: boolean
  /** Whether a line of the same family of reports tells of its money already. */
  readonly hasLine: boolean
}

/** An amount is one order's from a moment before its opening until its rest is over. */
const STATEMENT: PreparedStatement = {
  name: "qriskit_candidates",
  text: /* sql */ `
select e.attempt_id, p.key, a.paid_amount is not null as is_paid, e.evidence, a.provider_payment_id is not null as has_payment_id,
  $7::text is not null and exists (
    select from qriskit.statement_match as match join qriskit.statement_line as line on line.id = match.line_id
      join qriskit.statement_import as file on file.id = line.import_id
    where match.attempt_id = e.attempt_id and file.family = $7
  ) as has_line
from qriskit.expectation as e join qriskit.attempt as a on a.id = e.attempt_id
  join qriskit.payment as p on p.id = a.payment_id join qriskit.printed_qr as q on q.id = e.printed_qr_id
where e.amount = $1 and e.held_until >= $2 and e.opened_at <= $3 and e.account = $4
  and ($5::text is null or e.provider = $5 or $7::text is not null and e.provider = '${NO_ACQUIRER}')
  and ($6::text is null or coalesce(q.nmid = $6, true)) and ($8::text is null or coalesce(a.merchant = $8, true))
order by e.opened_at, p.key limit ${MOST}`,
}

const EVIDENCE = optional(word<"callback" | "answer" | "statement" | "person">())

/** The orders whose money this may be, oldest first. */
export const candidatesFor = async (
  tx: Pick<Transaction, "query">,
  { account, amount, from, until, provider, nmid, merchant, family }: Money,
): Promise<ReadonlyArray<Candidate>> => {
  const rows = await tx.query(STATEMENT, [
    amount,
    from,
    new Date(until.getTime() + SKEW),
    account,
    provider ?? null,
    nmid ?? null,
    family ?? null,
    merchant ?? null,
  ])
  return rows.map((row) => ({
    attemptId: text.read(row["attempt_id"]),
    key: text.read(row["key"]),
    isPaid: flag.read(row["is_paid"]),
    evidence: EVIDENCE.read(row["evidence"]),
    hasPaymentId: flag.read(row["has_payment_id"]),
    hasLine: flag.read(row["has_line"]),
  }))
}

const TIMES: PreparedStatement = {
  name: "qriskit_expectation_end",
  text: "select ends_at from qriskit.expectation where attempt_id = $1",
}

/** When the customer was to have paid by. */
export const endOf = async (tx: Transaction, attemptId: string): Promise<Date> => {
  const [row] = await tx.query(TIMES, [attemptId])
  return time.read(row?.["ends_at"])
}

/**
 * The orders without money that held the amount of an unmatched payment, called `u`, when it is said to have arrived.
 */
const HELD = /* sql */ `from qriskit.expectation as e join qriskit.attempt as a on a.id = e.attempt_id
    join qriskit.payment as p on p.id = a.payment_id join qriskit.printed_qr as q on q.id = e.printed_qr_id
  where e.amount = coalesce(u.amount, u.claimed_amount) and e.held_until >= coalesce(u.claimed_at, u.found_at)
    and e.opened_at <= coalesce(u.claimed_at, u.found_at) + interval '${SKEW} milliseconds'
    and e.account = u.account and e.provider = u.provider and coalesce(q.nmid = u.nmid, true) and a.paid_amount is null`

/** Their keys, the oldest first. */
export const CANDIDATE_KEYS = /* sql */ `array(
  select p.key ${HELD}
  order by e.opened_at, p.key limit ${MOST}
)`

/** Whether there is one. */
export const HAS_CANDIDATES = /* sql */ `exists (select ${HELD})`

/** Whether the order of a key, `$`, is one. */
export const HAS_CANDIDATE = /* sql */ `exists (select ${HELD} and p.key = $)`
