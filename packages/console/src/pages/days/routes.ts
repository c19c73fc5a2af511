import type { StatementDayTotal } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { rupiahOfSen } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { table } from "../../html/table.js"
import type { Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { accountPicker } from "../account-picker.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { dayChart } from "./day-chart.js"
import { daysCsv, linesCsv, workbook } from "./export.js"
import { daysWanted, type WantedDays } from "./wanted.js"

const AMOUNTS = ["asked", "arrived", "settled", "fee", "tax", "net", "credited"] as const

/** Each day: asked, arrived, settled, what it cost, what is left of it, and what the bank credited. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  const wanted = daysWanted(visit)
  if (wanted === undefined) return troublePage(visit, WRONG_FILTER)
  const [days, bank, picker] = await Promise.all([
    house.payments.statements.days(wanted),
    house.payments.statements.arrived(wanted),
    accountPicker(visit, "days", wanted.account, { from: wanted.from, until: wanted.until }),
  ])
  const sum = (of: (day: StatementDayTotal) => bigint): bigint => days.reduce((all, day) => all + of(day), 0n)
  const unexplained = bank.reduce((all, day) => all + day.unexplained, 0n)
  const say = words.days
  const address = (page: string) => addressOf(page, { ...wanted })
  return {
    title: say.title,
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
${picker}
<section class="card totals" aria-labelledby="days">
  <div class="heading"><h2 id="days">${wanted.from} – ${wanted.until}</h2>${form(visit, wanted)}</div>
  ${dayChart(words, days)}
  ${unexplained > 0n && html`<p class="attention">${say.unexplained(rupiahOfSen(unexplained))}</p>`}
  ${table(
    "days",
    [
      { name: words.books.day, of: ({ day }: StatementDayTotal) => day },
      ...AMOUNTS.map((name) => ({
        name: say[name],
        of: (day: StatementDayTotal) => rupiahOfSen(day[name]),
        isNumber: true,
      })),
    ],
    days,
    html`<tfoot><tr><th scope="row">${words.books.sum}</th>${AMOUNTS.map(
      (name) =>
        html`<td class="number" id="sum-${name}" data-label="${say[name]}">${rupiahOfSen(sum((day) => day[name]))}</td>`,
    )}</tr></tfoot>`,
  )}
  <p class="inline"><a class="button" href="${address("days.csv")}">${say.csv}</a>
  <a class="button" href="${address("lines.csv")}">${say.linesCsv}</a>
  <a class="button" href="${address("days.xlsx")}">${say.xlsx}</a></p>
</section>`,
  }
}

const form = (
  { words }: Visit,
  { account, from, until }: WantedDays,
): Html => html`<form class="inline" method="get" action="days">
  ${account !== undefined && html`<input type="hidden" name="account" value="${account}">`}
  <p class="field"><label for="from">${words.books.from}</label><input id="from" name="from" type="date" value="${from}"></p>
  <p class="field"><label for="until">${words.books.until}</label><input id="until" name="until" type="date" value="${until}"></p>
  <button>${words.books.show}</button>
</form>`

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "days", needs: "statements", answer: show },
  { method: "GET", page: "days.csv", needs: "statements", answer: daysCsv },
  { method: "GET", page: "lines.csv", needs: "statements", answer: linesCsv },
  { method: "GET", page: "days.xlsx", needs: "statements", answer: workbook },
]
