import { isPublicFacts, type PublicFacts } from "../facts.js"

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

/** A line on which nothing was heard for so long is dead, though the browser may not know, in milliseconds: three beats. */
const SILENCE = 45_000

/** How soon a line is tried again that was refused, in milliseconds. */
const AGAIN = 20_000

/** Hears of a payment by server-sent events, and by asking while there is no such line. Returns what ends it. */
export const follow = ({ src, live }: Places, heard: Heard): (() => void) => {
  let isEnded = false
  let isLive = false
  let isAsking = false
  let heardAt = 0
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const giveUp = new AbortController()

  const take = (value: unknown): void => {
    if (!isEnded && isPublicFacts(value)) heard.facts(value)
  }
  const over = (): void => {
    if (isEnded) return
    end()
    heard.over()
  }
  const ask = async (): Promise<void> => {
    if (isAsking || isEnded) return
    isAsking = true
    try {
      const answer = await fetch(src, { signal: giveUp.signal, headers: { accept: "application/json" } })
      if (answer.status === 404 || answer.status === 410) return over()
      if (answer.ok) take(await answer.json())
      if (!isEnded) heard.line(answer.ok || isLive)
    } catch {
      if (!isEnded) heard.line(isLive)
    } finally {
      isAsking = false
    }
  }
  const listen = (): void => {
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
      isLive = false
      source?.close()
      retry = setTimeout(listen, AGAIN)
    }
    if (!isLive && !document.hidden) void ask()
  }, POLL)
  // A phone that comes back from the wallet's app asks at once: its line may have died in its sleep.
  const seen = (): void => {
    if (!document.hidden) void ask()
  }
  document.addEventListener("visibilitychange", seen)
  const end = (): void => {
    isEnded = true
    clearInterval(poll)
    clearTimeout(retry)
    source?.close()
    document.removeEventListener("visibilitychange", seen)
    giveUp.abort()
  }
  void ask()
  listen()
  return end
}
