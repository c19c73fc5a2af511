import type { Endpoint } from "@qriskit/payments/endpoints"
import * as Schema from "effect/Schema"
import { html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { table } from "../../html/table.js"
import { Account, line, readFields } from "../../request/fields.js"
import { accountMeant, accountTitle, seesAccounts, type Visit } from "../../request/visit.js"
import { accountPicker } from "../account-picker.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { endpointsOf } from "./handed-over.js"
import { stateOf, subjectsOf } from "./state.js"

const read = readFields(
  Schema.Struct({ account: Schema.optionalKey(Account), after: Schema.optionalKey(line(64)) }),
)

/** Whose payments an endpoint is told of. */
export const whose = (visit: Visit, { account, everyAccount }: Endpoint): string => {
  const { endpoints: say, books } = visit.words
  if (everyAccount) return say.everyAccount
  return account === undefined ? books.noAccount : accountTitle(visit, account)
}

/** Where events are sent, the oldest endpoint first. */
export const showEndpoints = async (visit: Visit): Promise<Page> => {
  const { words } = visit
  const { endpoints: say, books } = words
  const asked = read(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const own = accountMeant(visit, asked.account)
  const [found, picker] = await Promise.all([
    endpointsOf(visit).list({
      ...own,
      ...(asked.after !== undefined && { after: asked.after }),
      limit: PAGE_SIZE + 1,
    }),
    accountPicker(visit, "endpoints", own.account, {}, books.all),
  ])
  const { shown, next } = pageOf(found, ({ id }) => id)
  return {
    title: say.title,
    live: { on: "all" },
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
${picker}
<section class="card" aria-labelledby="endpoints" data-part="endpoints">
  <h2 id="endpoints" class="visually-hidden">${say.title}</h2>
  ${
    shown.length === 0
      ? html`<p>${say.none}</p>`
      : table(
          "endpoints",
          [
            {
              name: say.address,
              of: ({ id, url, description }: Endpoint) =>
                html`<a class="text" href="${addressOf("endpoint", { id })}">${url}</a>${description !== undefined && html` <small>${description}</small>`}`,
            },
            ...(seesAccounts(visit)
              ? [{ name: books.account, of: (endpoint: Endpoint) => whose(visit, endpoint) }]
              : []),
            { name: say.subjects, of: (endpoint) => subjectsOf(visit, endpoint) },
            { name: say.state, of: (endpoint) => stateOf(visit, endpoint) },
          ],
          shown,
        )
  }
  ${pageLinks(words, "endpoints", { account: asked.account }, { isLater: asked.after !== undefined, next })}
</section>`,
  }
}
