import { fileDownload } from "../../answer/answer.js"
import type { Page } from "../../html/page.js"
import type { Visit } from "../../request/visit.js"
import type { AccountantsDays, ConsoleStatements } from "../../statements.js"
import { NOT_FOUND, TOO_MANY, troublePage, WRONG_FILTER } from "../trouble.js"
import { daysWanted, type WantedDays } from "./wanted.js"

/** Items of a list that one export holds. A longer one is not cut: fewer days have to be chosen. */
const MOST = 50_000
const PAGE_SIZE = 500

/** Everything of a list; `undefined` where it is more than one export holds. */
const allOf = async <Item extends { readonly id: number }>(
  pageAfter: (after: number) => Promise<ReadonlyArray<Item>>,
): Promise<ReadonlyArray<Item> | undefined> => {
  const all: Array<Item> = []
  for (;;) {
    const page = await pageAfter(all.at(-1)?.id ?? 0)
    all.push(...page)
    if (all.length > MOST) return undefined
    if (page.length < PAGE_SIZE) return all
  }
}

const linesAnd = async ({ house }: Visit, wanted: WantedDays): Promise<AccountantsDays | undefined> => {
  const { statements } = house.payments
  const lines = await allOf((after) => statements.lines({ ...wanted, after, limit: PAGE_SIZE }))
  if (lines === undefined) return undefined
  const findings = await allOf((after) => statements.findings({ ...wanted, after, limit: PAGE_SIZE }))
  return findings && { days: await statements.days(wanted), lines, findings }
}

const exportOf =
  (
    extension: "csv" | "xlsx",
    name: string,
    collect: (visit: Visit, wanted: WantedDays) => Promise<AccountantsDays | undefined>,
    write: (writer: ConsoleStatements, of: AccountantsDays) => Promise<string | Uint8Array>,
  ) =>
  async (visit: Visit): Promise<Page | Response> => {
    const writer = visit.house.options.statements
    if (writer === undefined) return troublePage(visit, NOT_FOUND)
    const wanted = daysWanted(visit)
    if (wanted === undefined) return troublePage(visit, WRONG_FILTER)
    const collected = await collect(visit, wanted)
    if (collected === undefined) return troublePage(visit, TOO_MANY, undefined, "days")
    const content = await write(writer, { ...collected, language: visit.language })
    return fileDownload(content, extension, `${name}-${wanted.from}-${wanted.until}.${extension}`)
  }

/** Each day, and last their sum. */
export const daysCsv = exportOf(
  "csv",
  "days",
  async ({ house }, wanted) => ({ days: await house.payments.statements.days(wanted) }),
  async (writer, of) => {
    const [days] = writer.exportTables(of)
    return days === undefined ? "" : writer.toCsv(days)
  },
)

/** Each line of statements, and last their sum. */
export const linesCsv = exportOf("csv", "lines", linesAnd, async (writer, of) => {
  const [, lines] = writer.exportTables(of)
  return lines === undefined ? "" : writer.toCsv(lines)
})

/** Days, lines and findings, a sheet each. */
export const workbook = exportOf("xlsx", "days", linesAnd, (writer, of) =>
  writer.toXlsx(writer.exportTables(of)),
)
