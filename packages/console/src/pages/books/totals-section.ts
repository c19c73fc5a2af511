import type { Total } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { statusBadge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { providerTitle, type Visit } from "../../request/visit.js"
import { barChart } from "./chart.js"
import type { BooksFilter } from "./filter.js"
import { sumOf } from "./sum.js"

/** A day's totals. */
export interface TotalsView {
  readonly day: string
  readonly totals: ReadonlyArray<Total>
}

/** What was asked and what arrived on a day, by provider and status, with a chart of what arrived. */
export const totalsSection = (visit: Visit, { day, totals }: TotalsView, { account }: BooksFilter): Html => {
  const { words } = visit
  return html`<section class="card totals" aria-labelledby="totals">
  <div class="heading">
    <h2 id="totals">${words.books.today} ${day}</h2>
    <form class="inline" method="get" action="books">
      ${account !== undefined && html`<input type="hidden" name="account" value="${account}">`}
      <label for="day">${words.books.day}</label>
      <input id="day" name="day" type="date" value="${day}">
      <button>${words.books.show}</button>
    </form>
  </div>
  ${totals.length === 0 ? html`<p>${words.books.none}</p>` : filled(visit, totals)}
</section>`
}

const filled = (visit: Visit, totals: ReadonlyArray<Total>): Html => {
  const { words } = visit
  const providers = [...new Set(totals.map(({ provider }) => provider))]
  const bars = providers.map((provider) => ({
    label: providerTitle(visit, provider),
    amount: sumOf(totals.filter((total) => total.provider === provider)).arrived,
  }))
  const all = sumOf(totals)
  return html`${barChart(words.books.chart, bars)}
  ${table(
    "totals",
    [
      { name: words.books.provider, of: ({ provider }: Total) => providerTitle(visit, provider) },
      { name: words.books.status, of: ({ status }) => statusBadge(status, words) },
      { name: words.books.count, of: ({ payments }) => payments, isNumber: true },
      { name: words.books.amount, of: ({ asked }) => rupiah(asked), isNumber: true },
      { name: words.books.arrived, of: ({ arrived }) => rupiah(arrived), isNumber: true },
      { name: words.books.refunded, of: ({ refunded }) => rupiah(refunded), isNumber: true },
    ],
    totals,
    html`<tfoot><tr><th scope="row" colspan="2">${words.books.sum}</th>
      <td class="number" data-label="${words.books.count}">${all.payments}</td>
      <td class="number" data-label="${words.books.amount}">${rupiah(all.asked)}</td>
      <td class="number" id="arrived" data-label="${words.books.arrived}">${rupiah(all.arrived)}</td>
      <td class="number" data-label="${words.books.refunded}">${rupiah(all.refunded)}</td></tr></tfoot>`,
  )}`
}
