import type { PaymentRecord, TimelineEntry } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import type { Page } from "../html/page.js"
import { statusBadge } from "../html/status-badge.js"
import { moment } from "../html/time.js"
import { addressOf, type Visit } from "../http/visit.js"
import { type RefundView, refundForm, refundList } from "./refund-section.js"

/** A payment, what is on record about it, and what can be given back of it. */
export interface StoryView {
  readonly record: PaymentRecord
  /** The number of its last event. */
  readonly seq: number
  readonly entries: ReadonlyArray<TimelineEntry>
  readonly refund: RefundView
}

/** One payment with everything that is on record about it. */
export const timelinePage = (visit: Visit, { record, seq, entries, refund }: StoryView): Page => {
  const { words } = visit
  const hasMoney = record.paidAmount !== undefined
  return {
    title: `${record.key} · ${words.timeline.title}`,
    here: "books",
    script: "story",
    main: html`<h1>${record.key}</h1>
<div class="part" id="story" data-part="state" data-live="${addressOf(visit, record, "/payments", "/live")}" data-seq="${seq}">
<p class="state">${statusBadge(record.status, words)} <strong>${rupiah(record.paidAmount ?? record.amount)}</strong>
  <a href="${addressOf(visit, record, "/payments")}">${words.payment.title}</a></p>
${
  refund.refunds.length > 0 &&
  html`<section class="card" aria-labelledby="refunds"><h2 id="refunds">${words.refund.title}</h2>
  ${record.refunded !== undefined && html`<p>${words.refund.back(rupiah(record.refunded), rupiah(record.paidAmount ?? 0))}</p>`}
  ${refundList(visit, refund.refunds)}
</section>`
}
</div>
<div class="part" data-part="form">${hasMoney && refundForm(visit, record, refund)}</div>
<div class="part" data-part="timeline">
<section class="card" aria-labelledby="timeline"><h2 id="timeline">${words.timeline.title}</h2>
  <ol class="timeline">${entries.map((entry) => item(visit, entry))}</ol>
</section>
</div>`,
  }
}

const item = (visit: Visit, entry: TimelineEntry): Html => {
  const { what, notes } = saying(visit, entry)
  const said = notes.filter((note) => note !== undefined && note !== "")
  return html`<li class="${entry.kind}">${moment(entry.at, visit.language)}
    <p>${what}</p>${said.length > 0 && html`<p class="hint">${said.join("; ")}</p>`}</li>`
}

interface Saying {
  readonly what: string
  readonly notes: ReadonlyArray<string | undefined>
}

const saying = ({ words }: Visit, entry: TimelineEntry): Saying => {
  const say = words.timeline
  switch (entry.kind) {
    case "attempt":
      return { what: say.attempt(entry.number), notes: [entry.externalId, entry.failure] }
    case "receipt":
      return {
        what: entry.claimed === undefined ? say.receiptBare : say.receipt(entry.claimed),
        notes: [
          say.verdict[entry.verdict],
          entry.times > 1 ? say.times(entry.times) : undefined,
          entry.verdict === "accepted" && entry.isChecked ? say.checked : undefined,
          entry.why,
        ],
      }
    case "act":
      return { what: entry.verb, notes: [entry.by, entry.why, entry.outcome] }
    case "inquiries":
      return { what: say.inquiries(entry.times, entry.failed), notes: [] }
    case "money":
      return {
        what: say.money[entry.evidence],
        notes: [entry.evidenceId, entry.by, entry.why],
      }
    case "refund":
      return {
        what: `${say.refund}: ${rupiah(entry.amount)}`,
        notes: [say.refundState[entry.status], entry.by, entry.reason, entry.externalId],
      }
    case "event":
      return {
        what: `${say.event}: ${words.eventType[entry.type]}`,
        notes: [entry.isDelivered ? say.delivered : say.waiting],
      }
    case "anomaly":
      return {
        what: `${say.finding}: ${words.anomaly[entry.anomaly]}`,
        notes: [entry.detail, entry.by === undefined ? undefined : say.acknowledged(entry.by)],
      }
  }
}
