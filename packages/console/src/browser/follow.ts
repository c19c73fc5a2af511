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

/**
 * Hears what changes while the page is seen. A browser makes few connections to a server, six without HTTP/2, and
 * counts those of all its tabs: one that nobody looks at holds none, and is renewed once it is seen again.
 */
export const follow = (heard: Heard): void => {
  let source: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const leave = (): void => {
    clearTimeout(again)
    source?.close()
    source = undefined
  }
  const listen = (): void => {
    leave()
    if (document.hidden) return
    const opened = new EventSource("live")
    source = opened
    opened.addEventListener("begun", () => heard.line(true))
    opened.addEventListener("changed", ({ data }) => heard.changed(JSON.parse(data)))
    opened.addEventListener("tick", () => heard.tick())
    opened.addEventListener("over", () => {
      leave()
      heard.over()
    })
    opened.addEventListener("error", () => {
      heard.line(false)
      if (opened.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN)
    })
  }
  document.addEventListener("visibilitychange", listen)
  // A page that the browser keeps for the way back holds no line, either.
  addEventListener("pagehide", leave)
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) listen()
  })
  listen()
}
