import { follow } from "./follow.js"
import { renew } from "./renew.js"
import { sendUploads } from "./upload.js"

// Keeps the page as the books are: whatever happened, the page fetches itself anew and replaces its parts.

/** Many things that happen at once renew the page once, and not again so soon, in milliseconds. */
const PAUSE = 1_000

const { live, key, account } = document.body.dataset
const line = document.querySelector<HTMLElement>("#line")

let isWaiting = false
let last = 0

const soon = (): void => {
  if (isWaiting) return
  isWaiting = true
  const pause = Math.max(0, last + PAUSE - Date.now())
  setTimeout(() => {
    last = Date.now()
    isWaiting = false
    renew().catch(() => {})
  }, pause)
}

const isOurs = (changed: { readonly key: string; readonly account: string }): boolean =>
  live !== "payment" || (changed.key === key && changed.account === account)

if (live !== undefined) {
  follow({
    changed: (changed) => {
      if (isOurs(changed)) soon()
    },
    tick: () => {
      if (live !== "payments") soon()
    },
    line: (isLive) => {
      // What happened while nobody listened.
      if (isLive) soon()
      if (line === null) return
      line.hidden = false
      line.classList.toggle("lost", !isLive)
      line.textContent = (isLive ? line.dataset["live"] : line.dataset["lost"]) ?? ""
    },
    // This address is not theirs any more, and leads where the host says.
    over: () => location.reload(),
  })
}

sendUploads()
