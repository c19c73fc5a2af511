import { type Capabilities, refundTermsOf } from "@qriskit/core"
import type { PaymentRecord, PaymentRefund, RefundState } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import { moment } from "../html/time.js"
import { addressOf, type Visit } from "../http/visit.js"
import type { RefundEntry, RefundMistake } from "./refund-form.js"

/** What can be given back of a payment, and what was tried. */
export interface RefundView {
  readonly refunds: ReadonlyArray<PaymentRefund>
  /** In rupiah: what arrived and is neither given back nor on its way back. */
  readonly left: number
  /** Why nothing can be given back now, as a sentence for the operator. */
  readonly objection: string | undefined
  readonly capabilities: Capabilities | undefined
  readonly entry: RefundEntry
  readonly mistakes: ReadonlyArray<RefundMistake>
  /** Why what was just asked for was not done. */
  readonly refusal: string | undefined
}

const TONE: Readonly<Record<RefundState, "waiting" | "good" | "bad">> = {
  requested: "waiting",
  pending: "waiting",
  unknown: "waiting",
  succeeded: "good",
  failed: "bad",
  refused: "bad",
}

/** The refunds of a payment, each as far as it has come. */
export const refundList = (visit: Visit, refunds: ReadonlyArray<PaymentRefund>): Html => {
  const { words, language } = visit
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="refunds"><table class="list">
    <thead><tr><th scope="col">${words.refund.at}</th><th scope="col">${words.refund.state}</th>
      <th scope="col">${words.refund.by}</th><th scope="col">${words.refund.reason}</th>
      <th scope="col" class="number">${words.refund.amount}</th></tr></thead>
    <tbody>${refunds.map(
      ({ requestedAt, status, failure, by, reason, amount }) => html`<tr>
      <td>${moment(requestedAt, language)}</td>
      <td><span class="badge ${TONE[status]}">${words.timeline.refundState[status]}</span>
        ${failure !== undefined && html`<small class="hint" lang="en">${failure.message}</small>`}</td>
      <td>${by}</td><td>${reason}</td>
      <td class="number" data-label="${words.refund.amount}">${rupiah(amount)}</td></tr>`,
    )}</tbody>
  </table></div>`
}

/** Gives money back, or says why that cannot be done. */
export const refundForm = (visit: Visit, record: PaymentRecord, view: RefundView): Html => {
  const { words } = visit
  const { left, objection, capabilities, entry, mistakes, refusal } = view
  const isOpen = mistakes.length > 0 || refusal !== undefined
  if (objection !== undefined && !isOpen)
    return html`<p class="card hint">${words.refund.not} <span lang="en">${objection}.</span></p>`
  const terms = capabilities && refundTermsOf(capabilities, record.ref?.channel)
  return html`<details class="card ending refund"${isOpen && html` open`}>
    <summary>${words.refund.give}</summary>
    ${mistakes.length > 0 && html`<ul class="wrong" role="alert">${mistakes.map((mistake) => html`<li>${words.wrongRefund[mistake]}</li>`)}</ul>`}
    ${refusal !== undefined && html`<p class="wrong" role="alert">${words.refund.not} <span lang="en">${refusal}.</span></p>`}
    <form method="post" action="${addressOf(visit, record, "/books/payments", "/refund")}">
      <input type="hidden" name="id" value="${entry.id}">
      ${amountField(visit, left, terms?.partial, entry)}
      <p class="field"><label for="reason">${words.refund.why}</label>
      <input id="reason" name="reason" required maxlength="255" value="${entry.reason}"></p>
      <p class="field"><label for="by">${words.findings.by}</label>
      <input id="by" name="by" required maxlength="255" autocomplete="name" value="${entry.by}"></p>
      <button class="danger">${words.refund.yes}</button>
    </form>
  </details>`
}

const amountField = (
  { words }: Visit,
  left: number,
  partial: Capabilities["cancel"] | undefined,
  { amount }: RefundEntry,
): Html =>
  partial?.supported === false
    ? html`<p>${words.refund.whole(rupiah(left))} <span class="hint" lang="en">${partial.why}.</span></p>`
    : html`<p class="field"><label for="refund-amount">${words.refund.amount}</label>
      <input id="refund-amount" name="amount" inputmode="numeric" autocomplete="off" maxlength="17" value="${amount}" aria-describedby="refund-hint"></p>
      <p class="hint" id="refund-hint">${words.refund.empty(rupiah(left))}</p>`
