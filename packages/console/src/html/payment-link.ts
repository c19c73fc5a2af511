import { accountTitle, seesAccounts, type Visit } from "../request/visit.js"
import { type Html, html } from "./html.js"
import { addressOf } from "./relative.js"

interface About {
  readonly key?: string | undefined
  readonly account?: string | undefined
}

/** The payment that something is about, and whose it is. */
export const paymentLink = (visit: Visit, { key, account }: About): Html =>
  html`${key !== undefined && html`<a href="${addressOf("payment", { key, account })}">${key}</a>`}${
    account !== undefined &&
    seesAccounts(visit) &&
    html`${key !== undefined && " · "}${accountTitle(visit, account)}`
  }`
