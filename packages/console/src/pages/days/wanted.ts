import * as Schema from "effect/Schema"
import { dayOf, endOfDay, startOfDay } from "../../html/time.js"
import { Account, Day, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"

const read = readFields(
  Schema.Struct({
    account: Schema.optionalKey(Account),
    from: Schema.optionalKey(Day),
    until: Schema.optionalKey(Day),
  }),
)

const DAY_MILLIS = 24 * 60 * 60_000

/** As many days at once. */
const MOST_DAYS = 366

/** Days, both included, and of which account. */
export interface WantedDays {
  readonly account?: string
  readonly from: string
  readonly until: string
}

/** The days that an address asks for: a week up to today where it names none. `undefined` where that is none. */
export const daysWanted = (visit: Visit): WantedDays | undefined => {
  const asked = read(visit.query)
  if (asked === undefined) return undefined
  const until = asked.until ?? asked.from ?? dayOf(new Date())
  const end = endOfDay(until)
  if (end === undefined) return undefined
  const from = asked.from ?? dayOf(new Date(end.getTime() - 7 * DAY_MILLIS))
  const start = startOfDay(from)
  if (start === undefined || start >= end || end.getTime() - start.getTime() > MOST_DAYS * DAY_MILLIS)
    return undefined
  return { ...accountMeant(visit, asked.account), from, until }
}
