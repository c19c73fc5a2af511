import type { ClosedGate } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { dayOf, endOfDay, startOfDay } from "../../html/time.js"
import { Account, Day, readFields } from "../../request/fields.js"
import { accountTitle, providerTitle, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { type Sum, sumOf } from "../books/sum.js"
import { NOT_FOUND, troublePage, WRONG_FILTER } from "../trouble.js"

const readPage = readFields(
  Schema.Struct({ after: Schema.optionalKey(Account), day: Schema.optionalKey(Day) }),
)

interface AccountSum extends Sum {
  readonly account: string
  readonly gates: ReadonlyArray<ClosedGate>
}

const sumsOf = async (
  { house: { payments } }: Visit,
  accounts: ReadonlyArray<string>,
  day: string,
): Promise<ReadonlyArray<AccountSum>> => {
  const [from, until] = [startOfDay(day), endOfDay(day)]
  const time = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  const { closedGates } = await payments.health()
  return Promise.all(
    accounts.map(async (account) => ({
      account,
      gates: closedGates.filter((gate) => gate.account === account),
      ...sumOf(await payments.totals({ account, ...time })),
    })),
  )
}

/** The accounts beside each other, with a day's sums. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  // Whoever sees one account has no others to compare.
  if (visit.visitor.account !== undefined) return troublePage(visit, NOT_FOUND)
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const { after, day = dayOf(new Date()) } = asked
  const named = await house.payments.accounts({
    ...(after !== undefined && { after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(named, (account) => account)
  const sums = await sumsOf(visit, shown, day)
  const say = words.accounts
  return {
    title: say.title,
    live: { on: "payments" },
    main: html`<h1>${say.title}</h1>
<section class="card" aria-labelledby="accounts">
  <div class="heading"><h2 id="accounts">${words.books.today} ${day}</h2>
    <form class="inline" method="get" action="accounts">
      <label for="day">${words.books.day}</label>
      <input id="day" name="day" type="date" value="${day}">
      <button>${words.books.show}</button>
    </form></div>
  <div data-part="accounts">
  ${
    sums.length === 0
      ? html`<p>${say.none}</p>`
      : table(
          "accounts",
          [
            {
              name: say.account,
              of: ({ account }: AccountSum) =>
                html`<a href="${addressOf("books", { account })}">${accountTitle(visit, account)}</a>`,
            },
            {
              name: say.gate,
              of: ({ gates }) =>
                gates.length === 0
                  ? say.open
                  : gates.map(({ provider }) =>
                      badge("bad", `${providerTitle(visit, provider)} ${say.closed}`),
                    ),
            },
            { name: say.payments, of: ({ payments }) => payments, isNumber: true },
            { name: words.books.amount, of: ({ asked: sum }) => rupiah(sum), isNumber: true },
            { name: words.books.arrived, of: ({ arrived }) => rupiah(arrived), isNumber: true },
            { name: words.books.refunded, of: ({ refunded }) => rupiah(refunded), isNumber: true },
          ],
          sums,
        )
  }
  ${pageLinks(words, "accounts", { day: asked.day }, { isLater: after !== undefined, next })}
  </div>
</section>`,
  }
}

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "accounts", answer: show }]
