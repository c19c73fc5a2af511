import { type Anomaly, NoSuchItem } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
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
const readFinding = readFields(Schema.Struct({ id: Id }))
type Meant = NonNullable<ReturnType<typeof readFinding>>

/** What waits for a person. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const found = await house.payments.anomalies.list({
    ...accountMeant(visit),
    ...(asked.after !== undefined && { after: asked.after }),
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, ({ id }) => id)
  return {
    title: words.findings.title,
    live: { on: "all" },
    main: html`<h1>${words.findings.title}</h1>
<div data-part="findings">
${shown.length === 0 && html`<p class="card">${words.findings.none}</p>`}
${shown.map((anomaly) => finding(visit, anomaly))}
${pageLinks(words, "findings", {}, { isLater: asked.after !== undefined, next })}
</div>`,
  }
}

const finding = (visit: Visit, anomaly: Anomaly): Html => {
  const { words, language } = visit
  const { id, kind, key, account, amount, detail, foundAt } = anomaly
  return html`<article class="card finding" id="finding-${id}" aria-labelledby="finding-${id}-is">
  <h2 id="finding-${id}-is">${words.anomaly[kind]}</h2>
  <p class="hint" lang="en">${detail}</p>
  <p>${words.findings.found} ${moment(foundAt, language)} · ${paymentLink(visit, { key, account })}
    ${amount !== undefined && html`· ${rupiah(amount)}`}</p>
  ${deedForm(visit, {
    to: "acknowledge",
    id: String(id),
    hidden: { id: String(id) },
    whyLabel: words.act.acknowledgeWhy,
    button: words.act.acknowledge,
  })}
</article>`
}

/** The finding itself: of another account it is as if there were none. Rejects with `NoSuchItem`. */
const findingOf = async (visit: Visit, id: number): Promise<Anomaly> => {
  const own = accountMeant(visit)
  const [found] = await visit.house.payments.anomalies.list({ ...own, after: id - 1, limit: 1 })
  if (found?.id !== id) throw new NoSuchItem({ what: "anomaly", id })
  return found
}

const acknowledge: Deed<Meant> = {
  page: "acknowledge",
  verb: "acknowledge",
  read: readFinding,
  about: async (visit, { id }) => {
    const { key, account } = await findingOf(visit, id)
    return {
      subject: `finding ${id}`,
      ...(key !== undefined && { key }),
      ...(account !== undefined && { account }),
    }
  },
  carryOut: ({ house: { payments } }, { id }, decision) => payments.anomalies.acknowledge(id, decision),
  leadsTo: () => "findings",
}

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "findings", answer: show },
  deedRoute(acknowledge),
]
