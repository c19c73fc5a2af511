import { element } from "./element.js"
import { follow } from "./live.js"

// Keeps a payment's story as it is in the books: a refund that is under way is followed to its end.

const story = element("#story", HTMLElement)

/** A form that somebody is filling in stays as it is. */
const isInUse = (part: Element): boolean => part.querySelector("details[open]") !== null

const renew = async (): Promise<void> => {
  const answer = await fetch(location.href)
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = page.querySelector(`[data-part="${part.getAttribute("data-part")}"]`)
    if (now !== null && !isInUse(part)) part.replaceChildren(...now.childNodes)
  }
}

const { live, seq } = story?.dataset ?? {}
if (live !== undefined) {
  follow(live, Number(seq ?? 0), {
    told: () => void renew().catch(() => {}),
    line: () => {},
    // The login is where this address leads now.
    over: () => location.reload(),
  })
}
