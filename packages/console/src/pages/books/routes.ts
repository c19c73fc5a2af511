import { dayOf, endOfDay, startOfDay } from "../../html/time.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { booksPage } from "./books-page.js"
import { csvAnswer } from "./export.js"
import { type BooksFilter, filterOf, listQuery } from "./filter.js"
import { findPayment } from "./find.js"
import type { TotalsView } from "./totals-section.js"

const PAGE_SIZE = 25
const MOST_FINDINGS = 500

/** Of the day that is asked for, or of today. */
const totalsOf = async (
  visit: Visit,
  { day = dayOf(new Date()), account }: BooksFilter,
): Promise<TotalsView> => {
  const [from, until] = [startOfDay(day), endOfDay(day)]
  const time = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return { day, totals: await visit.house.payments.totals({ ...accountMeant(visit, account), ...time }) }
}

/** How many wait for this visitor; of an account as many as a page of the list holds. */
const findingsOf = async ({ house: { payments }, visitor: { account } }: Visit): Promise<number> =>
  account === undefined
    ? (await payments.health()).anomalies
    : (await payments.anomalies.list({ account, limit: MOST_FINDINGS })).length

const show = async (visit: Visit) => {
  const { payments } = visit.house
  const asked = filterOf(visit.query)
  const filter = asked ?? {}
  const after = filter.after === undefined ? {} : { after: filter.after }
  const [page, providers, totals, openFindings] = await Promise.all([
    asked && payments.list({ ...listQuery(visit, asked), ...after, limit: PAGE_SIZE }),
    payments.providers(),
    totalsOf(visit, filter),
    findingsOf(visit),
  ])
  return booksPage(visit, { filter, page, providers, totals, openFindings })
}

const exported = async (visit: Visit) => {
  const filter = filterOf(visit.query)
  return filter === undefined ? troublePage(visit, WRONG_FILTER) : csvAnswer(visit, listQuery(visit, filter))
}

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "books", answer: show },
  { method: "GET", page: "payments.csv", answer: exported },
  { method: "GET", page: "find", answer: findPayment },
]
