import type { PaymentRecord } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { pageLinks } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { mayAct, type Visit } from "../../request/visit.js"
import { failureLine } from "../endpoints/attempt-list.js"
import { MESSAGE_TONE } from "../endpoints/message-list.js"
import type { OnwardView, ToldEndpoint } from "./onward.js"

/** Which endpoints are told of the payment, of which events, and how that goes. */
export const onwardSection = (
  visit: Visit,
  { key, account }: PaymentRecord,
  { told, isLater, next }: OnwardView,
): Html => {
  const { words, language } = visit
  const { endpoints: say } = words
  /** Where the endpoint's messages about this payment are, each with its form. */
  const messagesAt = ({ id, everyAccount }: ToldEndpoint["endpoint"]): string =>
    addressOf("endpoint", { id, key, account: everyAccount ? account : undefined })
  return html`<section class="card" aria-labelledby="onward"><h2 id="onward">${say.title}</h2>
${
  told.length === 0
    ? html`<p>${say.noneTold}</p>`
    : table(
        "onward",
        [
          { name: say.made, of: ({ message }: ToldEndpoint) => moment(message.madeAt, language) },
          { name: say.message, of: ({ message }) => message.type },
          {
            name: say.endpoint,
            of: ({ endpoint }) => html`<a class="text" href="${messagesAt(endpoint)}">${endpoint.url}</a>`,
          },
          {
            name: say.state,
            of: ({ endpoint, message: { state, nextAttemptAt, lastStatus, lastWhy } }) =>
              html`${badge(MESSAGE_TONE[state], say.is[state])}
              ${!endpoint.isEnabled && html`<small>${say.disabled[endpoint.disabledWhy ?? "by_hand"]}</small>`}
              ${nextAttemptAt !== undefined && html`<small>${say.next} ${moment(nextAttemptAt, language)}</small>`}
              ${state !== "delivered" && failureLine(say.last, lastStatus, lastWhy)}`,
          },
          {
            name: say.attempts,
            of: ({ message: { id, endpoint, attempts } }) =>
              html`<a href="${addressOf("attempts", { id: endpoint, message: id })}">${say.tries(attempts)}</a>`,
          },
          ...(mayAct(visit)
            ? [
                {
                  name: say.resendColumn,
                  of: ({ endpoint, message: { id, state } }: ToldEndpoint) =>
                    state !== "pending" && html`<a href="${messagesAt(endpoint)}#${id}">${say.again}</a>`,
                },
              ]
            : []),
        ],
        told,
      )
}
${pageLinks(words, "payment", { key, account }, { isLater, next })}
</section>`
}
