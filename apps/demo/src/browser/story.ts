import { element } from "./element.js"
import { follow } from "./live.js"

// Keeps a payment's story as it is in the books: a refund that is under way is followed to its end.

const story = element("#story", HTMLElement)

const renew = async (): Promise<void> => {
  const answer = await fetch(location.href)
  if (!answer.ok || story === undefined) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  story.replaceChildren(...(page.querySelector("#story")?.childNodes ?? []))
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
