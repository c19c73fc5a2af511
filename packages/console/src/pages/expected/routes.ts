import type { AttemptStatus } from "@qriskit/payments"
import { html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { accountPicker } from "../account-picker.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { claimList } from "./claim-list.js"
import { orderList } from "./order-list.js"
import { View, wantedOf } from "./wanted.js"

/** What a view of orders holds. */
const STATUSES = {
  open: ["pending"],
  late: ["expired", "canceled"],
  arrived: ["paid", "under_review", "refund_pending", "partially_refunded", "refunded"],
} as const satisfies Readonly<Record<string, ReadonlyArray<AttemptStatus>>>

/** Orders whose money comes on a printed QR, and claims that may be theirs. */
const show = async (visit: Visit): Promise<Page> => {
  const wanted = wantedOf(visit.query)
  if (wanted === undefined) return troublePage(visit, WRONG_FILTER)
  const { expected: say, books } = visit.words
  const shown = wanted.show ?? "open"
  const own = accountMeant(visit, wanted.account)
  const [list, picker] = await Promise.all([
    shown === "claims" ? claimList(visit, wanted) : orderList(visit, wanted, STATUSES[shown]),
    accountPicker(visit, "expected", own.account, { show: shown }, books.all),
  ])
  if (list === undefined) return troublePage(visit, WRONG_FILTER)
  const tab = (view: View) =>
    html`<a href="${addressOf("expected", { show: view, account: wanted.account })}"${view === shown && html` aria-current="true"`}>${say.show[view]}</a> `
  return {
    title: say.title,
    live: { on: "all" },
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
<nav class="tabs" aria-label="${say.title}">${View.literals.map(tab)}</nav>
${picker}
<section class="card" aria-labelledby="expected" data-part="expected">
  <h2 id="expected">${say.show[shown]}</h2>
  <p class="hint">${say.what[shown]}</p>
  ${list}
</section>`,
  }
}

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "expected", answer: show }]
