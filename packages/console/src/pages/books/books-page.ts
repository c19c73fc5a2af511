import { AttemptStatus, type PaymentPage, type PaymentRecord } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { statusBadge } from "../../html/status-badge.js"
import { type TableColumn, table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { accountTitle, providerTitle, seesAccounts, type Visit } from "../../request/visit.js"
import type { BooksFilter } from "./filter.js"
import { type TotalsView, totalsSection } from "./totals-section.js"

/** The books: a day's totals, and payments. */
export interface BooksView {
  readonly filter: BooksFilter
  /** Absent where the filter cannot be looked for. */
  readonly page: PaymentPage | undefined
  readonly providers: ReadonlyArray<string>
  readonly totals: TotalsView
  readonly openFindings: number
}

export const booksPage = (visit: Visit, view: BooksView): Page => {
  const { words } = visit
  const { filter, page, openFindings } = view
  const { day: _, after: __, ...chosen } = filter
  return {
    title: words.books.title,
    ...(page === undefined ? { status: 422 } : { live: { on: "payments" } }),
    main: html`<h1>${words.books.title}</h1>
<div data-part="totals">
${openFindings > 0 && html`<p class="attention"><a href="findings">${words.books.findingsOpen(openFindings)}</a></p>`}
${totalsSection(visit, view.totals, filter)}
</div>
<section class="card" aria-labelledby="payments">
  <div class="heading"><h2 id="payments">${words.books.payments}</h2>
    <a class="button" href="${addressOf("payments.csv", chosen)}">${words.books.csv}</a></div>
  ${findForm(visit)}
  ${filterForm(visit, view)}
  <div data-part="payments">
  ${page === undefined ? html`<p class="wrong" role="alert">${words.wrong.filter}</p>` : paymentTable(visit, page, view)}
  </div>
</section>`,
  }
}

const findForm = ({
  words,
}: Visit): Html => html`<form class="inline find" method="get" action="find" role="search">
    <p class="field wide"><label for="key">${words.payment.find}</label>
    <input id="key" name="key" required maxlength="255" autocomplete="off" spellcheck="false"></p>
    <button>${words.payment.findIt}</button>
  </form>`

const filterForm = (visit: Visit, { filter, providers }: BooksView): Html => {
  const { words } = visit
  return html`<form class="inline filters" method="get" action="books">
    <p class="field"><label for="status">${words.books.status}</label>
    <select id="status" name="status"><option value="">${words.books.any}</option>
      ${AttemptStatus.literals.map((status) => option(status, words.status[status], filter.status))}</select></p>
    <p class="field"><label for="provider">${words.books.provider}</label>
    <select id="provider" name="provider"><option value="">${words.books.any}</option>
      ${providers.map((provider) => option(provider, providerTitle(visit, provider), filter.provider))}</select></p>
    ${
      seesAccounts(visit) &&
      html`<p class="field"><label for="account">${words.books.account}</label>
    <input id="account" name="account" maxlength="64" autocomplete="off" value="${filter.account}"></p>`
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

const paymentTable = (visit: Visit, { payments, next }: PaymentPage, { filter }: BooksView): Html => {
  const { words } = visit
  const { day: _, after, ...chosen } = filter
  const isLater = after !== undefined
  const hasAccounts = seesAccounts(visit) && payments.some(({ account }) => account !== undefined)
  return html`${payments.length === 0 ? html`<p>${words.books.none}</p>` : table("payments", columns(visit, hasAccounts), payments)}
  <p class="pages">
    ${isLater && html`<a href="${addressOf("books", chosen)}" rel="first">${words.pages.first}</a>`}
    ${next !== undefined && html`<a href="${addressOf("books", { ...chosen, after: next })}" rel="next">${words.pages.older}</a>`}
  </p>`
}

const columns = (visit: Visit, hasAccounts: boolean): ReadonlyArray<TableColumn<PaymentRecord>> => {
  const { words, language } = visit
  return [
    { name: words.books.opened, of: ({ openedAt }) => moment(openedAt, language) },
    {
      name: words.books.order,
      of: ({ key, account }) => html`<a href="${addressOf("payment", { key, account })}">${key}</a>`,
    },
    ...(hasAccounts
      ? [
          {
            name: words.books.account,
            of: ({ account }: PaymentRecord) =>
              account === undefined ? words.books.noAccount : accountTitle(visit, account),
          },
        ]
      : []),
    { name: words.books.provider, of: ({ provider }) => providerTitle(visit, provider) },
    { name: words.books.status, of: ({ status }) => statusBadge(status, words) },
    { name: words.books.amount, of: ({ amount }) => rupiah(amount), isNumber: true },
    {
      name: words.books.arrived,
      of: ({ paidAmount }) => (paidAmount === undefined ? "–" : rupiah(paidAmount)),
      isNumber: true,
    },
  ]
}
