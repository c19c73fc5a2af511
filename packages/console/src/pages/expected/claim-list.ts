import type { Unmatched } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { PAGE_SIZE, pageLinks, pageOf } from "../../html/paging.js"
import { addressOf } from "../../html/relative.js"
import { badge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { Id, readFields } from "../../request/fields.js"
import { accountMeant, accountTitle, providerTitle, seesAccounts, type Visit } from "../../request/visit.js"
import type { Wanted } from "./wanted.js"

const readAfter = readFields(Schema.Struct({ after: Schema.optionalKey(Id) }))

/** The orders whose money a claim may be, each with the way to accept it there. */
export const candidateLinks = ({ candidates, id, account }: Unmatched): Html =>
  html`${candidates.map(
    (key) => html`<a href="${addressOf("payment", { key, account, claim: String(id) })}">${key}</a> `,
  )}`

/** What arrived, as far as somebody said. */
export const claimedMoney = ({ amount, claimedAmount }: Unmatched): string => {
  const said = amount ?? claimedAmount
  return said === undefined ? "–" : rupiah(said)
}

/** Claims that fit an order, the oldest first; `undefined` where the address asks for no page of them. */
export const claimList = async (visit: Visit, { account, after }: Wanted): Promise<Html | undefined> => {
  const { words, language } = visit
  const say = words.expected
  const asked = readAfter(new URLSearchParams(after === undefined ? {} : { after }))
  if (asked === undefined) return undefined
  const found = await visit.house.payments.unmatched({
    ...accountMeant(visit, account),
    ...asked,
    hasCandidates: true,
    limit: PAGE_SIZE + 1,
  })
  const { shown, next } = pageOf(found, ({ id }) => id)
  if (shown.length === 0 && after === undefined) return html`<p>${say.noClaims}</p>`
  return html`${table(
    "expected",
    [
      {
        name: words.unmatched.found,
        of: ({ claimedAt, foundAt }: Unmatched) => moment(claimedAt ?? foundAt, language),
      },
      {
        name: words.books.provider,
        of: ({ provider, account: whose }) =>
          html`${providerTitle(visit, provider)}${whose !== undefined && seesAccounts(visit) && html` · ${accountTitle(visit, whose)}`}`,
      },
      {
        name: say.candidates,
        of: (claim) =>
          html`${candidateLinks(claim)}${claim.candidates.length > 1 && badge("bad", say.ambiguous(claim.candidates.length))}`,
      },
      { name: words.unmatched.state, of: ({ state }) => words.unmatched.is[state] },
      { name: words.unmatched.amount, of: claimedMoney, isNumber: true },
    ],
    shown,
  )}
  ${pageLinks(words, "expected", { show: "claims", account }, { isLater: after !== undefined, next })}`
}
