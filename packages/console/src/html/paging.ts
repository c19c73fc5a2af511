import type { Words } from "../words/words.js"
import { type Html, html } from "./html.js"
import { addressOf } from "./relative.js"

/** How many items a list shows at once. */
export const PAGE_SIZE = 25

/** The items of a page, of one more than it shows, and where the next one begins. */
export const pageOf = <Item>(
  items: ReadonlyArray<Item>,
  idOf: (item: Item) => string | number,
): { readonly shown: ReadonlyArray<Item>; readonly next: string | undefined } => {
  const shown = items.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  return { shown, next: items.length > PAGE_SIZE && last !== undefined ? String(idOf(last)) : undefined }
}

/** The links below a list. */
export const pageLinks = (
  { pages }: Pick<Words, "pages">,
  page: string,
  chosen: Readonly<Record<string, string | undefined>>,
  { isLater, next }: { readonly isLater: boolean; readonly next: string | undefined },
): Html | undefined =>
  isLater || next !== undefined
    ? html`<p class="pages">
    ${isLater && html`<a href="${addressOf(page, chosen)}" rel="first">${pages.first}</a>`}
    ${next !== undefined && html`<a href="${addressOf(page, { ...chosen, after: next })}" rel="next">${pages.later}</a>`}
  </p>`
    : undefined
