import { type DeadLetter, NoSuchItem } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { paymentLink } from "../../html/payment-link.js"
import { moment } from "../../html/time.js"
import { Id, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { type Deed, deedRoute } from "../deed.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"

const readPage = readFields(Schema.Struct({ after: Schema.optionalKey(Id) }))
const readLetter = readFields(Schema.Struct({ id: Id }))
type Meant = NonNullable<ReturnType<typeof readLetter>>

/** Events that handlers did not take. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const found = await house.payments.deadLetters.list({
    ...accountMeant(visit),
    ...(asked.after !== undefined && { after: asked.after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, ({ event }) => event.id)
  return {
    title: words.deadLetters.title,
    live: { on: "all" },
    main: html`<h1>${words.deadLetters.title}</h1>
<p class="hint">${words.deadLetters.hint}</p>
<div data-part="letters">
${shown.length === 0 && html`<p class="card">${words.deadLetters.none}</p>`}
${shown.map((letter) => letterCard(visit, letter))}
${pageLinks(words, "dead-letters", {}, { isLater: asked.after !== undefined, next })}
</div>`,
  }
}

const letterCard = (visit: Visit, { event, deliveries, lastError, deadAt }: DeadLetter): Html => {
  const { words, language } = visit
  const { id, type, key, account } = event
  const hidden = { id: String(id) }
  return html`<article class="card finding" id="letter-${id}" aria-labelledby="letter-${id}-is">
  <h2 id="letter-${id}-is">${words.deadLetters.event} ${id}: ${words.eventType[type]}</h2>
  <p>${words.deadLetters.given} ${moment(deadAt, language)}, ${words.deadLetters.deliveries(deliveries)}
    · ${paymentLink(visit, { key, account })}</p>
  <p class="hint">${words.deadLetters.error}: <span lang="en">${lastError}</span></p>
  ${deedForm(visit, { to: "replay", id: `replay-${id}`, hidden, button: words.act.replay })}
  ${deedForm(visit, {
    to: "skip",
    id: `skip-${id}`,
    summary: words.act.skip,
    hint: words.act.skipWhat,
    hidden,
    button: words.act.skip,
    tone: "danger",
  })}
</article>`
}

/** Whose it is: of another account it is as if there were none. Rejects with `NoSuchItem`. */
const about = async (visit: Visit, { id }: Meant) => {
  const own = accountMeant(visit)
  const [found] = await visit.house.payments.deadLetters.list({ ...own, after: id - 1, limit: 1 })
  if (found?.event.id !== id) throw new NoSuchItem({ what: "dead letter", id })
  const { key, account } = found.event
  return { subject: `event ${id}`, key, ...(account !== undefined && { account }) }
}

const replay: Deed<Meant> = {
  page: "replay",
  verb: "replay",
  read: readLetter,
  about,
  carryOut: ({ house: { payments } }, { id }) => payments.deadLetters.replay(id),
  leadsTo: () => "dead-letters",
}

const skip: Deed<Meant> = {
  page: "skip",
  verb: "skip",
  read: readLetter,
  about,
  carryOut: ({ house: { payments } }, { id }, decision) => payments.deadLetters.skip(id, decision),
  leadsTo: () => "dead-letters",
}

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "dead-letters", answer: show },
  deedRoute(replay),
  deedRoute(skip),
]
