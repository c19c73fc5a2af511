import { type Html, html } from "../html/html.js"
import { accountTitle, seesAccounts, type Visit } from "../request/visit.js"

/** As many are offered; another one can be named in the address. */
const MOST = 500

/**
 * Which account a page is about, for those who see several. Nothing where there is none.
 *
 * @param none what it means that no account is named
 */
export const accountPicker = async (
  visit: Visit,
  page: string,
  chosen: string | undefined,
  kept: Readonly<Record<string, string>> = {},
  none: string = visit.words.books.noAccount,
): Promise<Html | undefined> => {
  if (!seesAccounts(visit)) return undefined
  const accounts = await visit.house.payments.accounts({ limit: MOST })
  if (accounts.length === 0) return undefined
  const { books } = visit.words
  return html`<form class="inline filters" method="get" action="${page}">
  ${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
  <p class="field"><label for="account">${books.account}</label>
  <select id="account" name="account"><option value="">${none}</option>
    ${accounts.map(
      (account) =>
        html`<option value="${account}"${account === chosen && html` selected`}>${accountTitle(visit, account)}</option>`,
    )}</select></p>
  <button>${books.show}</button>
</form>`
}
