/** What a page hears. */
export interface Heard {
  changed(payment: { readonly key: string; readonly account: string }): void
  tick(): void
  /** Whether the line stands. */
  line(isLive: boolean): void
  /** Whoever looks may not, any longer. */
  over(): void
}

/** How long to wait where the browser gives up by itself, in milliseconds: it does for answers that are no stream. */
const AGAIN = 3_000

/** Hears what changes, for as long as the page is open. */
export const follow = (heard: Heard): void => {
  const listen = (): void => {
    const source = new EventSource("live")
    // A page that the browser keeps for the way back holds no line.
    addEventListener("pagehide", () => source.close(), { once: true })
    source.addEventListener("begun", () => heard.line(true))
    source.addEventListener("changed", ({ data }) => heard.changed(JSON.parse(data)))
    source.addEventListener("tick", () => heard.tick())
    source.addEventListener("over", () => {
      source.close()
      heard.over()
    })
    source.addEventListener("error", () => {
      heard.line(false)
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN)
    })
  }
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) listen()
  })
  listen()
}
