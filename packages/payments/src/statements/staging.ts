import { createHash } from "node:crypto"
import type { PreparedStatement } from "../database/database.js"
import { isStorableText, storableText } from "../record/storable.js"
import type { LineToImport } from "./statement.js"

/** An id that is longer is none: it is not cut, because two that begin alike would become one. */
const LONGEST_ID = 255

/** As much of what a bank prints is kept. */
const LONGEST_TEXT = 1_000

/** Notes of one line that are kept. */
const MOST_NOTES = 10

const idToStore = (id: string | undefined): string | undefined =>
  id !== undefined && id !== "" && id.length <= LONGEST_ID && isStorableText(id) ? id : undefined

/** A text of any length as 128 bits of its SHA-256, which PostgreSQL holds as a uuid. */
const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32)

const textToStore = (text: string | undefined): string | undefined =>
  text === undefined || text === "" ? undefined : storableText(text, LONGEST_TEXT)

const senToStore = (sen: bigint | undefined): string | undefined =>
  sen === undefined ? undefined : String(sen)

/** A line as the statement below reads it. What is undefined is left out, and becomes null. */
const columnsOf = (line: LineToImport, place: number): Readonly<Record<string, unknown>> => ({
  place,
  line_row: line.row,
  key: line.key === undefined ? undefined : digest(line.key),
  content: digest(line.content),
  kind: line.kind,
  channel: line.channel,
  settled: line.settled,
  pending: line.pending,
  reversal: line.reversal,
  provider_id: idToStore(line.providerId),
  callback_id: idToStore(line.callbackId),
  reference: idToStore(line.reference),
  rrn: idToStore(line.rrn),
  rrn_restored: line.rrnRestored,
  merchant: idToStore(line.mid),
  nmid: idToStore(line.nmid),
  tid: idToStore(line.tid),
  bank_account: idToStore(line.account),
  batch: idToStore(line.batch),
  bank_reference: idToStore(line.bankReference),
  original_id: idToStore(line.originalId),
  part: textToStore(line.part),
  paid_at: line.paidAt,
  paid_on: line.paidOn,
  settled_on: line.settledOn,
  booked_on: line.bookedOn ?? line.entryDate ?? line.valueDate,
  transactions_of: line.transactionsOf,
  gross: senToStore(line.gross),
  fee: senToStore(line.fee),
  tax: senToStore(line.tax),
  net: senToStore(line.net),
  fee_verdict: line.feeVerdict,
  status: textToStore(line.status),
  narrative: textToStore(line.narrative.join("\n")),
  notes:
    line.notes.length === 0
      ? undefined
      : line.notes
          .slice(0, MOST_NOTES)
          .map(({ kind, message }) => storableText(`${kind}: ${message}`, LONGEST_TEXT)),
})

/** What a line's columns are called and what they hold, for a statement that reads them from JSON. */
const COLUMNS = `place integer, line_row integer, key uuid, content uuid, kind text, channel text, settled boolean,
  pending boolean, reversal boolean, provider_id text, callback_id text, reference text, rrn text, rrn_restored boolean,
  merchant text, nmid text, tid text, bank_account text, batch text, bank_reference text, original_id text, part text,
  paid_at timestamptz, paid_on date, settled_on date, booked_on date, transactions_of date, gross bigint, fee bigint,
  tax bigint, net bigint, fee_verdict text, status text, narrative text, notes text[]`

/** Puts lines of an import ($1) aside. */
export const STAGE: PreparedStatement = {
  name: "qriskit_statement_stage",
  text: /* sql */ `
insert into qriskit.statement_staged (import_id, place, line_row, key, content, kind, channel, settled, pending, reversal,
  provider_id, callback_id, reference, rrn, rrn_restored, merchant, nmid, tid, bank_account, batch, bank_reference,
  original_id, part, paid_at, paid_on, settled_on, booked_on, transactions_of, gross, fee, tax, net, fee_verdict, status,
  narrative, notes)
select $1, place, line_row, key, content, kind, channel, settled, pending, reversal, provider_id, callback_id, reference,
  qriskit.comparable_rrn(rrn), rrn_restored, qriskit.comparable_merchant(merchant), nmid, tid, bank_account, batch,
  bank_reference, original_id, part, paid_at, paid_on, settled_on, booked_on, transactions_of, gross, fee, tax, net,
  fee_verdict, status, narrative, notes
from json_to_recordset($2::json) as line (${COLUMNS})`,
}

/** Values for `STAGE`: lines that follow `after` others. */
export const toStage = (
  importId: string,
  lines: ReadonlyArray<LineToImport>,
  after: number,
): ReadonlyArray<unknown> => [
  importId,
  JSON.stringify(lines.map((line, index) => columnsOf(line, after + index + 1))),
]

/** An import that has not ended after so long never will: its process is gone. In milliseconds. */
export const ABANDONED_AFTER = 86_400_000

/** Throws away what imports that began before $1 had put aside. */
export const SWEEP: PreparedStatement = {
  name: "qriskit_statement_sweep",
  text: /* sql */ `
with abandoned as (
  delete from qriskit.statement_import where state = 'reading' and begun_at < $1 returning id
)
delete from qriskit.statement_staged where import_id in (select id from abandoned)`,
}
