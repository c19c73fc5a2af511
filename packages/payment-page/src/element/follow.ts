import { isPublicFacts, type PublicFacts, type PublicStatus } from "../facts.js"

/** What is heard of a payment. */
export interface Heard {
  facts(facts: PublicFacts): void
  /** Whether the server is heard. */
  line(isHeard: boolean): void
  /** The address is none any more. */
  over(): void
}

/** Where to ask and where to listen. */
export interface Places {
  readonly src: string
  readonly live: string | null
}

/** How often it is asked where no line stands, in milliseconds. */
const POLL = 3_000

/**
 * A line on which nothing was heard for so long is dead, though the browser may not know, in milliseconds: three beats.
 */
const SILENCE = 45_000

/** How soon a line is tried again that was refused, in milliseconds. */
const AGAIN = 20_000

/** An answer that has not come after so long is not waited for, in milliseconds: the network may be another by now. */
const PATIENCE = 10_000

/** Somebody waits for what comes next. */
const AWAITED: ReadonlySet<PublicStatus> = new Set(["preparing", "pending"])

/**
 * Hears of a payment by server-sent events, and by asking while there is no such line. A page that nobody sees holds no
 * line once nothing is awaited: a browser makes few connections to a server, for all of its tabs. Returns what ends it.
 */
export const follow = ({ src, live }: Places, heard: Heard): (() => void) => {
  let isEnded = false
  let isLive = false
  let isAwaited = true
  let heardAt = 0
  let timesTold = 0
  let asking: AbortController | undefined
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  const take = (value: unknown): void => {
    if (isEnded || !isPublicFacts(value)) return
    isAwaited = AWAITED.has(value.status)
    heard.facts(value)
    rest()
  }
  const over = (): void => {
    if (isEnded) return
    end()
    heard.over()
  }
  const ask = async (): Promise<void> => {
    if (asking !== undefined || isEnded) return
    const mine = new AbortController()
    asking = mine
    const late = setTimeout(() => mine.abort(), PATIENCE)
    const toldBefore = timesTold
    try {
      const answer = await fetch(src, { signal: mine.signal, headers: { accept: "application/json" } })
      if (answer.status === 404 || answer.status === 410) return over()
      const facts: unknown = answer.ok ? await answer.json() : undefined
      // What the line said meanwhile is newer.
      if (timesTold === toldBefore) take(facts)
      if (!isEnded) heard.line(answer.ok || isLive)
    } catch {
      if (!isEnded && asking === mine) heard.line(isLive)
    } finally {
      clearTimeout(late)
      if (asking === mine) asking = undefined
    }
  }
  const askAnew = (): void => {
    asking?.abort()
    asking = undefined
    void ask()
  }
  const hangUp = (): void => {
    clearTimeout(retry)
    source?.close()
    source = undefined
    isLive = false
  }
  const rest = (): void => {
    if (document.hidden && !isAwaited) hangUp()
  }
  const listen = (): void => {
    hangUp()
    if (live === null || isEnded) return
    const opened = new EventSource(live)
    source = opened
    const alive = (): void => {
      heardAt = performance.now()
    }
    opened.addEventListener("beat", alive)
    opened.addEventListener("open", () => {
      alive()
      isLive = true
      heard.line(true)
    })
    opened.addEventListener("facts", ({ data }) => {
      alive()
      timesTold += 1
      try {
        take(JSON.parse(data))
      } catch {
        // Not ours: asking goes on.
        isLive = false
      }
    })
    opened.addEventListener("over", over)
    opened.addEventListener("error", () => {
      isLive = false
      void ask()
      if (opened.readyState === EventSource.CLOSED && !isEnded) retry = setTimeout(listen, AGAIN)
    })
  }
  const poll = setInterval(() => {
    if (isLive && performance.now() - heardAt > SILENCE) {
      hangUp()
      retry = setTimeout(listen, AGAIN)
    }
    if (!isLive && !document.hidden) void ask()
  }, POLL)
  // A phone that comes back from the wallet's app asks at once: its line, and what it asked, may have
  // died in its sleep.
  const seen = (): void => {
    if (document.hidden) rest()
    else {
      askAnew()
      if (source === undefined) listen()
    }
  }
  document.addEventListener("visibilitychange", seen)
  const end = (): void => {
    isEnded = true
    clearInterval(poll)
    hangUp()
    document.removeEventListener("visibilitychange", seen)
    asking?.abort()
  }
  void ask()
  listen()
  return end
}
