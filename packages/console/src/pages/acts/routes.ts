import type { Act } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { verbWord } from "../../html/act-word.js"
import { html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { paymentLink } from "../../html/payment-link.js"
import { badge, type Tone } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Id, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"

const readPage = readFields(Schema.Struct({ after: Schema.optionalKey(Id) }))

const TONE: Readonly<Record<NonNullable<Act["outcome"]>, Tone>> = {
  done: "good",
  refused: "over",
  unknown: "bad",
}

/** Who did what, newest first. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, language, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const { after } = asked
  const found = await house.payments.acts.list({
    ...accountMeant(visit),
    ...(after !== undefined && { before: after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, ({ id }) => id)
  const say = words.acts
  return {
    title: say.title,
    live: { on: "all" },
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
<section class="card" aria-labelledby="acts" data-part="acts">
  <h2 id="acts" class="visually-hidden">${say.title}</h2>
  ${
    shown.length === 0
      ? html`<p>${say.none}</p>`
      : table(
          "acts",
          [
            { name: say.at, of: ({ begunAt }: Act) => moment(begunAt, language) },
            { name: say.who, of: ({ by, via }) => html`${by} <small class="hint">${via}</small>` },
            { name: say.what, of: ({ verb }) => verbWord(words, verb) },
            {
              name: say.about,
              of: (act) =>
                html`${paymentLink(visit, act)}${act.subject !== undefined && html` <small class="hint" lang="en">${act.subject}</small>`}`,
            },
            { name: say.why, of: ({ why }) => html`<span class="text">${why}</span>` },
            {
              name: say.outcome,
              of: ({ outcome, detail }) =>
                html`${outcome === undefined ? badge("waiting", say.open) : badge(TONE[outcome], say.is[outcome])}${
                  detail !== undefined && html` <small class="hint" lang="en">${detail}</small>`
                }`,
            },
          ],
          shown,
        )
  }
  ${pageLinks(words, "acts", {}, { isLater: after !== undefined, next })}
</section>`,
  }
}

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "acts", answer: show }]
