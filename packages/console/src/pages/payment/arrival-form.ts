import type { PaymentRecord, Unmatched } from "@qriskit/payments"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { momentText } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"
import { claimedMoney } from "../expected/claim-list.js"
import type { ArrivalView } from "./story.js"

/** Takes it, on a person's word, that the money of an order on a printed QR arrived. */
export const arrivalForm = (
  visit: Visit,
  { key, account, amount }: PaymentRecord,
  { claims, entry, mistakes }: ArrivalView,
): Html | undefined => {
  const { arrival: say, wrongArrival } = visit.words
  return deedForm(visit, {
    to: "accept-money",
    id: "accept-money",
    summary: say.accept,
    hint: say.what,
    hidden: { key, account },
    asks: [
      mistakes.length > 0 &&
        html`<ul class="wrong" role="alert">${mistakes.map((mistake) => html`<li>${wrongArrival[mistake]}</li>`)}</ul>`,
      html`<p class="field wide"><label for="claim">${say.claim}</label>
      <select id="claim" name="claim"><option value="">${say.elsewhere}</option>
        ${claims.map((claim) => claimOption(visit, claim, entry.claim))}</select></p>
      <p class="field"><label for="arrived-amount">${say.amount}</label>
      <input id="arrived-amount" name="amount" inputmode="numeric" autocomplete="off" maxlength="17" value="${entry.amount}" aria-describedby="arrived-amount-hint"></p>
      <p class="hint" id="arrived-amount-hint">${say.amountHint(rupiah(amount))}</p>
      <p class="field"><label for="arrived-at">${say.at}</label>
      <input id="arrived-at" name="at" type="datetime-local" value="${entry.at}" aria-describedby="arrived-at-hint"></p>
      <p class="hint" id="arrived-at-hint">${say.atHint}</p>`,
    ],
    why: entry.why,
    button: say.yes,
    tone: "danger",
    isOpen: mistakes.length > 0 || entry.claim !== "",
  })
}

const claimOption = ({ words, language }: Visit, claim: Unmatched, chosen: string): Html => {
  const { id, state, claimedAt, foundAt, candidates } = claim
  const others = candidates.length - 1
  return html`<option value="${id}"${String(id) === chosen && html` selected`}>${id}: ${claimedMoney(claim)}, ${momentText(claimedAt ?? foundAt, language)}, ${words.unmatched.is[state]}${others > 0 && html`, ${words.arrival.alsoFits(others)}`}</option>`
}
