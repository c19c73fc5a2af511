/** A line of what a server tells while it imports. */
interface Told {
  readonly stage?: string
  readonly lines?: number
  readonly of?: number
  readonly page?: string
  readonly goTo?: string
}

/** What is told, line by line, as it comes. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ""
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) yield JSON.parse(line)
  }
}

/** Shows what a page says of the file: its result, else what it warns of. */
const showResult = (form: HTMLFormElement, markup: string): void => {
  const page = new DOMParser().parseFromString(markup, "text/html")
  const result = page.querySelector("[data-result]")
  const fresh = result === null ? [...page.querySelectorAll("[role=alert]")] : [...result.childNodes]
  form.querySelector("[data-result]")?.replaceChildren(...fresh)
  // The file is still chosen.
  form.querySelector("[data-without-script]")?.remove()
}

const send = async (form: HTMLFormElement, address: string): Promise<void> => {
  const status = form.querySelector("[data-progress]")
  const say = (text: string): void => {
    if (status !== null) status.textContent = text
  }
  const data = new FormData(form)
  data.set("live", "1")
  say(form.dataset["sending"] ?? "")
  const answer = await fetch(address, { method: "POST", body: data })
  if (answer.body === null || !(answer.headers.get("content-type") ?? "").includes("ndjson")) {
    showResult(form, await answer.text())
    say("")
    return
  }
  for await (const { stage, lines, of, page, goTo } of linesOf(answer.body)) {
    if (goTo !== undefined) location.assign(goTo)
    else if (page !== undefined) {
      showResult(form, page)
      say("")
      return
    } else if (stage !== undefined)
      say(`${form.dataset[stage] ?? stage} ${lines}${of === undefined ? "" : ` / ${of}`}`)
  }
}

/** Sends a file without leaving the page, and shows how far it is. Without this, a form is a form. */
export const sendUploads = (): void => {
  const form = document.querySelector<HTMLFormElement>("form[data-upload]")
  if (form === null) return
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const button = event.submitter
    const buttons = (isOff: boolean): void => {
      for (const each of form.querySelectorAll("button")) each.disabled = isOff
    }
    buttons(true)
    send(form, button?.getAttribute("formaction") ?? form.action)
      .catch(() => {
        const status = form.querySelector("[data-progress]")
        if (status !== null) status.textContent = form.dataset["lost"] ?? ""
      })
      .finally(() => buttons(false))
  })
}
