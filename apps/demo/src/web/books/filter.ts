import { AttemptStatus, type ListPayments } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { endOfDay, startOfDay } from "../html/time.js"
import type { Form } from "../http/form.js"

/** Which payments to look at, as it stands in an address. */
export interface BooksFilter {
  readonly status: AttemptStatus | undefined
  readonly provider: string | undefined
  /** Days in Jakarta, both included: 2026-11-20. */
  readonly from: string | undefined
  readonly until: string | undefined
}

const isStatus = Schema.is(AttemptStatus)

/** What an address asks for. A status that there is not counts as none. */
export const filterOf = (query: Form): BooksFilter => {
  const status = query.text("status")
  return {
    status: isStatus(status) ? status : undefined,
    provider: query.text("provider"),
    from: query.text("from"),
    until: query.text("until"),
  }
}

/** The same as the payments' list takes it; `undefined` where a day is none. */
export const listQuery = ({ status, provider, from, until }: BooksFilter): ListPayments | undefined => {
  const start = from === undefined ? undefined : startOfDay(from)
  const end = until === undefined ? undefined : endOfDay(until)
  if ((from !== undefined && start === undefined) || (until !== undefined && end === undefined))
    return undefined
  return {
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
