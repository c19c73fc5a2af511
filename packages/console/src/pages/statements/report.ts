import type { ImportReport, StatementImport } from "@qriskit/payments"
import { type Html, html, type Part } from "../../html/html.js"
import { rupiahOfSen } from "../../html/money.js"
import type { Visit } from "../../request/visit.js"
import type { ConsoleStatement } from "../../statements.js"
import type { Words } from "../../words/words.js"

/** A word of ours, or as it came: what is counted may have words that this console does not know. */
const wordIn = (words: Readonly<Record<string, string>>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word

/** A figure and what it is; none where nobody said it. */
const fact = (name: string, value: Part): Html | undefined =>
  value === undefined ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`

const amount = (name: string, sen: bigint | undefined): Html | undefined =>
  sen === undefined ? undefined : fact(name, rupiahOfSen(sen))

/** The days that a file covers. */
export const daysOf = ({ from, until }: StatementImport): string | undefined => {
  if (from === undefined || until === undefined || from === until) return from ?? until
  return `${from} – ${until}`
}

/** What a file says, in numbers. */
export const importFacts = ({ words }: Visit, file: StatementImport): Html => {
  const say = words.statements
  return html`<dl class="sums">
    ${fact(say.days, daysOf(file))}
    ${fact(say.lines, file.lines)}
    ${fact(say.stored, file.stored)}
    ${file.pending > 0 && fact(say.pending, file.pending)}
    ${file.unreadable > 0 && fact(say.unreadable, file.unreadable)}
    ${amount(say.gross, file.gross)}
    ${amount(say.fee, file.fee)}
    ${amount(say.tax, file.tax)}
    ${amount(say.net, file.net)}
  </dl>
  ${!file.isComplete && html`<p class="hint">${say.incomplete} <span lang="en">${file.incompleteBecause.join("; ")}</span></p>`}`
}

const counts = (
  title: string,
  counted: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
) => {
  const some = Object.entries(counted).filter(([, count]) => count > 0)
  return (
    some.length > 0 &&
    html`<h3>${title}</h3><ul>${some.map(([word, count]) => html`<li>${count} × ${wordIn(words, word)}</li>`)}</ul>`
  )
}

const proofs = ({ statements: say }: Words, statement: ConsoleStatement): Html => {
  const { proofs: shown } = statement.summary
  if (shown.length === 0) return html`<p class="attention">${say.noProofs}</p>`
  return html`<h3>${say.proofs}</h3>
    <ul>${shown.map(
      ({ of, compared, unproven }) =>
        html`<li>${wordIn(say.proof, of)}: ${say.compared(compared)}${unproven > 0 && ` · ${say.unproven(unproven)}`}</li>`,
    )}</ul>`
}

/** What importing a file would do, and the question whether to. */
export const checkedReport = (
  visit: Visit,
  statement: ConsoleStatement,
  { import: file, isRepeated, matched }: ImportReport,
  mark: string,
): Html => {
  const { words } = visit
  const say = words.statements
  return html`<h2>${file.title}</h2>
  <p class="hint" lang="en">${statement.summary.why}</p>
  ${isRepeated ? html`<p class="attention">${say.repeated} <a href="statement?id=${file.id}">${say.import} ${file.id}</a></p>` : html`<p class="notice">${say.would}</p>`}
  ${importFacts(visit, file)}
  ${proofs(words, statement)}
  ${matched !== undefined && counts(say.matched, matched.payments, words.lineClass)}
  ${matched !== undefined && counts(say.found, matched.found, words.anomaly)}
  ${
    !isRepeated &&
    html`<p class="hint" data-without-script>${say.chooseAgain}</p>
  <input type="hidden" name="checked" value="${mark}">
  <div class="inline"><p class="field wide"><label for="why">${words.act.why}</label>
  <input id="why" name="why" maxlength="1000" required autocomplete="off"></p>
  <button class="main" formaction="import-statement">${say.doImport}</button></div>`
  }`
}

/** Why nothing came of a file. */
export const refusedReport = ({ words }: Visit, why: string | undefined, detail?: string): Html =>
  html`<div class="wrong" role="alert"><p>${why ?? words.statements.refused}</p>${detail !== undefined && html`<p lang="en">${detail}</p>`}</div>`
