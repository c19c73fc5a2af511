import type { StatementImport } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { html } from "../../html/html.js"
import { rupiahOfSen } from "../../html/money.js"
import type { Page } from "../../html/page.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { Account, Id, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { accountPicker } from "../account-picker.js"
import { type Deed, deedRoute } from "../deed.js"
import { troublePage, WRONG_FILTER } from "../trouble.js"
import { importing } from "./importing.js"
import { daysOf } from "./report.js"
import { importedLine, importOf, showStatement } from "./statement-page.js"
import { uploadForm } from "./upload-form.js"

const readPage = readFields(
  Schema.Struct({ account: Schema.optionalKey(Account), after: Schema.optionalKey(Id) }),
)
const readUndo = readFields(Schema.Struct({ id: Id, account: Schema.optionalKey(Account) }))
type Meant = NonNullable<ReturnType<typeof readUndo>>

/** Where a file is dropped, and what was imported, newest first. */
const show = async (visit: Visit): Promise<Page> => {
  const { words, house } = visit
  const asked = readPage(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const own = accountMeant(visit, asked.account)
  const [form, picker, imports] = await Promise.all([
    uploadForm(visit, own),
    accountPicker(visit, "statements", own.account),
    house.payments.statements.list({
      ...own,
      ...(asked.after !== undefined && { before: asked.after }),
      limit: PAGE_SIZE + 1,
    }),
  ])
  const { shown, next } = pageOf(imports, ({ id }) => id)
  const say = words.statements
  return {
    title: say.title,
    main: html`<h1>${say.title}</h1>
<p class="hint">${say.hint}</p>
${picker}
${form}
<section class="card" aria-labelledby="imports"><h2 id="imports">${say.imports}</h2>
${
  shown.length === 0
    ? html`<p>${say.none}</p>`
    : table(
        "imports",
        [
          {
            name: say.import,
            of: (file: StatementImport) =>
              html`<a href="${addressOf("statement", { id: String(file.id), account: own.account })}">${file.id}: ${file.title}</a>`,
          },
          { name: say.days, of: daysOf },
          {
            name: say.state,
            of: ({ state }) => (state === "undone" ? badge("over", say.undone) : badge("good", say.imported)),
          },
          { name: say.by, of: (file) => importedLine(visit, file) },
          { name: say.lines, of: ({ lines }) => lines, isNumber: true },
          { name: say.net, of: ({ net }) => net !== undefined && rupiahOfSen(net), isNumber: true },
        ],
        shown,
      )
}
${pageLinks(words, "statements", { account: asked.account }, { isLater: asked.after !== undefined, next })}
</section>`,
  }
}

const undo: Deed<Meant> = {
  page: "undo-statement",
  verb: "undo",
  read: readUndo,
  about: async (visit, { id, account }) => {
    await importOf(visit, id, account)
    return { subject: `import ${id}`, ...accountMeant(visit, account) }
  },
  carryOut: ({ house: { payments, options } }, { id }, decision) =>
    payments.statements.undo(id, { ...decision, ...options.statements?.matching }),
  leadsTo: (visit, { id, account }) =>
    addressOf("statement", { id: String(id), ...accountMeant(visit, account) }),
}

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "statements", needs: "statements", answer: show },
  { method: "GET", page: "statement", needs: "statements", answer: showStatement },
  ...importing,
  { ...deedRoute(undo), needs: "statements" },
]
