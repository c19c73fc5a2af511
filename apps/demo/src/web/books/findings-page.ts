import type { Anomaly } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import type { Page } from "../html/page.js"
import { moment } from "../html/time.js"
import { addressOf, type Visit } from "../http/visit.js"
import type { Seats } from "../session/seat.js"

/** What waits for a person. */
export const findingsPage = (
  visit: Visit,
  seats: Seats,
  anomalies: ReadonlyArray<Anomaly>,
  isIncomplete: boolean,
): Page => {
  const { words } = visit
  return {
    title: words.findings.title,
    here: "findings",
    main: html`<h1>${words.findings.title}</h1>
${isIncomplete && html`<p class="wrong" role="alert">${words.findings.incomplete}</p>`}
${anomalies.length === 0 && html`<p class="card">${words.findings.none}</p>`}
${anomalies.map((anomaly) => finding(visit, seats, anomaly))}`,
  }
}

const finding = (
  visit: Visit,
  seats: Seats,
  { id, kind, account, key, amount, detail, foundAt }: Anomaly,
): Html => {
  const { words, language } = visit
  const branch = visit.seat?.branch === undefined ? seats.titleOf(account) : undefined
  const payment = key === undefined ? undefined : { key, ...(account !== undefined && { account }) }
  return html`<article class="card finding" aria-labelledby="finding-${id}">
  <h2 id="finding-${id}">${words.anomaly[kind]}</h2>
  <p class="hint" lang="en">${detail}</p>
  <p>${words.findings.found} ${moment(foundAt, language)}
    ${branch !== undefined && html`· ${branch}`}
    ${payment !== undefined && html`· <a href="${addressOf(visit, payment, "/books/payments")}">${key}</a>`}
    ${amount !== undefined && html`· ${rupiah(amount)}`}</p>
  <form class="inline" method="post" action="/books/findings/${id}">
    <p class="field"><label for="by-${id}">${words.findings.by}</label>
    <input id="by-${id}" name="by" required maxlength="100" autocomplete="name"></p>
    <p class="field wide"><label for="why-${id}">${words.findings.why}</label>
    <input id="why-${id}" name="why" required maxlength="1000"></p>
    <button class="main">${words.findings.acknowledge}</button>
    ${
      kind === "amount_mismatch" &&
      key !== undefined &&
      html`<input type="hidden" name="key" value="${key}">
    ${account !== undefined && html`<input type="hidden" name="branch" value="${account}">`}
    <button name="decision" value="accept">${words.findings.accept}</button>`
    }
  </form>
</article>`
}
