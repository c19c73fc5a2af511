import { type Receipt, ReceiptVerdict } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { badge, type Tone } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Id, readFields } from "../../request/fields.js"
import { accountMeant, accountTitle, providerTitle, seesAccounts, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"

const readPage = readFields(
  Schema.Struct({ after: Schema.optionalKey(Id), verdict: Schema.optionalKey(ReceiptVerdict) }),
)

const TONE: Readonly<Record<ReceiptVerdict, Tone>> = {
  accepted: "good",
  unmatched: "waiting",
  forged: "bad",
  malformed: "bad",
}

/** Characters of a body that a page shows. */
const SHOWN = 2_000

/** Callbacks as they came, newest first. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, language, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const { after, verdict } = asked
  const receipts = await house.payments.receipts({
    ...accountMeant(visit),
    newestFirst: true,
    ...(after !== undefined && { after }),
    ...(verdict !== undefined && { verdict }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(receipts, ({ id }) => id)
  return {
    title: words.callbacks.title,
    live: { on: "all" },
    main: html`<h1>${words.callbacks.title}</h1>
<p class="hint">${words.callbacks.hint}</p>
<section class="card" aria-labelledby="callbacks">
  <h2 id="callbacks" class="visually-hidden">${words.callbacks.title}</h2>
  <form class="inline filters" method="get" action="callbacks">
    <p class="field"><label for="verdict">${words.callbacks.verdict}</label>
    <select id="verdict" name="verdict"><option value="">${words.books.all}</option>
      ${ReceiptVerdict.literals.map(
        (each) =>
          html`<option value="${each}"${each === verdict && html` selected`}>${words.verdict[each]}</option>`,
      )}</select></p>
    <button>${words.books.filters}</button>
  </form>
  <div data-part="callbacks">
  ${
    shown.length === 0
      ? html`<p>${words.callbacks.none}</p>`
      : table(
          "callbacks",
          [
            {
              name: words.callbacks.received,
              of: ({ receivedAt, times }: Receipt) =>
                html`${moment(receivedAt, language)}${times > 1 && html` <small>${words.callbacks.times(times)}</small>`}`,
            },
            { name: words.books.provider, of: (receipt) => sender(visit, receipt) },
            {
              name: words.callbacks.verdict,
              of: (receipt) =>
                html`${badge(TONE[receipt.verdict], words.verdict[receipt.verdict])}${receipt.why !== undefined && html` <small class="hint" lang="en">${receipt.why}</small>`}`,
            },
            { name: words.callbacks.claims, of: claim },
            { name: words.callbacks.body, of: (receipt) => body(visit, receipt) },
          ],
          shown,
        )
  }
  ${pageLinks(words, "callbacks", { verdict }, { isLater: after !== undefined, next })}
  </div>
</section>`,
  }
}

const sender = (visit: Visit, { provider, account }: Receipt): Html =>
  html`${providerTitle(visit, provider)}${account !== undefined && seesAccounts(visit) && html` · ${accountTitle(visit, account)}`}`

const claim = ({ claimedStatus, claimedAmount, externalId, providerPaymentId }: Receipt): Html =>
  html`${claimedStatus ?? "–"}${claimedAmount !== undefined && html` · ${rupiah(claimedAmount)}`}
    ${[externalId, providerPaymentId].map((id) => id !== undefined && html`<small class="id">${id}</small>`)}`

/** As it is stored: what names a person goes with `redact`. Text, whatever is in it. */
const body = ({ words }: Visit, { id, body: text }: Receipt): Html =>
  text === undefined
    ? html`<small>${words.callbacks.noBody}</small>`
    : html`<details data-form="body-${id}"><summary>${words.callbacks.body}</summary>
      <pre tabindex="0">${text.slice(0, SHOWN)}${text.length > SHOWN && html`\n${words.callbacks.cut}`}</pre></details>`

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "callbacks", answer: show }]
