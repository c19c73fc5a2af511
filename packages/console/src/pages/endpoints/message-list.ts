import type { EndpointMessage } from "@qriskit/payments/endpoints"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { paymentLink } from "../../html/payment-link.js"
import { addressOf } from "../../html/relative.js"
import { badge, type Tone } from "../../html/status-badge.js"
import { moment } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"
import { failureLine } from "./attempt-list.js"

/** How a message's state looks. */
export const MESSAGE_TONE: Readonly<Record<EndpointMessage["state"], Tone>> = {
  pending: "waiting",
  delivered: "good",
  dead: "bad",
}

/** Messages of an endpoint, each with the way to send it again. */
export const messageList = (visit: Visit, messages: ReadonlyArray<EndpointMessage>): Html =>
  html`${messages.map((message) => messageCard(visit, message))}`

const messageCard = (visit: Visit, message: EndpointMessage): Html => {
  const { words, language } = visit
  const { endpoints: say } = words
  const { id, endpoint, type, key, account, state, attempts, madeAt, nextAttemptAt, deliveredAt, deadAt } =
    message
  return html`<article class="message ${state}" aria-labelledby="${id}">
  <h3 id="${id}">${badge(MESSAGE_TONE[state], say.is[state])} ${type} · ${paymentLink(visit, { key, account })}</h3>
  <p class="hint">${say.made} ${moment(madeAt, language)}
    · <a href="${addressOf("attempts", { id: endpoint, message: id })}">${say.tries(attempts)}</a>
    ${nextAttemptAt !== undefined && html`· ${say.next} ${moment(nextAttemptAt, language)}`}
    ${deliveredAt !== undefined && html`· ${say.is.delivered} ${moment(deliveredAt, language)}`}
    ${deadAt !== undefined && html`· ${say.is.dead} ${moment(deadAt, language)}`}
    · <small class="id">${id}</small></p>
  ${failureLine(say.last, message.lastStatus, message.lastWhy)}
  ${
    state !== "pending" &&
    deedForm(visit, {
      to: "endpoint-resend",
      id: `again-${id}`,
      summary: say.again,
      hint: say.againWhat,
      hidden: { id: endpoint, message: id },
      button: say.again,
    })
  }
</article>`
}
