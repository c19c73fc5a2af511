import { type Capabilities, refundTermsOf } from "@qriskit/core"
import type { PaymentRecord, PaymentRefund, RefundState } from "@qriskit/payments"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { badge, type Tone } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { mayAct, type Visit } from "../../request/visit.js"
import type { RefundEntry } from "./refund-entry.js"
import type { RefundView } from "./story.js"

const TONE: Readonly<Record<RefundState, Tone>> = {
  requested: "waiting",
  pending: "waiting",
  unknown: "waiting",
  succeeded: "good",
  failed: "bad",
  refused: "bad",
}

/** The refunds of a payment, each as far as it has come. */
export const refundList = ({ words, language }: Visit, refunds: ReadonlyArray<PaymentRefund>): Html =>
  table(
    "refunds",
    [
      { name: words.refund.at, of: ({ requestedAt }: PaymentRefund) => moment(requestedAt, language) },
      {
        name: words.refund.state,
        of: ({
          status,
          failure,
          evidence,
          said,
        }) => html`${badge(TONE[status], words.timeline.refundState[status])}
        ${evidence === "person" && said !== undefined && html`<small class="hint">${words.refund.onWord(said.by)}</small>`}
        ${failure !== undefined && html`<small class="hint" lang="en">${failure.message}</small>`}`,
      },
      { name: words.refund.by, of: ({ by }) => by },
      { name: words.refund.reason, of: ({ reason }) => reason },
      { name: words.refund.amount, of: ({ amount }) => rupiah(amount), isNumber: true },
    ],
    refunds,
  )

/** Gives money back, or says why that cannot be done. */
export const refundForm = (visit: Visit, record: PaymentRecord, view: RefundView): Html | undefined => {
  const { words } = visit
  const { left, objection, capabilities, entry, mistakes, refusal } = view
  const isOpen = mistakes.length > 0 || refusal !== undefined
  if (!mayAct(visit)) return undefined
  if (objection !== undefined && !isOpen)
    return html`<p class="card hint">${words.refund.not} <span lang="en">${objection}.</span></p>`
  const terms = capabilities && refundTermsOf(capabilities, record.ref?.channel)
  return deedForm(visit, {
    to: "refund",
    id: "refund",
    summary: words.refund.give,
    hidden: { id: entry.id, key: record.key, account: record.account },
    asks: [
      mistakes.length > 0 &&
        html`<ul class="wrong" role="alert">${mistakes.map((mistake) => html`<li>${words.wrongRefund[mistake]}</li>`)}</ul>`,
      refusal !== undefined &&
        html`<p class="wrong" role="alert">${words.refund.not} <span lang="en">${refusal}.</span></p>`,
      amountField(visit, left, terms?.partial, entry),
    ],
    whyLabel: words.refund.reason,
    why: entry.why,
    whyLength: 255,
    button: words.refund.yes,
    tone: "danger",
    isOpen,
  })
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
