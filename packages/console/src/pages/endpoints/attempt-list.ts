import type { EndpointAttempt } from "@qriskit/payments/endpoints"
import * as Schema from "effect/Schema"
import { type Html, html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Id, line, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { endpointsOf } from "./handed-over.js"

/** What went wrong: the receiver's status, and our sentence. Nothing where nothing did. */
export const failureLine = (
  name: string,
  status: number | undefined,
  why: string | undefined,
): Html | undefined =>
  why === undefined
    ? undefined
    : html`<p class="hint">${name}: ${status !== undefined && html`${status}, `}<span lang="en">${why}</span></p>`

/** Sendings of messages, the newest first. */
export const attemptTable = ({ words, language }: Visit, attempts: ReadonlyArray<EndpointAttempt>): Html => {
  const { endpoints: say } = words
  return table(
    "attempts",
    [
      { name: say.at, of: ({ at }: EndpointAttempt) => moment(at, language) },
      {
        name: say.outcome,
        of: ({ isDelivered, status }) =>
          html`${isDelivered ? badge("good", say.is.delivered) : badge("bad", say.failed)} ${status}`,
      },
      {
        name: say.answer,
        of: ({ why, answer }) =>
          html`${why !== undefined && html`<span class="text" lang="en">${why}</span> `}${answer !== undefined && html`<small class="text">${answer}</small>`}`,
      },
      {
        name: say.message,
        of: ({ message, number, endpoint }) =>
          html`<a href="${addressOf("attempts", { id: endpoint, message })}"><small class="id">${message}</small></a> <small>${say.number(number)}</small>`,
      },
      { name: say.took, of: ({ millis }) => `${millis} ms`, isNumber: true },
    ],
    attempts,
  )
}

const read = readFields(
  Schema.Struct({
    id: line(64),
    message: Schema.optionalKey(line(64)),
    after: Schema.optionalKey(Id),
  }),
)

/** Every attempt of an endpoint, or of one message. */
export const showAttempts = async (visit: Visit): Promise<Page> => {
  const { words } = visit
  const { endpoints: say } = words
  const asked = read(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const { id, message, after } = asked
  const own = accountMeant(visit)
  const endpoint = await endpointsOf(visit).get(id, own)
  const found = await endpointsOf(visit).attempts({
    ...own,
    endpoint: id,
    ...(message !== undefined && { message }),
    ...(after !== undefined && { before: after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, (attempt) => attempt.id)
  return {
    title: say.attempts,
    live: { on: "all" },
    main: html`<h1>${say.attempts}</h1>
<p><a class="text" href="${addressOf("endpoint", { id })}">${endpoint.url}</a> ${message}</p>
<section class="card" aria-labelledby="attempts" data-part="attempts">
  <h2 id="attempts" class="visually-hidden">${say.attempts}</h2>
  ${shown.length === 0 ? html`<p>${say.noAttempts}</p>` : attemptTable(visit, shown)}
  ${pageLinks(words, "attempts", { id, message }, { isLater: after !== undefined, next })}
</section>`,
  }
}
