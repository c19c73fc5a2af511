import { type AttemptStatus, NO_ACQUIRER, type PaymentRecord } from "@qriskit/payments"
import { type Html, html } from "../../html/html.js"
import { rupiah } from "../../html/money.js"
import { PAGE_SIZE, pageLinks } from "../../html/paging.js"
import { paymentLink } from "../../html/payment-link.js"
import { statusBadge } from "../../html/status-badge.js"
import { table } from "../../html/table.js"
import { moment } from "../../html/time.js"
import { accountMeant, providerTitle, type Visit } from "../../request/visit.js"
import type { Words } from "../../words/words.js"
import type { Wanted } from "./wanted.js"

/** What an order's amount has above its own. */
export const surplusLine = ({ expected }: Words, surplus: number): string =>
  surplus === 0 ? expected.exact : expected.surplus(rupiah(surplus))

/** Orders on printed QRs that are in one of these states, the newest first. */
export const orderList = async (
  visit: Visit,
  { show, account, after }: Wanted,
  status: ReadonlyArray<AttemptStatus>,
): Promise<Html> => {
  const { words, language } = visit
  const say = words.expected
  const { payments, next } = await visit.house.payments.list({
    ...accountMeant(visit, account),
    isExpected: true,
    status,
    limit: PAGE_SIZE,
    ...(after !== undefined && { after }),
  })
  if (payments.length === 0 && after === undefined) return html`<p>${say.none}</p>`
  return html`${table(
    "expected",
    [
      { name: words.books.opened, of: ({ openedAt }: PaymentRecord) => moment(openedAt, language) },
      { name: words.books.order, of: (record) => paymentLink(visit, record) },
      {
        name: say.told,
        of: ({ provider }) => (provider === NO_ACQUIRER ? say.untold : providerTitle(visit, provider)),
      },
      { name: words.books.status, of: (record) => statusBadge(record.status, words) },
      { name: say.until, of: ({ expiresAt }) => moment(expiresAt, language) },
      {
        name: words.books.amount,
        of: ({ amount, surplus = 0 }) =>
          html`${rupiah(amount)}${surplus > 0 && html` <small>${surplusLine(words, surplus)}</small>`}`,
        isNumber: true,
      },
    ],
    payments,
  )}
  ${pageLinks(words, "expected", { show, account }, { isLater: after !== undefined, next })}`
}
