import type { Endpoint, EndpointMessage, ListMessages } from "@qriskit/payments/endpoints"
import * as Schema from "effect/Schema"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html, type Part } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { dayOf, moment } from "../../html/time.js"
import { Account, Key, line, readFields } from "../../request/fields.js"
import { accountMeant, mayAct, seesAccounts, type Visit } from "../../request/visit.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { attemptTable } from "./attempt-list.js"
import { whose } from "./endpoint-list.js"
import { endpointsOf } from "./handed-over.js"
import { messageList } from "./message-list.js"
import { stateOf, subjectsOf } from "./state.js"

const State = Schema.Literals(["dead", "pending", "delivered"])

const read = readFields(
  Schema.Struct({
    id: line(64),
    show: Schema.optionalKey(State),
    /** Messages about this order alone, in every state. */
    key: Schema.optionalKey(Key),
    /** Whose order that is, at an endpoint of every account. */
    account: Schema.optionalKey(Account),
    after: Schema.optionalKey(line(64)),
  }),
)
type Wanted = NonNullable<ReturnType<typeof read>>

/** As many attempts beside the messages; all of them have a page of their own. */
const LATEST = 10

/** One endpoint: how it is, what it was sent, and what can be done. */
export const showEndpoint = async (visit: Visit): Promise<Page> => {
  const { endpoints: say } = visit.words
  const wanted = read(visit.query)
  if (wanted === undefined) return troublePage(visit, WRONG_FILTER)
  const own = accountMeant(visit)
  const { id } = wanted
  const endpoint = await endpointsOf(visit).get(id, own)
  const [messages, attempts] = await Promise.all([
    endpointsOf(visit).messages(messagesWanted(endpoint, wanted)),
    endpointsOf(visit).attempts({ ...own, endpoint: id, limit: LATEST }),
  ])
  return {
    title: say.endpoint,
    live: { on: "all" },
    main: html`<h1 class="text">${endpoint.url}</h1>
<div data-part="state">
<p class="state">${stateOf(visit, endpoint)}</p>
${facts(visit, endpoint)}
</div>
<div data-part="acts">${mayAct(visit) ? acts(visit, endpoint) : html`<p class="hint">${visit.words.act.onlyLook}</p>`}</div>
${messageSection(visit, endpoint, wanted, messages)}
<section class="card" aria-labelledby="attempts" data-part="attempts"><h2 id="attempts">${say.latest}</h2>
${
  attempts.length === 0
    ? html`<p>${say.noAttempts}</p>`
    : html`${attemptTable(visit, attempts)}<p class="pages"><a href="${addressOf("attempts", { id })}">${say.allAttempts}</a></p>`
}
</section>`,
  }
}

const messagesWanted = (
  { id, account: ofEndpoint, everyAccount }: Endpoint,
  { show = "dead", key, account: named, after }: Wanted,
): ListMessages => {
  const account = everyAccount ? named : ofEndpoint
  return {
    endpoint: id,
    ...(key === undefined ? { state: show } : { key, ...(account !== undefined && { account }) }),
    ...(after !== undefined && { after }),
    limit: PAGE_SIZE + 1,
  }
}

const facts = (visit: Visit, endpoint: Endpoint): Html => {
  const { words, language } = visit
  const { endpoints: say, books } = words
  const secret = ({ hint, createdAt, until }: Endpoint["secrets"][number]): Html =>
    html`<div>… ${hint} <small>${moment(createdAt, language)}${until !== undefined && html`, ${say.signsUntil} ${moment(until, language)}`}</small></div>`
  const rows: ReadonlyArray<readonly [name: string, value: Part]> = [
    [say.description, endpoint.description],
    [books.account, seesAccounts(visit) && whose(visit, endpoint)],
    [say.subjects, subjectsOf(visit, endpoint)],
    [say.payer, endpoint.withPayer ? say.yes : say.no],
    [say.secrets, endpoint.secrets.map(secret)],
    [say.created, moment(endpoint.createdAt, language)],
  ]
  return html`<dl class="card">${rows.map(
    ([name, value]) => value !== undefined && value !== false && html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>`
}

const acts = (visit: Visit, { id, isEnabled }: Endpoint): Html => {
  const { endpoints: say } = visit.words
  const hidden = { id }
  return html`
${deedForm(visit, { to: "endpoint-ping", id: "ping", summary: say.ping, hint: say.pingWhat, hidden, button: say.ping })}
${
  isEnabled
    ? deedForm(visit, {
        to: "endpoint-disable",
        id: "disable",
        summary: say.disable,
        hint: say.disableWhat,
        hidden,
        button: say.disable,
        tone: "danger",
      })
    : deedForm(visit, {
        to: "endpoint-enable",
        id: "enable",
        summary: say.enable,
        hint: say.enableWhat,
        hidden,
        button: say.enable,
      })
}
${deedForm(visit, {
  to: "endpoint-resend",
  id: "resend",
  summary: say.resend,
  hint: say.againWhat,
  hidden,
  asks: html`<p class="field"><label for="since">${say.madeSince}</label>
      <input id="since" name="since" type="date" required value="${dayOf(new Date())}"></p>`,
  button: say.resend,
})}`
}

const messageSection = (
  visit: Visit,
  endpoint: Endpoint,
  { id, show = "dead", key, account, after }: Wanted,
  messages: ReadonlyArray<EndpointMessage>,
): Html => {
  const { words } = visit
  const { endpoints: say } = words
  const { shown, next } = pageOf(messages, (message) => message.id)
  const tab = (state: typeof State.Type): Html =>
    html`<a href="${addressOf("endpoint", { id, show: state })}"${key === undefined && state === show && html` aria-current="true"`}>${say.show[state]}</a> `
  return html`<section class="card" aria-labelledby="messages"><h2 id="messages">${say.messages}</h2>
<nav class="tabs" aria-label="${say.messages}">${State.literals.map(tab)}</nav>
${finder(visit, endpoint, key, account)}
<div data-part="messages">
${shown.length === 0 ? html`<p>${say.noMessages}</p>` : messageList(visit, shown)}
${pageLinks(words, "endpoint", { id, show, key, account }, { isLater: after !== undefined, next })}
</div>
</section>`
}

const finder = (
  { words }: Visit,
  { id, everyAccount }: Endpoint,
  key: string | undefined,
  account: string | undefined,
): Html => {
  const { endpoints: say, books, payment } = words
  return html`<form class="inline" method="get" action="endpoint">
  <input type="hidden" name="id" value="${id}">
  <p class="field"><label for="key">${say.about}</label><input id="key" name="key" maxlength="255" autocomplete="off" required value="${key}"></p>
  ${everyAccount && html`<p class="field"><label for="account">${books.account}</label><input id="account" name="account" maxlength="64" autocomplete="off" value="${account}"></p>`}
  <button>${payment.findIt}</button>
</form>`
}
