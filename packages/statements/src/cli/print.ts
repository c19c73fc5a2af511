import { describe } from "../fault.js"
import { formatSen, type Sen } from "../money/sen.js"
import type { Proof } from "../proof/proof.js"
import type { StatementLine } from "../reading/line.js"
import type { StatementSummary } from "../summary.js"

/** What a terminal would act on stays text. */
export const inert = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD")

const money = (sen: Sen | undefined): string => (sen === undefined ? "–" : formatSen(sen).replace("Rp ", ""))

const whenOf = (line: StatementLine): string =>
  line.paidAt === undefined
    ? (line.paidOn ?? line.bookedOn ?? line.entryDate ?? line.valueDate ?? (line.pending ? "pending" : "–"))
    : new Date(line.paidAt.getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replace("T", " ")

const idOf = (line: StatementLine): string =>
  line.reference ?? line.rrn ?? line.providerId ?? line.bankReference ?? line.mid ?? "–"

const ROW: ReadonlyArray<readonly [title: string, width: number, of: (line: StatementLine) => string]> = [
  ["row", 6, ({ row }) => String(row)],
  ["kind", 13, ({ kind, pending }) => (pending ? `${kind}*` : kind)],
  ["when", 20, whenOf],
  ["id", 26, idOf],
  ["gross", 18, ({ gross }) => money(gross)],
  ["fee", 14, ({ fee }) => money(fee)],
  ["tax", 12, ({ tax }) => money(tax)],
  ["net", 18, ({ net }) => money(net)],
]

/** Amounts stand on the right. */
const AMOUNTS: ReadonlySet<string> = new Set(["gross", "fee", "tax", "net"])

const cell = (title: string, width: number, text: string): string => {
  const short = text.length > width ? `${text.slice(0, width - 1)}…` : text
  return AMOUNTS.has(title) ? short.padStart(width) : short.padEnd(width)
}

export const HEADING = ROW.map(([title, width]) => cell(title, width, title))
  .join(" ")
  .trimEnd()

/** A line, and what a person should know of it. */
export const printLine = (line: StatementLine): string => {
  const row = ROW.map(([title, width, of]) => cell(title, width, inert(of(line))))
    .join(" ")
    .trimEnd()
  return [row, ...line.notes.map(({ message }) => `       ${inert(message)}`)].join("\n")
}

const WORDS: Readonly<Record<Proof["of"], string>> = {
  lines: "gross, fee, tax and net of each line",
  total: "the row of totals",
  summary: "the second table, by merchant id",
  summary_total: "the totals of the second table",
  balance: "the running balance",
  opening: "the opening balance",
  closing: "the closing balance",
  debits: "money out",
  credits: "money in",
  balances: "opening balance and lines make the closing one",
}

const proofLine = ({ of, compared, unproven }: Proof): string =>
  `  ✓ ${WORDS[of]} (${compared} compared${unproven === 0 ? "" : `, ${unproven} not told`})`

/** What the file came to. */
export const printSummary = (summary: StatementSummary): string => {
  const { profile, totals, file, payouts } = summary
  const lines = [
    "",
    `${profile.title} (${profile.id}): ${summary.why}`,
    `${summary.lines} lines, ${summary.ignoredCount} rows without money${file.entry === undefined ? "" : `, from ${inert(file.entry)}`}`,
    `gross ${money(totals.gross)}   fee ${money(totals.fee)}   tax ${money(totals.tax)}   net ${money(totals.net)}`,
    ...(summary.opening === undefined && summary.closing === undefined
      ? []
      : [`opening ${money(summary.opening)}   closing ${money(summary.closing)}`]),
    ...payouts.map(
      ({ mid, date, net, gross }) => `paid out to ${inert(mid)} ${date ?? ""}: ${money(net ?? gross)}`,
    ),
    ...(summary.proofs.length === 0
      ? ["  ! the report has nothing by which it could be proven"]
      : summary.proofs.map(proofLine)),
    ...summary.incompleteBecause.map((why) => `  ! incomplete: ${inert(why)}`),
    ...summary.faults.map((fault) => `  ✗ ${inert(describe(fault))}`),
    `bytes ${file.sha256}`,
    `rows  ${file.rowsSha256}`,
  ]
  return lines.join("\n")
}
