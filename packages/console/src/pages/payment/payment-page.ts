import type { PaymentRecord, RefundState } from "@qriskit/payments"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html, type Part } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { statusBadge } from "../../html/status-badge.js"
import { moment } from "../../html/time.js"
import { accountTitle, mayAct, providerTitle, said, type Visit } from "../../request/visit.js"
import { isSafeLink } from "../../settings.js"
import { surplusLine } from "../expected/order-list.js"
import { arrivalForm } from "./arrival-form.js"
import { onwardSection } from "./onward-section.js"
import { refundForm, refundList } from "./refund-section.js"
import { resolveForm } from "./resolve-form.js"
import type { RefundView, StoryView } from "./story.js"
import { timelineSection } from "./timeline-section.js"

/** One payment with everything that is on record about it, and what can be done. */
export const paymentPage = (visit: Visit, story: StoryView, status = 200): Page => {
  const { words } = visit
  const { record, entries, refund, onward } = story
  const { key, account } = record
  return {
    title: `${key} · ${words.timeline.title}`,
    status,
    live: { on: "payment", key, account },
    main: html`<h1>${key}</h1>
<div data-part="state">
<p class="state">${statusBadge(record.status, words)} <strong>${rupiah(record.paidAmount ?? record.amount)}</strong>
  ${ownPage(visit, record)}</p>
${facts(visit, record)}
${refundsSection(visit, record, refund)}
</div>
<div data-part="acts">${mayAct(visit) ? acts(visit, story) : html`<p class="hint">${words.act.onlyLook}</p>`}</div>
<div data-part="timeline">${timelineSection(visit, entries)}</div>
${onward !== undefined && html`<div data-part="onward">${onwardSection(visit, record, onward)}</div>`}`,
  }
}

const ownPage = (visit: Visit, { key, account }: PaymentRecord): Html | undefined => {
  const link = visit.house.options.paymentLink?.({ key, ...(account !== undefined && { account }) })
  return link !== undefined && isSafeLink(link)
    ? html`<a href="${link.href}">${said(visit, link.text)}</a>`
    : undefined
}

const facts = (visit: Visit, record: PaymentRecord): Html => {
  const { words, language } = visit
  const say = words.payment
  const at = (time: Date | undefined): Part => time && moment(time, language)
  const rows: ReadonlyArray<readonly [name: string, value: Part]> = [
    [say.account, record.account && accountTitle(visit, record.account)],
    [say.provider, providerTitle(visit, record.provider)],
    [say.asked, rupiah(record.amount)],
    [say.printed, record.surplus !== undefined && surplusLine(words, record.surplus)],
    [say.total, record.total && rupiah(record.total)],
    [say.arrived, record.paidAmount && rupiah(record.paidAmount)],
    [say.opened, at(record.openedAt)],
    [say.paidAt, at(record.paidAt)],
    [say.expires, record.status === "pending" && at(record.expiresAt)],
    [say.issuer, record.payer?.issuer],
    [say.reference, record.payer?.retrievalReference],
    [say.externalId, record.externalId],
    [say.paymentId, record.ref?.paymentId],
    [say.providerStatus, record.providerStatus],
    [say.failure, record.failure && html`<span lang="en">${record.failure.message}</span>`],
  ]
  return html`<dl class="card">${rows.map(
    ([name, value]) =>
      value !== undefined && value !== false && value !== "" && html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>`
}

const refundsSection = (visit: Visit, record: PaymentRecord, { refunds }: RefundView): Html | undefined => {
  if (refunds.length === 0) return undefined
  const { refund: say } = visit.words
  return html`<section class="card" aria-labelledby="refunds"><h2 id="refunds">${say.title}</h2>
  ${record.refunded !== undefined && html`<p>${say.back(rupiah(record.refunded), rupiah(record.paidAmount ?? 0))}</p>`}
  ${refundList(visit, refunds)}
</section>`
}

/** A person can say what became of these. */
const IN_DOUBT: ReadonlySet<RefundState> = new Set(["unknown", "pending"])

const acts = (visit: Visit, { record, refund, resolve, arrival }: StoryView): Html => {
  const { act } = visit.words
  const { key, account, status, paidAmount } = record
  const hidden = { key, account }
  const isOpen = (status === "pending" || status === "unknown") && paidAmount === undefined
  return html`
${deedForm(visit, { to: "refresh", id: "refresh", summary: act.refresh, hidden, button: act.refresh })}
${
  isOpen &&
  deedForm(visit, {
    to: "cancel",
    id: "cancel",
    summary: act.cancel,
    hint: act.cancelWhat,
    hidden,
    asks: html`<p><label class="check"><input type="checkbox" name="unasked" value="yes"> ${act.unasked}</label></p>`,
    button: act.yesCancel,
    tone: "danger",
  })
}
${arrival !== undefined && arrivalForm(visit, record, arrival)}
${
  status === "under_review" &&
  paidAmount !== undefined &&
  deedForm(visit, {
    to: "accept-amount",
    id: "accept",
    summary: act.accept,
    hint: act.acceptWhat(rupiah(paidAmount), rupiah(record.amount)),
    hidden,
    button: act.accept,
    tone: "danger",
  })
}
${refund.refunds.filter((made) => IN_DOUBT.has(made.status)).map((made) => resolveForm(visit, record, made, resolve))}
${paidAmount !== undefined && refundForm(visit, record, refund)}`
}
