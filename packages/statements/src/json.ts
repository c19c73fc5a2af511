import type { StatementLine } from "./reading/line.js"
import type { StatementSummary } from "./summary.js"

const jakartaTime = (date: Date): string =>
  new Date(date.getTime() + 7 * 3_600_000).toISOString().replace(/(?:\.000)?Z$/, "+07:00")

/** Sen are exact as numbers: no amount of a line is larger than they reach; a sum that is, is text. */
const plain = (_: string, value: unknown): unknown => {
  if (typeof value !== "bigint") return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** A line as JSON: sen as numbers, times in Jakarta's, what the report does not say left out. */
export const lineToJson = ({ paidAt, ...line }: StatementLine): string =>
  JSON.stringify({ ...line, ...(paidAt === undefined ? {} : { paidAt: jakartaTime(paidAt) }) }, plain)

/** What a file came to, as JSON. The profile is named by its id. */
export const summaryToJson = ({ profile, ...summary }: StatementSummary): string =>
  JSON.stringify({ profile: profile.id, ...summary }, plain)
