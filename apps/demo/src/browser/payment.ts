import { countDown } from "./countdown.js"
import { element } from "./element.js"
import { follow, type Told } from "./live.js"

// Keeps the payment on the page as it is in the books.

const payment = element("#payment", HTMLElement)
const announcement = element("#announcement", HTMLElement)
const line = element("#line", HTMLElement)
const signedOut = element("#over", HTMLElement)

const told = ({ status, title, markup }: Told): void => {
  if (payment === undefined) return
  const before = payment.firstElementChild?.getAttribute("data-status")
  const isOpen = payment.querySelector("details")?.open ?? false
  payment.innerHTML = markup
  const details = payment.querySelector("details")
  if (details !== null) details.open = isOpen
  if (before === status) return
  document.title = document.title.replace(/^[^·]*/, `${title} `)
  if (announcement !== undefined) announcement.textContent = title
}

const sayLine = (isLive: boolean): void => {
  if (line === undefined) return
  line.hidden = false
  line.classList.toggle("lost", !isLive)
  line.textContent = (isLive ? line.dataset["live"] : line.dataset["lost"]) ?? ""
}

const over = (): void => {
  payment?.replaceChildren()
  if (line !== undefined) line.hidden = true
  if (signedOut !== undefined) signedOut.hidden = false
}

const { live, seq } = payment?.dataset ?? {}
if (live !== undefined) follow(live, Number(seq ?? 0), { told, line: sayLine, over })
countDown()
