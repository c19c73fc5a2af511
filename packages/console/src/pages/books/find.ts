import type { ListPayments, PaymentRecord } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { redirectTo } from "../../answer/answer.js"
import { html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { statusBadge } from "../../html/status-badge.js"
import { moment } from "../../html/time.js"
import { Key, readFields } from "../../request/fields.js"
import { accountMeant, accountTitle, type Visit } from "../../request/visit.js"
import { NOT_FOUND, troublePage, WRONG_FILTER } from "../trouble.js"

const read = readFields(Schema.Struct({ key: Key }))

/** By what a payment is looked for, one after the other: what people have in hand. */
const BY = ["key", "orderId", "externalId", "paymentId", "retrievalReference"] as const

const MOST = 25

const identity = ({ key, account = "" }: PaymentRecord): string => JSON.stringify([account, key])

/** Every payment that goes by this id, or key, or RRN. */
const found = async (visit: Visit, text: string): Promise<ReadonlyArray<PaymentRecord>> => {
  const own = accountMeant(visit)
  const lists = await Promise.all(
    BY.map((by) => {
      const query: ListPayments = { ...own, limit: MOST, [by]: text }
      return visit.house.payments.list(query)
    }),
  )
  const all = lists.flatMap(({ payments }) => payments)
  return [...new Map(all.map((record) => [identity(record), record])).values()]
}

/** Leads to the payment of a key, an id or an RRN; shows all of them where there are several. */
export const findPayment = async (visit: Visit): Promise<Page | Response> => {
  const { words, language } = visit
  const asked = read(visit.query)
  if (asked === undefined) return troublePage(visit, WRONG_FILTER)
  const records = await found(visit, asked.key)
  const [first, ...others] = records
  if (first === undefined) return troublePage(visit, NOT_FOUND)
  if (others.length === 0) return redirectTo(addressOf("payment", { key: first.key, account: first.account }))
  return {
    title: words.payment.find,
    main: html`<h1>${words.payment.find}</h1>
<ul class="card plain-list">${records.map(
      ({ key, account, status, openedAt }) => html`<li>
  <a href="${addressOf("payment", { key, account })}">${key}</a> ${statusBadge(status, words)}
  ${account !== undefined && html`· ${accountTitle(visit, account)}`} · ${moment(openedAt, language)}</li>`,
    )}</ul>`,
  }
}
