import { type Html, html, rupiah } from "@qriskit/console/html"
import type { AcquirerChoice } from "../acquirers/acquirer-choice.js"
import type { Page } from "../html/page.js"
import type { Visit } from "../http/visit.js"
import { CATALOGUE, type Product } from "./catalogue.js"
import type { Mistake, OrderEntry } from "./order-form.js"

/** Where an order is entered. */
export interface CashierView {
  readonly entry: OrderEntry
  readonly mistakes: ReadonlyArray<Mistake>
  readonly choices: ReadonlyArray<AcquirerChoice>
}

/** The form. Works without a script; with one, the total follows what is typed. */
export const cashierPage = (visit: Visit, { entry, mistakes, choices }: CashierView): Page => {
  const { words } = visit
  return {
    title: words.cashier.title,
    here: "cashier",
    script: "cashier",
    main: html`<h1>${words.cashier.title}</h1>
${mistakes.length > 0 && mistakeList(visit, mistakes)}
<form class="order" method="post" action="/payments" id="order">
  <input type="hidden" name="key" value="${entry.key}">
  <fieldset class="card products">
    <legend>${words.cashier.products}</legend>
    <ul>
      ${CATALOGUE.map((product) => productItem(visit, product, entry.quantities.get(product.id) ?? ""))}
    </ul>
    <label for="amount">${words.cashier.otherAmount}</label>
    <div class="amount"><span aria-hidden="true">Rp</span>
      <input id="amount" name="amount" inputmode="numeric" autocomplete="off" maxlength="17" value="${entry.amount}" aria-describedby="amount-hint">
    </div>
    <p class="hint" id="amount-hint">${words.cashier.otherHint}</p>
  </fieldset>
  <div class="checkout">
    <fieldset class="card choices">
      <legend>${words.cashier.paidThrough}</legend>
      ${choiceList(visit, choices, entry.acquirer)}
    </fieldset>
    <p class="card total"><span>${words.cashier.total}</span>
      <output id="total" form="order" for="amount">Rp 0</output></p>
    <button class="main">${words.cashier.open}</button>
  </div>
</form>`,
  }
}

const mistakeList = (
  { words }: Visit,
  mistakes: ReadonlyArray<Mistake>,
): Html => html`<div class="wrong" role="alert">
  <p>${words.cashier.wrong}</p>
  <ul>${mistakes.map((mistake) => html`<li>${words.wrongOrder[mistake]}</li>`)}</ul>
</div>`

const productItem = (
  { words }: Visit,
  { id, name, price }: Product,
  quantity: string,
): Html => html`<li class="product">
  <span class="name">${name}</span>
  <span class="price">${rupiah(price)}</span>
  <span class="stepper">
    <button type="button" class="step" data-step="-1" data-for="quantity-${id}" aria-label="${words.cashier.less(name)}" hidden>−</button>
    <input id="quantity-${id}" name="quantity-${id}" type="number" min="0" max="99" step="1" inputmode="numeric" placeholder="0" value="${quantity}" data-price="${price}" aria-label="${words.cashier.quantityOf(name)}">
    <button type="button" class="step" data-step="1" data-for="quantity-${id}" aria-label="${words.cashier.more(name)}" hidden>+</button>
  </span>
</li>`

/** Those over SNAP are many: they are folded away where there are others, until one of them is chosen. */
const choiceList = (visit: Visit, choices: ReadonlyArray<AcquirerChoice>, chosen: string): Html => {
  const items = (some: ReadonlyArray<AcquirerChoice>): ReadonlyArray<Html> =>
    some.map((choice) => choiceItem(visit, choice, choice.id === chosen))
  const overSnap = choices.filter(({ isOverSnap }) => isOverSnap)
  if (overSnap.length === 0 || overSnap.length === choices.length) return html`${items(choices)}`
  const isOpen = overSnap.some(({ id }) => id === chosen)
  return html`${items(choices.filter(({ isOverSnap }) => !isOverSnap))}
      <details class="more"${isOpen && html` open`}><summary>${visit.words.cashier.overSnap(overSnap.length)}</summary>
      ${items(overSnap)}</details>`
}

const choiceItem = (
  { words }: Visit,
  { id, title, maximum }: AcquirerChoice,
  isChosen: boolean,
): Html => html`<label class="choice">
  <input type="radio" name="acquirer" value="${id}" required${isChosen && html` checked`}>
  <span>${title}</span>
  ${maximum !== undefined && html`<span class="limit">${words.cashier.limit(rupiah(maximum))}</span>`}
</label>`
