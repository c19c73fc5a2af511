import type { ClosedGate, PaymentsHealth } from "@qriskit/payments"
import { type Html, html, type Part } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { accountTitle, providerTitle, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { NOT_FOUND, troublePage } from "../trouble.js"

/** A lag that lasts longer than this needs a look, in milliseconds. */
const LONG = 120_000

/** A figure, what it means, and whether somebody should look. */
interface Figure {
  readonly name: string
  readonly value: Part
  readonly what: string
  readonly isOdd: boolean
}

const figuresOf = ({ words }: Visit, health: PaymentsHealth): ReadonlyArray<Figure> => {
  const { health: say } = words
  const seconds = (millis: number): string =>
    say.seconds(Math.round(millis / 1_000).toLocaleString(words.language === "English" ? "en" : "id"))
  const { inquiryLag, eventLag, failing, deadLetters, anomalies, busy } = health
  return [
    { name: say.inquiryLag, value: seconds(inquiryLag), what: say.inquiryLagWhat, isOdd: inquiryLag > LONG },
    { name: say.eventLag, value: seconds(eventLag), what: say.eventLagWhat, isOdd: eventLag > LONG },
    { name: say.failing, value: failing, what: say.failingWhat, isOdd: failing > 0 },
    {
      name: say.deadLetters,
      value: html`<a href="dead-letters">${deadLetters}</a>`,
      what: say.deadLettersWhat,
      isOdd: deadLetters > 0,
    },
    {
      name: say.anomalies,
      value: html`<a href="findings">${anomalies}</a>`,
      what: say.anomaliesWhat,
      isOdd: anomalies > 0,
    },
    {
      name: say.busy,
      value: busy.length === 0 ? say.nothing : busy.map(({ lane }) => lane).join(", "),
      what: say.busyWhat,
      isOdd: busy.length > 0,
    },
  ]
}

/** How payments are: what health checks see, with what each figure means. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  // It is of all accounts.
  if (visit.visitor.account !== undefined) return troublePage(visit, NOT_FOUND)
  const health = await house.payments.health()
  const figures = figuresOf(visit, health)
  const isOdd = figures.some((figure) => figure.isOdd) || health.closedGates.length > 0
  const { health: say } = words
  return {
    title: say.title,
    live: { on: "all" },
    main: html`<h1>${say.title}</h1>
<div data-part="health">
<p class="${isOdd ? "attention" : "notice"}">${isOdd ? say.look : say.fine}</p>
<dl class="card figures">${figures.map(
      ({ name, value, what, isOdd: needsLook }) =>
        html`<div${needsLook && html` class="odd"`}><dt>${name}</dt><dd><strong>${value}</strong> <small class="hint">${what}</small></dd></div>`,
    )}</dl>
${gates(visit, health.closedGates)}
</div>`,
  }
}

/** Who is not asked for now. */
const gates = (visit: Visit, closed: ReadonlyArray<ClosedGate>): Html => {
  const { words, language } = visit
  const { health: say } = words
  return html`<section class="card" aria-labelledby="gates"><h2 id="gates">${say.gates}</h2>
  <p class="hint">${say.gatesWhat}</p>
  ${
    closed.length === 0
      ? html`<p>${say.noGates}</p>`
      : table(
          "gates",
          [
            {
              name: words.books.provider,
              of: ({ provider }: ClosedGate) => badge("bad", providerTitle(visit, provider)),
            },
            {
              name: words.accounts.account,
              of: ({ account }) => (account === undefined ? say.whole : accountTitle(visit, account)),
            },
            { name: say.until, of: ({ until }) => moment(until, language) },
          ],
          closed,
        )
  }
</section>`
}

export const routes: ReadonlyArray<Route> = [{ method: "GET", page: "health", answer: show }]
