import { clock, type Html, html, moment, rupiah, statusBadge } from "@qriskit/console/html"
import type { Capabilities } from "@qriskit/core"
import type { PublicFacts } from "@qriskit/payment-page"
import type { PaymentRecord } from "@qriskit/payments"
import { addressOf, type Visit } from "../http/visit.js"
import { consoleAddress } from "../session/seat.js"

/** What a cashier sees of a payment. */
export interface PanelView {
  readonly record: PaymentRecord
  /** Absent for a provider that this server no longer offers. */
  readonly capabilities: Capabilities | undefined
  /** What the customer sees of it. */
  readonly facts: PublicFacts
  /** Where the customer may look at it, on a phone of their own. */
  readonly customerPage: string
  /** Every acquirer is the sandbox, so that there is a phone to pay with. */
  readonly isPlay: boolean
}

/** The part of the page that changes by itself: the same markup in the page and in the live stream. */
export const paymentPanel = (visit: Visit, view: PanelView): Html => {
  const { words } = visit
  const { record, facts, isPlay, customerPage } = view
  const { status } = record
  const isPaid = record.paidAmount !== undefined
  return html`<div class="card facts" data-status="${status}">
    <p class="state">${statusBadge(status, words)}</p>
    <p class="sum">${rupiah(record.paidAmount ?? record.amount)}</p>
    <p>${words.statusWhat[status]}</p>
    <dl>
      ${fact(words.payment.order, record.key)}
      ${fact(words.payment.through, throughOf(view))}
      ${status === "pending" && fact(words.payment.until, clock(record.shownUntil ?? record.expiresAt, visit.language))}
      ${isPaid && (record.paidAt === undefined ? fact(words.payment.confirmedAt, moment(record.changedAt, visit.language)) : fact(words.payment.paidAt, moment(record.paidAt, visit.language)))}
      ${isPaid && fact(words.payment.issuer, record.payer?.issuer ?? words.payment.unknownIssuer)}
      ${record.refunded !== undefined && fact(words.payment.refunded, rupiah(record.refunded))}
      ${record.failure !== undefined && fact(words.payment.why, record.failure.message)}
    </dl>
    ${(status === "pending" || status === "unknown") && view.capabilities !== undefined && ending(visit, record, view.capabilities)}
    ${facts.qr !== undefined && html`<p><a href="${customerPage}" target="_blank" rel="noopener noreferrer">${words.payment.customerPage}</a></p>`}
    ${isPlay && facts.qr !== undefined && html`<p><a href="/phone?qr=${encodeURIComponent(facts.qr)}" target="_blank" rel="noopener">${words.payment.phone}</a></p>`}
    <p class="ways">
      <a class="button${status !== "pending" && " main"}" href="/">${words.payment.next}</a>
      <a href="${consoleAddress(record)}">${words.payment.inBooks}</a>
    </p>
  </div>`
}

/** Where a payment's page is, or what lies below it. */
export const paymentAddress = (visit: Visit, record: PaymentRecord, below = ""): string =>
  addressOf(visit, record, below)

const fact = (name: string, value: Html | string): Html => html`<dt>${name}</dt><dd>${value}</dd>`

const throughOf = ({ record, capabilities }: PanelView): string => {
  const title = capabilities?.title ?? record.provider
  return record.ref?.channel === undefined ? title : `${title} · ${record.ref.channel}`
}

/** What can be done where the customer does not pay, and what that means: not the same at every acquirer. */
const ending = (
  visit: Visit,
  record: PaymentRecord,
  { title, cancel: { supported } }: Capabilities,
): Html => {
  const { words } = visit
  return html`<details class="ending">
      <summary>${supported ? words.ending.cancel : words.ending.abandon}</summary>
      <p>${supported ? words.ending.cancelWhat(title) : words.ending.abandonWhat(title)}</p>
      <form method="post" action="${paymentAddress(visit, record, "/cancel")}">
        <button class="danger">${supported ? words.ending.yesCancel : words.ending.yesAbandon}</button>
      </form>
    </details>`
}
