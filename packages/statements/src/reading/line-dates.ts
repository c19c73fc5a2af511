import type { Cell } from "../cell.js"
import type { StatementProfile } from "../profile/profile.js"
import type { Day, Period } from "../time/day.js"
import type { ColumnFinder } from "./columns.js"
import { DateColumns } from "./dates.js"

const FIELDS = ["paid", "settled", "booked", "value"] as const
type DateField = (typeof FIELDS)[number]

/** Dates without which a row is no line. */
const REQUIRED: ReadonlySet<DateField> = new Set(["paid", "booked"])

/** The days of a row. */
export type Days = Partial<Record<DateField, Day>> & { paidAt?: Date }

/** Reads the dates of a table's rows. */
export class LineDates {
  readonly #fields: ReadonlyArray<readonly [field: DateField, columns: DateColumns]>

  constructor(profile: StatementProfile, finder: ColumnFinder, period: () => Period | undefined) {
    this.#fields = FIELDS.flatMap((field) => {
      const dated = profile.dates[field]
      return dated === undefined
        ? []
        : [[field, new DateColumns(dated, `dates.${field}`, finder, profile, period)] as const]
    })
  }

  /** @param pending whether the row has its word where the date of booking will stand */
  read(cells: ReadonlyArray<Cell>, pending: boolean, say: (column: number, message: string) => void): Days {
    const days: Days = {}
    for (const [field, columns] of this.#fields) {
      if (pending && field === "booked") continue
      const when = columns.read(cells)
      if (typeof when === "string") say(columns.first, when)
      else if (when !== undefined) {
        days[field] = when.day
        if (field === "paid" && when.at !== undefined) days.paidAt = new Date(when.at)
      } else if (REQUIRED.has(field)) say(columns.first, "is empty, and a date must stand here")
    }
    return days
  }
}
