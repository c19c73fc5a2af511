import type { StatementLine } from "../reading/line.js"
import type { Day } from "../time/day.js"

/** The day by which a bank line is found: booked, or entered, or of value. */
export const bankDay = ({ bookedOn, entryDate, valueDate }: StatementLine): Day | undefined =>
  bookedOn ?? entryDate ?? valueDate
