import {
  type FindingOfStatements,
  LineClass,
  NoSuchItem,
  type StatementImport,
  type StatementLine,
} from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { deedForm } from "../../html/deed-form.js"
import { type Html, html } from "../../html/html.js"
import { rupiahOfSen } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { paymentLink } from "../../html/payment-link.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Account, Id, readFields } from "../../request/fields.js"
import { accountMeant, providerTitle, type Visit } from "../../request/visit.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { importFacts } from "./report.js"

const readPage = readFields(
  Schema.Struct({
    id: Id,
    account: Schema.optionalKey(Account),
    class: Schema.optionalKey(Schema.Union([LineClass, Schema.Literal("all")])),
    after: Schema.optionalKey(Id),
  }),
)

/** What is left: lines that no payment of ours, and no payout, explains. */
const LEFT: ReadonlyArray<LineClass> = [
  "unknown_money",
  "ambiguous",
  "paid_out_but_not_paid",
  "credit_unexplained",
  "day_differs",
]

/** An import of whoever asks. Of another account it is as if there were none. Rejects with `NoSuchItem`. */
export const importOf = async (visit: Visit, id: number, account?: string): Promise<StatementImport> => {
  const [found] = await visit.house.payments.statements.list({
    ...accountMeant(visit, account),
    before: id + 1,
    limit: 1,
  })
  if (found?.id !== id) throw new NoSuchItem({ what: "import", id })
  return found
}

type Asked = NonNullable<ReturnType<typeof readPage>>

const linesOf = async (visit: Visit, asked: Asked): Promise<ReadonlyArray<StatementLine>> => {
  const query = {
    ...accountMeant(visit, asked.account),
    import: asked.id,
    ...(asked.after !== undefined && { after: asked.after }),
    limit: PAGE_SIZE + 1,
  }
  const { statements } = visit.house.payments
  if (asked.class === "all") return statements.lines(query)
  const classes = asked.class === undefined ? LEFT : [asked.class]
  const each = await Promise.all(classes.map((name) => statements.lines({ ...query, class: name })))
  return each.flat().sort((a, b) => a.id - b.id)
}

/** An import: what it says, what was found by it, and what of it is left. */
export const showStatement = async (visit: Visit): Promise<Page> => {
  const { words } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const own = accountMeant(visit, asked.account)
  const file = await importOf(visit, asked.id, asked.account)
  const [findings, lines] = await Promise.all([
    visit.house.payments.statements.findings({ ...own, import: file.id, limit: PAGE_SIZE + 1 }),
    linesOf(visit, asked),
  ])
  const say = words.statements
  return {
    title: `${say.import} ${file.id}`,
    main: html`<h1>${say.import} ${file.id}: ${file.title}</h1>
<section class="card" aria-label="${say.import} ${file.id}">
  <p>${importedLine(visit, file)}</p>
  ${importFacts(visit, file)}
</section>
${file.state === "imported" && findingsSection(visit, findings, asked)}
${linesSection(visit, lines, asked)}
${
  file.state === "imported" &&
  deedForm(visit, {
    to: "undo-statement",
    id: String(file.id),
    summary: say.undo,
    hint: say.undoWhat,
    hidden: { id: String(file.id), account: own.account },
    button: say.yesUndo,
    tone: "danger",
  })
}`,
  }
}

/** Who imported it, and who took it back. */
export const importedLine = (visit: Visit, file: StatementImport): Html => {
  const { words, language } = visit
  const say = words.statements
  return html`${moment(file.importedAt, language)} · ${file.importedBy}${
    file.provider !== undefined && ` · ${providerTitle(visit, file.provider)}`
  }${
    file.undoneAt !== undefined &&
    html`<br><strong>${say.undone}</strong> ${moment(file.undoneAt, language)} · ${file.undoneBy}: ${file.undoneWhy}`
  }`
}

const findingsSection = (
  visit: Visit,
  found: ReadonlyArray<FindingOfStatements>,
  { account }: Asked,
): Html => {
  const { words } = visit
  const say = words.statements
  return html`<section class="card" aria-labelledby="found"><h2 id="found">${say.found}</h2>
  ${found.length === 0 && html`<p>${words.findings.none}</p>`}
  <ul>${found.slice(0, PAGE_SIZE).map(
    ({ id, kind, key, detail }) =>
      html`<li><a href="findings?after=${id - 1}">${words.anomaly[kind]}</a> ${paymentLink(visit, { key, account })}
      <span class="hint" lang="en">${detail}</span></li>`,
  )}</ul>
  ${found.length > PAGE_SIZE && html`<p><a href="findings">${words.nav.findings}</a></p>`}
</section>`
}

const linesSection = (visit: Visit, lines: ReadonlyArray<StatementLine>, asked: Asked): Html => {
  const { words } = visit
  const say = words.statements
  const { shown, next } = pageOf(lines, ({ id }) => id)
  const chosen = { id: String(asked.id), account: asked.account, class: asked.class }
  const sen = (amount: bigint | undefined) => amount !== undefined && rupiahOfSen(amount)
  return html`<section class="card" aria-labelledby="lines"><h2 id="lines">${asked.class === undefined ? say.left : say.lines}</h2>
  <form class="inline filters" method="get" action="statement">
    <input type="hidden" name="id" value="${asked.id}">
    ${asked.account !== undefined && html`<input type="hidden" name="account" value="${asked.account}">`}
    <p class="field"><label for="class">${say.class}</label>
    <select id="class" name="class"><option value="">${say.left}</option>
      <option value="all"${asked.class === "all" && html` selected`}>${words.books.all}</option>
      ${LineClass.literals.map(
        (each) =>
          html`<option value="${each}"${each === asked.class && html` selected`}>${words.lineClass[each]}</option>`,
      )}</select></p>
    <button>${words.books.filters}</button>
  </form>
  ${
    shown.length === 0
      ? html`<p>${asked.class === undefined ? say.nothingLeft : say.noLines}</p>`
      : table(
          "lines",
          [
            { name: say.row, of: ({ row }: StatementLine) => row },
            { name: words.books.day, of: ({ day }) => day },
            { name: say.class, of: (line) => words.lineClass[line.class] },
            {
              name: say.about,
              of: ({ key, reference, providerId, rrn }) =>
                key === undefined
                  ? (reference ?? providerId ?? rrn)
                  : paymentLink(visit, { key, account: asked.account }),
            },
            { name: say.gross, of: ({ gross }) => sen(gross), isNumber: true },
            { name: say.net, of: ({ net }) => sen(net), isNumber: true },
          ],
          shown,
        )
  }
  ${pageLinks(words, "statement", chosen, { isLater: asked.after !== undefined, next })}
</section>`
}
