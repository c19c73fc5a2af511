import { hashOf } from "../answer/assets.js"
import { said, type Visit } from "../request/visit.js"
import { isSafeLink } from "../settings.js"
import { LANGUAGES } from "../words/language.js"
import { WORDS } from "../words/words.js"
import { type Html, html } from "./html.js"
import type { Place } from "./place.js"
import { addressOf } from "./relative.js"

/** A page: what is in it, and what makes it stale. */
export interface Page {
  readonly title: string
  readonly main: Html
  readonly status?: number
  /**
   * What renews its parts: `payments`: any event · `payment`: events of that payment, and what makes none, such as a
   * webhook onward · `all`: any event, and what makes none. Absent: it stays as it is.
   */
  readonly live?: Live
}

export type Live =
  | { readonly on: "payment"; readonly key: string; readonly account: string | undefined }
  | { readonly on: "payments" | "all" }

const liveAttributes = (live: Live | undefined): Html | undefined => {
  if (live === undefined) return undefined
  if (live.on !== "payment") return html` data-live="${live.on}"`
  return html` data-live="payment" data-key="${live.key}" data-account="${live.account ?? ""}"`
}

/** The whole document. */
export const documentOf = (visit: Visit, page: Page, places: ReadonlyArray<Place>): string => {
  const { words, language, house } = visit
  const { options } = house
  const title = options.title === undefined ? words.title : said(visit, options.title)
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${title}</title>
<link rel="icon" href="icon.svg?v=${hashOf("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="console.css?v=${hashOf("console.css")}">
<script type="module" src="console.js?v=${hashOf("console.js")}"></script>
</head>
<body${liveAttributes(page.live)}>
<a class="skip" href="#main">${words.skip}</a>
<header class="top">
  <a class="brand" href="books"><img src="icon.svg?v=${hashOf("icon.svg")}" alt="" width="28" height="28"> ${title}</a>
  ${navigation(visit, places)}
  ${visit.visitor.language === undefined && languages(visit)}
  ${options.notice !== undefined && html`<p class="notice-bar">${said(visit, options.notice)}</p>`}
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
${page.live !== undefined && html`<p class="line" id="line" role="status" hidden data-live="${words.line.live}" data-lost="${words.line.lost}"></p>`}
</body>
</html>
`)
}

const navigation = (visit: Visit, places: ReadonlyArray<Place>): Html => {
  const { words, visitor, house, page } = visit
  const shown = places
    .filter(({ isOfAll }) => isOfAll !== true || visitor.account === undefined)
    .filter(({ needs }) => needs === undefined || house.options[needs] !== undefined)
  const { links = [] } = house.options
  const own = (typeof links === "function" ? links(visitor) : links).filter(isSafeLink)
  return html`<nav aria-label="${words.menu}">
    ${shown.map(
      ({ page: name, says, below = [] }) =>
        html`<a href="${name}"${name === page ? html` aria-current="page"` : below.includes(page) && html` aria-current="true"`}>${says(words)}</a> `,
    )}
    ${own
      .filter(({ method }) => method !== "post")
      .map((link) => html`<a href="${link.href}">${said(visit, link.text)}</a> `)}
    <span class="seat">${visitor.who}</span>
    ${own
      .filter(({ method }) => method === "post")
      .map(
        (link) =>
          html`<form method="post" action="${link.href}"><button class="plain">${said(visit, link.text)}</button></form>`,
      )}
  </nav>`
}

const languages = ({ page, query, language }: Visit): Html => html`<p class="languages">
    ${LANGUAGES.map((other) =>
      other === language
        ? html`<span aria-current="true" lang="${other}">${other.toUpperCase()}</span> `
        : html`<a href="${addressOf("language", { to: other, page, query: query.toString() })}" lang="${other}" hreflang="${other}" title="${WORDS[other].language}">${other.toUpperCase()}</a> `,
    )}
  </p>`
