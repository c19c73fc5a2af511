import { type Html, html, LANGUAGES } from "@qriskit/console/html"
import type { Visit } from "../http/visit.js"
import { WORDS } from "../words/words.js"

/** A page: what is in it, and which of the browser's scripts it needs. */
export interface Page {
  readonly title: string
  readonly main: Html
  readonly script?: "cashier" | "payment" | "phone"
  /** Which link of the navigation leads here. */
  readonly here?: Place
  /** Nobody is signed in: there is nowhere to go. */
  readonly isOutside?: boolean
}

type Place = "cashier" | "books" | "phone"

const PATHS: ReadonlyArray<readonly [Place, string]> = [
  ["cashier", "/"],
  ["books", "/console/books"],
]

/** What all pages of a process share. */
export interface Surroundings {
  /** Every acquirer is the sandbox. */
  readonly isPlay: boolean
}

const inLanguage = (path: string, language: string): string => {
  const url = new URL(path, "http://page")
  url.searchParams.set("lang", language)
  return `${url.pathname}${url.search}`
}

/** Draws pages. Made once, for a till with play money or with real money. */
export class PageMaker {
  readonly #surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
  }

  /** The whole document. */
  render(visit: Visit, page: Page): string {
    const { words, language } = visit
    return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${words.shop}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
${page.script !== undefined && html`<script type="module" src="/assets/${page.script}.js"></script>`}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top">
  <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28"> ${words.shop}</a>
  ${page.isOutside !== true && this.#navigation(visit, page.here)}
  ${languages(visit)}
  ${this.#surroundings.isPlay && html`<p class="notice-bar">${words.playMoney}</p>`}
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
</body>
</html>
`)
  }

  #navigation({ words, seat }: Visit, here: Place | undefined): Html {
    const sells = seat === undefined || seat.clients !== undefined
    const places = [
      ...PATHS.filter(([place]) => sells || place !== "cashier"),
      ...(this.#surroundings.isPlay ? [["phone", "/phone"] as const] : []),
    ]
    return html`<nav>
    ${places.map(
      ([place, path]) =>
        html`<a href="${path}"${place === here && html` aria-current="page"`}>${words.nav[place]}</a> `,
    )}
    ${seat !== undefined && seat.id !== "shop" && html`<span class="seat">${seat.branch?.title ?? words.login.owner}</span>`}
    <form method="post" action="/logout"><button class="plain">${words.nav.signOut}</button></form>
  </nav>`
  }
}

const languages = ({ path, language }: Visit): Html => html`<p class="languages">
    ${LANGUAGES.map((other) =>
      other === language
        ? html`<span aria-current="true" lang="${other}">${other.toUpperCase()}</span> `
        : html`<a href="${inLanguage(path, other)}" lang="${other}" hreflang="${other}" title="${WORDS[other].language}">${other.toUpperCase()}</a> `,
    )}
  </p>`
