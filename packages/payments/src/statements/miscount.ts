import type { Transaction } from "../database/database.js"

/**
 * Days of a bank account that stand here from a report of another kind: the same credits would count twice, and nobody could
 * say which line of the one is which of the other.
 */
const FIND_OTHER_FORM = /* sql */ `
with said as materialized (
  select distinct coalesce(booked_on, transactions_of, $4::date) as day, qriskit.comparable_account(bank_account) as bank_account
  from qriskit.statement_staged
  where import_id = $1 and not pending and kind <> 'unreadable' and qriskit.comparable_account(bank_account) <> ''
)
select other.id, other.title, min(line.day)::text as first, max(line.day)::text as last
from said join qriskit.statement_line as line on line.account = $2 and line.day = said.day
  join qriskit.statement_import as other on other.id = line.import_id and other.kind = 'bank' and other.family <> $3
    and qriskit.comparable_account(coalesce(line.bank_account, other.bank_account)) = said.bank_account
group by other.id order by other.id limit 1`

/** A bank's statement that was put aside. */
interface Aside {
  readonly importId: string
  readonly account: string
  readonly family: string
  /** Of lines that tell none. */
  readonly day: string
}

/** Why a bank's statement would count credits twice, as a part of a sentence; `undefined`: it does not. */
export const otherFormOf = async (
  tx: Transaction,
  { importId, account, family, day }: Aside,
): Promise<string | undefined> => {
  const [other] = await tx.query(FIND_OTHER_FORM, [importId, account, family, day])
  return other === undefined
    ? undefined
    : `tells days of a bank account that import ${other["id"]} (${other["title"]}) tells in another form, from ${other["first"]} to ${other["last"]}: they would count twice. Import other days only, or undo that import`
}
