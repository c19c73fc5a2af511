import type { Unmatched } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { badge, type Tone } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Id, readFields } from "../../request/fields.js"
import { accountMeant, accountTitle, providerTitle, seesAccounts, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { candidateLinks, claimedMoney } from "../expected/claim-list.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"

const readPage = readFields(Schema.Struct({ after: Schema.optionalKey(Id) }))

const TONE: Readonly<Record<Unmatched["state"], Tone>> = {
  claimed: "waiting",
  confirmed: "bad",
  refuted: "over",
}

/** Payments that callbacks speak of and no record knows. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, language, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const { after } = asked
  const found = await house.payments.unmatched({
    ...accountMeant(visit),
    ...(after !== undefined && { after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, ({ id }) => id)
  const say = words.unmatched
  return {
    title: say.title,
    live: { on: "all" },
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
<section class="card" aria-labelledby="unmatched" data-part="unmatched">
  <h2 id="unmatched" class="visually-hidden">${say.title}</h2>
  ${
    shown.length === 0
      ? html`<p>${say.none}</p>`
      : table(
          "unmatched",
          [
            { name: say.found, of: ({ foundAt }: Unmatched) => moment(foundAt, language) },
            {
              name: words.books.provider,
              of: ({ provider, account }) =>
                html`${providerTitle(visit, provider)}${account !== undefined && seesAccounts(visit) && html` · ${accountTitle(visit, account)}`}`,
            },
            { name: say.state, of: ({ state }) => badge(TONE[state], say.is[state]) },
            {
              name: words.callbacks.ids,
              of: ({ externalId, providerPaymentId }) =>
                html`<small class="id">${externalId}</small> <small class="id">${providerPaymentId}</small>`,
            },
            { name: words.expected.candidates, of: candidateLinks },
            { name: say.amount, of: claimedMoney, isNumber: true },
          ],
          shown,
        )
  }
  ${pageLinks(words, "unmatched", {}, { isLater: after !== undefined, next })}
</section>`,
  }
}

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "unmatched", answer: show }]
