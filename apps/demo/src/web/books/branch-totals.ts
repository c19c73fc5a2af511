import type { Total } from "@qriskit/payments"
import { type Html, html } from "../html/html.js"
import { rupiah } from "../html/money.js"
import type { Visit } from "../http/visit.js"

/** What payments add up to. */
export interface Sum {
  readonly payments: number
  readonly asked: bigint
  readonly arrived: bigint
  readonly refunded: bigint
}

/** A day's sum of one branch. */
export interface BranchSum extends Sum {
  /** `undefined` for what is of no branch: the books may be older than the branches. */
  readonly title: string | undefined
}

export const sumOf = (totals: ReadonlyArray<Total>): Sum =>
  totals.reduce(
    (all, { payments, asked, arrived, refunded }) => ({
      payments: all.payments + payments,
      asked: all.asked + asked,
      arrived: all.arrived + arrived,
      refunded: all.refunded + refunded,
    }),
    { payments: 0, asked: 0n, arrived: 0n, refunded: 0n },
  )

/** What is left of everything once the branches' own is taken away. Absent where nothing is. */
export const restOf = (all: Sum, branches: ReadonlyArray<Sum>): Sum | undefined => {
  const rest = branches.reduce(
    (left, { payments, asked, arrived, refunded }) => ({
      payments: left.payments - payments,
      asked: left.asked - asked,
      arrived: left.arrived - arrived,
      refunded: left.refunded - refunded,
    }),
    all,
  )
  return rest.payments > 0 ? rest : undefined
}

/** The branches beside each other. */
export const branchTotals = ({ words }: Visit, branches: ReadonlyArray<BranchSum>): Html => html`
  <div class="scroll" tabindex="0" role="group" aria-labelledby="branches">
  <h3 id="branches">${words.books.byBranch}</h3>
  <table class="list">
    <thead><tr><th scope="col">${words.books.branch}</th>
      <th scope="col" class="number">${words.books.count}</th><th scope="col" class="number">${words.books.amount}</th>
      <th scope="col" class="number">${words.books.arrived}</th><th scope="col" class="number">${words.books.refunded}</th></tr></thead>
    <tbody>${branches.map(
      ({ title, payments, asked, arrived, refunded }) => html`<tr>
      <td>${title ?? words.books.noBranch}</td><td class="number" data-label="${words.books.count}">${payments}</td>
      <td class="number" data-label="${words.books.amount}">${rupiah(asked)}</td><td class="number" data-label="${words.books.arrived}">${rupiah(arrived)}</td>
      <td class="number" data-label="${words.books.refunded}">${rupiah(refunded)}</td></tr>`,
    )}</tbody>
  </table></div>`
