import { AttemptStatus, type ListPayments } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { endOfDay, startOfDay } from "../../html/time.js"
import { Account, Day, line, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"

/** Which payments to look at, as it stands in an address. */
export const BooksFilter = Schema.Struct({
  status: Schema.optionalKey(AttemptStatus),
  provider: Schema.optionalKey(line(64)),
  /** Where all accounts are seen: one of them. */
  account: Schema.optionalKey(Account),
  /** Days in Jakarta, both included: 2026-11-20. */
  from: Schema.optionalKey(Day),
  until: Schema.optionalKey(Day),
  /** Whose totals to show. */
  day: Schema.optionalKey(Day),
  /** Where a later page begins. */
  after: Schema.optionalKey(line(100)),
})
export type BooksFilter = typeof BooksFilter.Type

/** What an address asks for; `undefined` where that cannot be looked for. */
export const filterOf = readFields(BooksFilter)

/** The same as the payments' list takes it. */
export const listQuery = (
  visit: Visit,
  { status, provider, account, from, until }: BooksFilter,
): ListPayments => {
  const start = from === undefined ? undefined : startOfDay(from)
  const end = until === undefined ? undefined : endOfDay(until)
  return {
    ...accountMeant(visit, account),
    ...(status !== undefined && { status: [status] }),
    ...(provider !== undefined && { provider }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { until: end }),
  }
}
