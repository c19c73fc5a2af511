import { QrisPaymentElement } from "@qriskit/payment-page/element"
import { element } from "./element.js"
import { follow, type Told } from "./live.js"

// Keeps the payment on the page as it is in the books: the cashier's panel, and what the customer sees beside it.

const payment = element("#payment", HTMLElement)
const customer = element("#customer", QrisPaymentElement)
const line = element("#line", HTMLElement)
const signedOut = element("#over", HTMLElement)

const told = ({ title, markup, facts }: Told): void => {
  if (payment === undefined) return
  const isOpen = payment.querySelector("details")?.open ?? false
  payment.innerHTML = markup
  const details = payment.querySelector("details")
  if (details !== null) details.open = isOpen
  document.title = document.title.replace(/^[^·]*/, `${title} `)
  if (customer !== undefined) customer.facts = facts
}

const sayLine = (isLive: boolean): void => {
  if (line === undefined) return
  line.hidden = false
  line.classList.toggle("lost", !isLive)
  line.textContent = (isLive ? line.dataset["live"] : line.dataset["lost"]) ?? ""
}

const over = (): void => {
  payment?.replaceChildren()
  customer?.remove()
  if (line !== undefined) line.hidden = true
  if (signedOut !== undefined) signedOut.hidden = false
}

const { live, seq } = payment?.dataset ?? {}
if (live !== undefined) follow(live, Number(seq ?? 0), { told, line: sayLine, over })
