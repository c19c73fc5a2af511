import type { PreparedStatement, Transaction } from "../database/database.js"
import type { FileToImport } from "./statement.js"

/** Lines that one statement moves, so that none takes long. */
const CHUNK = 20_000

const LINE_COLUMNS = `place, line_row, key, content, kind, channel, settled, reversal, provider_id, callback_id, reference,
  rrn, rrn_restored, merchant, nmid, tid, bank_account, batch, bank_reference, original_id, part, paid_at, paid_on,
  settled_on, booked_on, transactions_of, gross, fee, tax, net, fee_verdict, status, narrative`

/** Stores the lines of an import ($1) that no file had before; $5: the day of one that tells none. */
const INSERT_LINES: PreparedStatement = {
  name: "qriskit_statement_lines",
  text: /* sql */ `
with chunk as (
  select distinct on (key) * from qriskit.statement_staged
  where import_id = $1 and place > $3 and place <= $4 and key is not null and not pending and kind <> 'unreadable'
  order by key, place
),
stored as (insert into qriskit.statement_line (import_id, account, day, notes, ${LINE_COLUMNS})
select $1, $2, coalesce(paid_on, settled_on, booked_on, transactions_of, $5::date), coalesce(notes, '{}'), ${LINE_COLUMNS}
from chunk order by place
on conflict (account, key) do nothing
returning 1)
select count(*)::integer as lines from stored`,
}

/**
 * What a repeated line says beside the stored one, of another file or of its own. That a line is paid out by now is
 * news, and no contradiction.
 */
const WHAT = (said: string, stored: string): string => `case
    when ${said}.content = ${stored}.content
      then case when ${said}.import_id = ${stored}.import_id then 'duplicate' else 'again' end
    when ${said}.settled and ${stored}.settled is false
      and (${said}.gross, ${said}.fee, ${said}.tax, ${said}.net)
        is not distinct from (${stored}.gross, ${stored}.fee, ${stored}.tax, ${stored}.net) then 'later'
    else 'restated'
  end`

/** Notes which lines of an import ($1) were stored before, by another file or by this one. */
const INSERT_MENTIONS: PreparedStatement = {
  name: "qriskit_statement_mentions",
  text: /* sql */ `
with noted as (
  insert into qriskit.statement_mention (import_id, place, line_id, line_row, what, content, settled, settled_on, status,
    gross, fee, tax, net, said)
  select $1, said.place, line.id, said.line_row,
    ${WHAT("said", "line")},
    said.content, said.settled, said.settled_on, said.status, said.gross, said.fee, said.tax, said.net,
    jsonb_strip_nulls(to_jsonb(said) - '{import_id,place,line_row,key,content,kind,pending,narrative}'::text[])
  from qriskit.statement_staged as said
    join qriskit.statement_line as line on line.account = $2 and line.key = said.key
  where said.import_id = $1 and said.place > $3 and said.place <= $4 and not said.pending and said.kind <> 'unreadable'
    and (line.import_id <> $1 or line.place <> said.place)
  returning what
)
select what, count(*)::integer as lines from noted group by what`,
}

/** A withdrawal is a line of the report itself. */
const INSERT_PAYOUT_LINES = /* sql */ `
insert into qriskit.statement_payout (import_id, account, source, line_id, reference, merchant, bank_account, day, net)
select import_id, account, 'line', id, coalesce(provider_id, reference), merchant, bank_account, day, -net
from qriskit.statement_line where import_id = $1 and kind = 'payout' and net is not null`

/** Rows of a summary ($3). The account that a merchant id is paid to is what its lines say. */
const INSERT_SUMMARY = /* sql */ `
insert into qriskit.statement_payout (import_id, account, source, merchant, bank_account, day, gross, fee, net, lines)
select $1, $2, 'summary', qriskit.comparable_merchant(said.mid), (
    select bank_account from qriskit.statement_staged as line
    where line.import_id = $1 and line.merchant = qriskit.comparable_merchant(said.mid) and bank_account is not null
    order by place limit 1
  ), said.day, said.gross, said.fee, said.net, said.lines
from json_to_recordset($3::json) as said (mid text, day date, gross bigint, fee bigint, net bigint, lines integer)
where said.net is not null`

const MERCHANTS = /* sql */ `
update qriskit.statement_import set merchants = coalesce((
  select array_agg(merchant order by merchant) from (
    select merchant from qriskit.statement_staged where import_id = $1 and merchant is not null group by merchant limit 10000
  ) as named
), '{}') where id = $1`

/** What became of a file's lines. */
export interface Stored {
  /** New here. */
  readonly stored: number
  /** Had been stored from an earlier file, which said the same. */
  readonly again: number
  /** Likewise, and are paid out by now. */
  readonly later: number
  /** Likewise, and say something else now. */
  readonly restated: number
  /** Stand in the file more than once. */
  readonly duplicate: number
}

const payoutsOf = ({ payouts }: FileToImport) =>
  payouts.map(({ mid, date, gross, fee, net, count }) => ({
    mid: mid.slice(0, 255),
    day: date,
    gross: gross === undefined ? undefined : String(gross),
    fee: fee === undefined ? undefined : String(fee),
    net: net === undefined ? undefined : String(net),
    lines: count,
  }))

/** Makes facts of what was put aside. `onLines` hears how many are done. */
export const storeStaged = async (
  tx: Transaction,
  {
    importId,
    account,
    file,
    day,
  }: {
    readonly importId: string
    readonly account: string
    readonly file: FileToImport
    readonly day: string
  },
  onLines: (lines: number) => void,
): Promise<Stored> => {
  const counts = { stored: 0, again: 0, later: 0, restated: 0, duplicate: 0 }
  await tx.query(MERCHANTS, [importId])
  for (let after = 0; after < file.lines; after += CHUNK) {
    const until = Math.min(after + CHUNK, file.lines)
    const [stored] = await tx.query(INSERT_LINES, [importId, account, after, until, day])
    counts.stored += Number(stored?.["lines"] ?? 0)
    for (const row of await tx.query(INSERT_MENTIONS, [importId, account, after, until])) {
      const what = String(row["what"])
      if (what === "again" || what === "later" || what === "restated" || what === "duplicate")
        counts[what] += Number(row["lines"])
    }
    onLines(until)
  }
  await tx.query(INSERT_PAYOUT_LINES, [importId])
  await tx.query(INSERT_SUMMARY, [importId, account, JSON.stringify(payoutsOf(file))])
  return counts
}

/** What another file may say otherwise of a line that is known by its key. */
const SAID = `channel, settled, reversal, provider_id, callback_id, reference, rrn, rrn_restored, merchant, nmid, tid,
    bank_account, batch, bank_reference, original_id, part, paid_at, paid_on, settled_on, booked_on, transactions_of, gross, fee,
    tax, net, fee_verdict, status`

/** Lines of an import that is taken back go to the earliest other file that has them, with all that that one says. */
export const HAND_OVER = /* sql */ `
with heir as (
  select distinct on (mention.line_id) mention.* from qriskit.statement_line as line
    join qriskit.statement_mention as mention on mention.line_id = line.id and mention.import_id <> $1
  where line.import_id = $1
  order by mention.line_id, mention.import_id, mention.place
),
handed as (
  update qriskit.statement_line as line set (import_id, place, line_row, content, notes,
    ${SAID}) = (
    select heir.import_id, heir.place, heir.line_row, heir.content, coalesce(said.notes, '{}'),
    ${SAID.replaceAll(/\b(\w+)\b/g, "said.$1")}
    from jsonb_populate_record(null::qriskit.statement_line, heir.said) as said
  )
  from heir where line.id = heir.line_id
  returning line.id, line.import_id, line.place, line.day, line.net, line.provider_id, line.reference, line.merchant,
    line.bank_account
),
withdrawn as (
  update qriskit.statement_payout as payout set import_id = handed.import_id, net = -handed.net,
    reference = coalesce(handed.provider_id, handed.reference), merchant = handed.merchant, bank_account = handed.bank_account
  from handed where payout.line_id = handed.id and handed.net is not null
)
delete from qriskit.statement_mention as mention using handed
where mention.line_id = handed.id and mention.import_id = handed.import_id and mention.place = handed.place`

/** What others say of lines, compared with what is stored now. */
export const COMPARE_AGAIN = /* sql */ `
update qriskit.statement_mention as said set what = ${WHAT("said", "line")}
from qriskit.statement_line as line
where line.id = said.line_id and line.account = $1 and line.import_id = any ($2::bigint[])`

/**
 * The days that an import ($1) says something of: its own, those of its lines and of lines that it has, too, of what
 * was paid out, and of the payments that a credit sums up.
 */
export const DAYS_OF = /* sql */ `
select min(day)::text as first, max(day)::text as last from (
  select day from qriskit.statement_line where import_id = $1
  union all
  select transactions_of from qriskit.statement_line where import_id = $1
  union all
  select line.day from qriskit.statement_mention as mention join qriskit.statement_line as line on line.id = mention.line_id
    where mention.import_id = $1
  union all
  select day from qriskit.statement_payout where import_id = $1
  union all
  select unnest(array[days_from, days_until]) from qriskit.statement_import where id = $1
) as named`
