import type { Total } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import { statusBadge } from "../html/status-badge.js"
import type { Visit } from "../http/visit.js"
import { type BranchSum, branchTotals } from "./branch-totals.js"
import { barChart } from "./chart.js"
import type { BooksFilter } from "./filter.js"

/** A day's totals. */
export interface TotalsView {
  readonly day: string
  readonly totals: ReadonlyArray<Total>
  /** The branches beside each other, for those who see several. */
  readonly branches: ReadonlyArray<BranchSum>
  /** What people call a provider. */
  readonly titleOf: (provider: string) => string
}

const sum = (totals: ReadonlyArray<Total>, of: "asked" | "arrived" | "refunded"): bigint =>
  totals.reduce((all, total) => all + total[of], 0n)

/** What was asked and what arrived on a day, by provider and status, with a chart of what arrived. */
export const totalsSection = (
  visit: Visit,
  { day, totals, branches, titleOf }: TotalsView,
  { branch }: BooksFilter,
): Html => {
  const { words } = visit
  const providers = [...new Set(totals.map(({ provider }) => provider))]
  const bars = providers.map((provider) => ({
    label: titleOf(provider),
    amount: sum(
      totals.filter((total) => total.provider === provider),
      "arrived",
    ),
  }))
  return html`<section class="card totals" aria-labelledby="totals">
  <div class="heading">
    <h2 id="totals">${words.books.today} ${day}</h2>
    <form class="inline" method="get" action="/books">
      ${branch !== undefined && html`<input type="hidden" name="branch" value="${branch}">`}
      <label for="day">${words.books.day}</label>
      <input id="day" name="day" type="date" value="${day}">
      <button>${words.books.show}</button>
    </form>
  </div>
  ${
    totals.length === 0
      ? html`<p>${words.books.none}</p>`
      : html`${barChart(words.books.chart, bars)}
  <div class="scroll" tabindex="0" role="group" aria-labelledby="totals">
  <table class="list">
    <thead><tr><th scope="col">${words.books.provider}</th><th scope="col">${words.books.status}</th>
      <th scope="col" class="number">${words.books.count}</th><th scope="col" class="number">${words.books.amount}</th>
      <th scope="col" class="number">${words.books.arrived}</th><th scope="col" class="number">${words.books.refunded}</th></tr></thead>
    <tbody>${totals.map(
      ({ provider, status, payments, asked, arrived, refunded }) => html`<tr>
      <td>${titleOf(provider)}</td><td>${statusBadge(status, words)}</td><td class="number" data-label="${words.books.count}">${payments}</td>
      <td class="number" data-label="${words.books.amount}">${rupiah(asked)}</td><td class="number" data-label="${words.books.arrived}">${rupiah(arrived)}</td>
      <td class="number" data-label="${words.books.refunded}">${rupiah(refunded)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row" colspan="2">${words.books.sum}</th>
      <td class="number" data-label="${words.books.count}">${totals.reduce((all, { payments }) => all + payments, 0)}</td>
      <td class="number" data-label="${words.books.amount}">${rupiah(sum(totals, "asked"))}</td>
      <td class="number" id="arrived" data-label="${words.books.arrived}">${rupiah(sum(totals, "arrived"))}</td>
      <td class="number" data-label="${words.books.refunded}">${rupiah(sum(totals, "refunded"))}</td></tr></tfoot>
  </table></div>
  ${branches.length > 0 && branchTotals(visit, branches)}`
  }
</section>`
}
