import type { PaymentRecord, PaymentRefund } from "@qriskit/payments"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { momentText } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"
import type { ResolveView } from "./story.js"

/** Says what became of a refund that nobody knows of, on a person's word. */
export const resolveForm = (
  visit: Visit,
  { key, account }: PaymentRecord,
  { number, externalId, amount, requestedAt }: PaymentRefund,
  { entry, mistake }: ResolveView,
): Html | undefined => {
  const { words, language } = visit
  const say = words.resolve
  const id = `resolve-${number}`
  const isThis = entry.refund === externalId
  const option = (value: string, text: string): Html =>
    html`<option value="${value}"${isThis && entry.outcome === value && html` selected`}>${text}</option>`
  return deedForm(visit, {
    to: "resolve-refund",
    id,
    summary: say.summary(rupiah(amount), momentText(requestedAt, language)),
    hint: say.what,
    hidden: { key, account, refund: externalId },
    asks: [
      isThis &&
        mistake !== undefined &&
        html`<ul class="wrong" role="alert"><li>${words.wrongResolve[mistake]}</li></ul>`,
      html`<p class="field wide"><label for="outcome-${id}">${say.outcome}</label>
      <select id="outcome-${id}" name="outcome" required>${option("", say.choose)}${option("went-back", say.wentBack)}${option("stayed", say.stayed)}</select></p>
      <p class="field wide"><label for="refund-id-${id}">${say.refundId}</label>
      <input id="refund-id-${id}" name="refundId" maxlength="255" autocomplete="off" value="${isThis ? entry.refundId : ""}"></p>`,
    ],
    whyLabel: say.why,
    why: isThis ? entry.why : "",
    button: say.yes,
    tone: "danger",
    isOpen: isThis && mistake !== undefined,
  })
}
