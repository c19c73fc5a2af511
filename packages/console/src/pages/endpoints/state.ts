import type { Endpoint } from "@qriskit/payments/endpoints"
import { type Html, html } from "../../html/html.js"
import { badge } from "../../html/status-badge.js"
import { moment } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"

/** How an endpoint is: it takes messages, fails, or is stopped. */
export const stateOf = ({ words, language }: Visit, endpoint: Endpoint): Html => {
  const { endpoints: say } = words
  const { isEnabled, disabledWhy = "by_hand", disabledAt, failures, failingSince, heldUntil } = endpoint
  if (!isEnabled)
    return html`${badge(disabledWhy === "by_hand" ? "over" : "bad", say.disabled[disabledWhy])}
    ${disabledAt !== undefined && html`<small>${moment(disabledAt, language)}</small>`}`
  if (failures === 0) return badge("good", say.works)
  return html`${badge("bad", say.fails(failures))}
    ${failingSince !== undefined && html`<small>${say.since} ${moment(failingSince, language)}</small>`}
    ${heldUntil !== undefined && html`<small>${say.heldUntil} ${moment(heldUntil, language)}</small>`}`
}

/** What an endpoint is told of. */
export const subjectsOf = ({ words }: Visit, { subjects }: Endpoint): string =>
  subjects === undefined
    ? words.endpoints.all
    : subjects
        .map((subject) =>
          subject === "endpoint_disabled" ? words.anomaly.endpoint_disabled : words.eventType[subject],
        )
        .join(", ")
