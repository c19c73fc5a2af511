import type { Transaction } from "../database/database.js"

/**
 * Days of a bank account that stand here otherwise: from a report of another kind, or from one of this kind that names
 * no account where this one does, or the other way round. The same credits would count twice, and nobody could say
 * which line of the one is which of the other.
 */
const FIND_OTHER_FORM = /* sql */ `
with said as materialized (
  select distinct coalesce(booked_on, transactions_of, $4::date) as day,
    coalesce(qriskit.comparable_account(bank_account), '') as bank_account
  from qriskit.statement_staged
  where import_id = $1 and not pending and kind <> 'unreadable'
),
told as (
  select said.bank_account as said_of, other.id, other.title, other.family, line.day,
    coalesce(qriskit.comparable_account(coalesce(line.bank_account, other.bank_account)), '') as told_of
  from said join qriskit.statement_line as line on line.account = $2 and line.day = said.day
    join qriskit.statement_import as other on other.id = line.import_id and other.kind = 'bank'
)
select id, title, family <> $3 as is_other_kind, min(day)::text as first, max(day)::text as last from told
where case when family <> $3 then said_of <> '' and said_of = told_of else (said_of = '') <> (told_of = '') end
group by id, title, family order by id limit 1`

/**
 * Lines of this file that are known from another, though both begin on one day with other balances: each tells a part
 * of the day. Two equal credits of a day are told apart by their order within it, which parts do not have.
 */
const FIND_PART = /* sql */ `
select other.id, other.title, other.days_from::text as day
from qriskit.statement_staged as said
  join qriskit.statement_line as line on line.account = $2 and line.key = said.key
  join qriskit.statement_import as other on other.id = line.import_id and other.kind = 'bank'
where said.import_id = $1 and not said.pending and said.kind <> 'unreadable'
  and other.days_from = $3::date and other.opening <> $4::bigint
order by other.id limit 1`

/** A bank's statement that was put aside. */
interface Aside {
  readonly importId: string
  readonly account: string
  readonly family: string
  /** Of lines that tell none. */
  readonly day: string
  /** The first day that it covers, and the balance with which it begins, where it tells them. */
  readonly from: string | undefined
  readonly opening: bigint | undefined
}

const otherForm = async (tx: Transaction, { importId, account, family, day }: Aside) => {
  const [other] = await tx.query(FIND_OTHER_FORM, [importId, account, family, day])
  if (other === undefined) return undefined
  const where = `import ${other["id"]} (${other["title"]})`
  const days = `from ${other["first"]} to ${other["last"]}`
  return other["is_other_kind"] === true
    ? `tells days of a bank account that ${where} tells in another form, ${days}: they would count twice. Import other days only, or undo that import`
    : `tells days that ${where} tells, ${days}, and one of them does not say of which bank account: they may count twice. Say the account of both; undo that import where it lacks it`
}

const partOfDay = async (tx: Transaction, { importId, account, from, opening }: Aside) => {
  if (from === undefined || opening === undefined) return undefined
  const [other] = await tx.query(FIND_PART, [importId, account, from, String(opening)])
  return other === undefined
    ? undefined
    : `tells a part of ${other["day"]}, as import ${other["id"]} (${other["title"]}) does, and begins with another balance: equal credits of the two would be taken for one. Undo that import, and import a statement of the whole day`
}

/**
 * Why a bank's statement would count credits twice, or not at all, as a part of a sentence; `undefined`: it does not.
 */
export const miscountOf = async (tx: Transaction, aside: Aside): Promise<string | undefined> =>
  (await otherForm(tx, aside)) ?? (await partOfDay(tx, aside))
