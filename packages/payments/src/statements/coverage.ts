import type { Transaction } from "../database/database.js"
import type { MatchRange } from "./match-lines.js"
import { daysLater, jakartaDay } from "./scope.js"

/** A file that tells of all payments of a provider on some days. */
interface Covering {
  readonly id: string
  readonly provider: string
  readonly coverage: "paid" | "settled" | "booked"
  readonly lag: number
  readonly from: string
  readonly until: string
  /** The day on which the report was made, as far as is known. */
  readonly madeOn: string
}

/** A day of a provider of which a file should tell every payment, and its lag is over. */
export interface CoveredDay {
  readonly provider: string
  readonly day: string
  readonly import: string
}

const COVERING = /* sql */ `
select id, provider, coverage, coalesce(lag, 1) as lag, days_from::text as days_from, days_until::text as days_until,
  reported_on::text as reported_on, imported_at
from qriskit.statement_import
where account = $1 and state = 'imported' and kind = 'acquirer' and provider is not null and is_complete
  and days_from is not null and days_until >= $2::date - 62 and days_from <= $3::date + 62`

/** Indonesian banks settle on weekdays that are no public holiday. */
const isWorkingDay = (day: string, holidays: ReadonlySet<string>): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

/** The day so many working days later. */
const workingDaysLater = (day: string, working: number, holidays: ReadonlySet<string>): string => {
  let at = day
  for (let left = working; left > 0; ) {
    at = daysLater(at, 1)
    if (isWorkingDay(at, holidays)) left -= 1
  }
  return at
}

/** The longest file that is walked day by day: ten years. */
const MOST_DAYS = 3_700

const daysFrom = (from: string, until: string): ReadonlyArray<string> => {
  const days: Array<string> = []
  for (let day = from; day <= until && days.length < MOST_DAYS; day = daysLater(day, 1)) days.push(day)
  return days
}

/**
 * The days in a range of which a payment that is in no report is missing. Silence proves something only where a
 * complete report was made after the lag: of a report that is cut by the day of payment, that day's; of one that is cut
 * by the day of settlement, all those of the working days until the payment had to be settled.
 */
export const coveredDays = async (
  tx: Transaction,
  { account, from, until }: MatchRange,
  today: string,
  holidays: ReadonlySet<string>,
): Promise<ReadonlyArray<CoveredDay>> => {
  const files = (await tx.query(COVERING, [account, from, until])).map(
    (row): Covering => ({
      id: String(row["id"]),
      provider: String(row["provider"]),
      coverage: row["coverage"] === "paid" ? "paid" : "settled",
      lag: Number(row["lag"]),
      from: String(row["days_from"]),
      until: String(row["days_until"]),
      madeOn:
        typeof row["reported_on"] === "string"
          ? row["reported_on"]
          : jakartaDay(row["imported_at"] instanceof Date ? row["imported_at"] : new Date(0)),
    }),
  )
  const covered = new Map<string, CoveredDay>()
  const note = (file: Covering, day: string): void => {
    if (day >= from && day <= until)
      covered.set(`${file.provider} ${day} ${file.id}`, { provider: file.provider, day, import: file.id })
  }
  const settledDays = new Map<string, Set<string>>()
  for (const file of files) {
    if (file.coverage === "paid") {
      for (const day of daysFrom(file.from, file.until)) {
        const due = workingDaysLater(day, file.lag, holidays)
        if (file.madeOn >= due && file.madeOn > day && today >= due) note(file, day)
      }
      continue
    }
    const days = settledDays.get(file.provider) ?? new Set<string>()
    for (const day of daysFrom(file.from, file.until)) if (day < file.madeOn) days.add(day)
    settledDays.set(file.provider, days)
  }
  for (const file of files.filter(({ coverage }) => coverage !== "paid")) {
    const days = settledDays.get(file.provider) ?? new Set<string>()
    for (const day of daysFrom(daysLater(file.from, -31), file.until)) {
      const due = workingDaysLater(day, file.lag, holidays)
      if (due > today || due < file.from || due > file.until) continue
      const working = daysFrom(day, due).filter((at) => isWorkingDay(at, holidays))
      if (working.every((at) => days.has(at))) note(file, day)
    }
  }
  return [...covered.values()]
}
