import { countDown } from "./countdown.js"
import { element } from "./element.js"

// Keeps the payment on the page as it is in the books.

interface Told {
  readonly status: string
  readonly title: string
  readonly markup: string
}

/** The server's own words, and drawn by it. */
const toldIn = (event: MessageEvent<string>): Told => JSON.parse(event.data)

const payment = element("#payment", HTMLElement)
const announcement = element("#announcement", HTMLElement)
const line = element("#line", HTMLElement)
const over = element("#over", HTMLElement)

/** How long to wait where the browser gives up by itself, in milliseconds: it does for answers that are no stream. */
const AGAIN = 2_000

let seen = Number(payment?.dataset["seq"] ?? 0)

const show = ({ status, title, markup }: Told): void => {
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

/** The session has ended: who looks at this screen now may be anybody. */
const close = (): void => {
  payment?.replaceChildren()
  if (line !== undefined) line.hidden = true
  if (over !== undefined) over.hidden = false
}

const listen = (path: string): void => {
  const address = new URL(path, location.href)
  address.searchParams.set("after", String(seen))
  const source = new EventSource(address)
  source.addEventListener("over", () => {
    source.close()
    close()
  })
  source.addEventListener("open", () => sayLine(true))
  source.addEventListener("payment", (event) => {
    seen = Number(event.lastEventId)
    show(toldIn(event))
  })
  source.addEventListener("error", () => {
    sayLine(false)
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(() => listenAgain(path), AGAIN)
  })
}

/** Somebody who was signed out meanwhile is led to the login by the page itself. */
const listenAgain = async (path: string): Promise<void> => {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => undefined)
  if (answer?.type === "opaqueredirect") location.reload()
  else listen(path)
}

const path = payment?.dataset["live"]
if (path !== undefined) listen(path)
countDown()
