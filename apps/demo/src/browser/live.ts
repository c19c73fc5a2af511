import type { PublicFacts } from "@qriskit/payment-page/element"

/** What the server says of a payment. */
export interface Told {
  /** The status in the cashier's words. */
  readonly title: string
  /** What the cashier sees, drawn by the server. */
  readonly markup: string
  /** What the customer sees. */
  readonly facts: PublicFacts
}

/** What a page does with what it hears. */
export interface Listener {
  told(what: Told): void
  /** Whether the line stands. */
  line(isLive: boolean): void
  /** The session has ended: who looks at this screen now may be anybody. */
  over(): void
}

/** How long to wait where the browser gives up by itself, in milliseconds: it does for answers that are no stream. */
const AGAIN = 2_000

const toldIn = (event: MessageEvent<string>): Told => JSON.parse(event.data)

/** Somebody who was signed out meanwhile is led to the login by the page itself. */
const orToLogin = async (listen: () => void): Promise<void> => {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => undefined)
  if (answer?.type === "opaqueredirect") location.reload()
  else listen()
}

/**
 * Hears of a payment for as long as the page is open.
 *
 * @param path where the stream is
 * @param seen the number of the last event that the page shows
 */
export const follow = (path: string, seen: number, listener: Listener): void => {
  let last = seen
  const listen = (): void => {
    const address = new URL(path, location.href)
    address.searchParams.set("after", String(last))
    const source = new EventSource(address)
    source.addEventListener("open", () => listener.line(true))
    source.addEventListener("payment", (event) => {
      last = Number(event.lastEventId)
      listener.told(toldIn(event))
    })
    source.addEventListener("over", () => {
      source.close()
      listener.over()
    })
    source.addEventListener("error", () => {
      listener.line(false)
      if (source.readyState === EventSource.CLOSED) setTimeout(() => orToLogin(listen), AGAIN)
    })
  }
  listen()
}
