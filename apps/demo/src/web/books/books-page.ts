import { AttemptStatus, type PaymentPage, type PaymentRecord } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import type { Page } from "../html/page.js"
import { statusBadge } from "../html/status-badge.js"
import { moment } from "../html/time.js"
import { addressOf, type Visit } from "../http/visit.js"
import type { Seats } from "../session/seat.js"
import { type BooksFilter, queryText } from "./filter.js"
import { type TotalsView, totalsSection } from "./totals-section.js"

/** The books: a day's totals, and payments. */
export interface BooksView {
  readonly filter: BooksFilter
  /** Absent where a day of the filter is none. */
  readonly page: PaymentPage | undefined
  /** It is not the newest page. */
  readonly isLater: boolean
  readonly providers: ReadonlyArray<string>
  readonly totals: TotalsView
  readonly openFindings: number
  readonly seats: Seats
}

export const booksPage = (visit: Visit, view: BooksView): Page => {
  const { words } = visit
  const { filter, page, openFindings } = view
  return {
    title: words.books.title,
    here: "books",
    main: html`<h1>${words.books.title}</h1>
${openFindings > 0 && html`<p class="attention"><a href="/books/findings">${words.books.findingsOpen(openFindings)}</a></p>`}
${totalsSection(visit, view.totals, filter)}
<section class="card" aria-labelledby="payments">
  <div class="heading"><h2 id="payments">${words.books.payments}</h2>
    <a class="button" href="/books/payments.csv?${queryText(filter)}">${words.books.csv}</a></div>
  ${filterForm(visit, view)}
  ${page === undefined ? html`<p class="wrong" role="alert">${words.books.wrongDay}</p>` : paymentTable(visit, page, view)}
</section>`,
  }
}

/** Whether a table names branches: to those who see several. */
const namesBranches = ({ seat }: Visit, { branches }: Seats): boolean =>
  seat?.branch === undefined && branches.length > 0

const filterForm = (visit: Visit, { filter, providers, totals, seats }: BooksView): Html => {
  const { words } = visit
  return html`<form class="inline filters" method="get" action="/books">
    <p class="field"><label for="status">${words.books.status}</label>
    <select id="status" name="status"><option value="">${words.books.any}</option>
      ${AttemptStatus.literals.map((status) => option(status, words.status[status], filter.status))}</select></p>
    <p class="field"><label for="provider">${words.books.provider}</label>
    <select id="provider" name="provider"><option value="">${words.books.any}</option>
      ${providers.map((provider) => option(provider, totals.titleOf(provider), filter.provider))}</select></p>
    ${
      namesBranches(visit, seats) &&
      html`<p class="field"><label for="branch">${words.books.branch}</label>
    <select id="branch" name="branch"><option value="">${words.books.all}</option>
      ${seats.branches.map(({ id, title }) => option(id, title, filter.branch))}</select></p>`
    }
    <p class="field"><label for="from">${words.books.from}</label>
    <input id="from" name="from" type="date" value="${filter.from}"></p>
    <p class="field"><label for="until">${words.books.until}</label>
    <input id="until" name="until" type="date" value="${filter.until}"></p>
    <button>${words.books.filters}</button>
  </form>`
}

const option = (value: string, name: string, chosen: string | undefined): Html =>
  html`<option value="${value}"${value === chosen && html` selected`}>${name}</option>`

const paymentTable = (visit: Visit, { payments, next }: PaymentPage, view: BooksView): Html => {
  const { words } = visit
  if (payments.length === 0) return html`<p>${words.books.none}</p>`
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="payments"><table class="list">
    <thead><tr><th scope="col">${words.books.opened}</th><th scope="col">${words.books.order}</th>
      ${namesBranches(visit, view.seats) && html`<th scope="col">${words.books.branch}</th>`}
      <th scope="col">${words.books.provider}</th><th scope="col">${words.books.status}</th>
      <th scope="col" class="number">${words.books.amount}</th><th scope="col" class="number">${words.books.arrived}</th></tr></thead>
    <tbody>${payments.map((record) => paymentRow(visit, record, view))}</tbody>
  </table></div>
  <p class="pages">
    ${view.isLater && html`<a href="/books?${queryText(view.filter)}" rel="first">${words.books.newest}</a>`}
    ${next !== undefined && html`<a href="/books?${queryText(view.filter, { after: next })}" rel="next">${words.books.older}</a>`}
  </p>`
}

const paymentRow = (visit: Visit, record: PaymentRecord, { totals, seats }: BooksView): Html => {
  const { words, language } = visit
  return html`<tr>
      <td>${moment(record.openedAt, language)}</td>
      <td><a href="${addressOf(visit, record, "/books/payments")}">${record.key}</a></td>
      ${namesBranches(visit, seats) && html`<td>${seats.titleOf(record.account) ?? words.books.noBranch}</td>`}
      <td>${totals.titleOf(record.provider)}</td><td>${statusBadge(record.status, words)}</td>
      <td class="number" data-label="${words.books.amount}">${rupiah(record.amount)}</td>
      <td class="number" data-label="${words.books.arrived}">${record.paidAmount === undefined ? "–" : rupiah(record.paidAmount)}</td></tr>`
}
