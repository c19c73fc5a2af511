import { AccountId } from "@qriskit/core"
import { AttemptStatus, type ListPayments } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { endOfDay, startOfDay } from "../html/time.js"
import type { Form } from "../http/form.js"
import { accountMeant, type Seat } from "../session/seat.js"

/** Which payments to look at, as it stands in an address. */
export interface BooksFilter {
  readonly status: AttemptStatus | undefined
  readonly provider: string | undefined
  /** Where all branches are seen: one of them. */
  readonly branch: string | undefined
  /** Days in Jakarta, both included: 2026-11-20. */
  readonly from: string | undefined
  readonly until: string | undefined
}

const isStatus = Schema.is(AttemptStatus)
const isAccount = Schema.is(AccountId)

/** What an address asks for. A status or a branch that there cannot be counts as none. */
export const filterOf = (query: Form): BooksFilter => {
  const [status, branch] = [query.text("status"), query.text("branch")]
  return {
    status: isStatus(status) ? status : undefined,
    provider: query.text("provider"),
    branch: isAccount(branch) ? branch : undefined,
    from: query.text("from"),
    until: query.text("until"),
  }
}

/** The same as the payments' list takes it at a seat; `undefined` where a day is none. */
export const listQuery = (
  seat: Seat,
  { status, provider, branch, from, until }: BooksFilter,
): ListPayments | undefined => {
  const start = from === undefined ? undefined : startOfDay(from)
  const end = until === undefined ? undefined : endOfDay(until)
  if ((from !== undefined && start === undefined) || (until !== undefined && end === undefined))
    return undefined
  return {
    ...accountMeant(seat, branch),
    ...(status !== undefined && { status: [status] }),
    ...(provider !== undefined && { provider }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { until: end }),
  }
}

/** The address's query of a filter, and of what else a link adds. */
export const queryText = (filter: BooksFilter, more: Readonly<Record<string, string>> = {}): string => {
  const set = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== undefined)
  return new URLSearchParams(set.map(([name, value]): [string, string] => [name, String(value)])).toString()
}
