import type { TimelineEntry } from "@qriskit/payments"
import { verbWord } from "../../html/act-word.js"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { moment } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"

/** Everything that is on record about a payment, oldest first. */
export const timelineSection = (visit: Visit, entries: ReadonlyArray<TimelineEntry>): Html => html`
<section class="card" aria-labelledby="timeline"><h2 id="timeline">${visit.words.timeline.title}</h2>
  <ol class="timeline">${entries.map((entry) => item(visit, entry))}</ol>
</section>`

const item = (visit: Visit, entry: TimelineEntry): Html => {
  const { what, notes } = saying(visit, entry)
  const told = notes.filter((note) => note !== undefined && note !== "")
  return html`<li class="${entry.kind}">${moment(entry.at, visit.language)}
    <p>${what}</p>${told.length > 0 && html`<p class="hint">${told.join("; ")}</p>`}</li>`
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
      return {
        what: `${entry.by}: ${verbWord(words, entry.verb)}`,
        notes: [
          entry.why,
          entry.outcome === undefined ? words.acts.open : words.acts.is[entry.outcome],
          entry.via,
        ],
      }
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
    case "refund_word":
      return {
        what: entry.wentBack ? say.refundWord.wentBack(entry.by) : say.refundWord.stayed(entry.by),
        notes: [entry.why, entry.refundId, entry.externalId],
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
