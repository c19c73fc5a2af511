import { streamAnswer } from "../answer/answer.js"
import type { Visitor } from "../authorize.js"
import type { Feed } from "./feed.js"

/** How soon a page asks again after the line broke, in milliseconds. */
const RETRY = 1_000

/** What a live page is told of. */
export interface Line {
  readonly feed: Feed
  readonly visitor: Visitor
  /** How often what makes no event is shown anew, in milliseconds. It also tells both ends that the other is there. */
  readonly refreshMillis: number
  /** Whether the visitor may still look. Rejects where nobody can say. */
  readonly mayStillLook: () => Promise<boolean>
  readonly signal: AbortSignal
}

/**
 * Tells that something changed, never what: the page fetches itself anew, with the rights of then. `changed` names the
 * payment; `tick` comes now and then. `over` is the last thing that is said to somebody who may look no longer.
 */
export const liveAnswer = ({ feed, visitor, refreshMillis, mayStillLook, signal }: Line): Response => {
  const encoder = new TextEncoder()
  let stop = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let isOpen = true
      let isAsking = false
      const say = (text: string): void => {
        // Whoever does not read is told nothing more: they ask again.
        if ((controller.desiredSize ?? 0) < -100) hangUp()
        else if (isOpen) controller.enqueue(encoder.encode(text))
      }
      const hangUp = (): void => {
        if (!isOpen) return
        isOpen = false
        stop()
        controller.close()
      }
      const waiting = new Set<string>()
      /** Asks whether they may still look, once for however much happened meanwhile. */
      const tell = async (text: string): Promise<void> => {
        waiting.add(text)
        if (isAsking) return
        isAsking = true
        while (isOpen && waiting.size > 0) {
          const told = [...waiting]
          waiting.clear()
          if (await mayStillLook()) say(told.join(""))
          else {
            say("event: over\ndata: over\n\n")
            hangUp()
          }
        }
        isAsking = false
      }
      const tellOrHangUp = (text: string): void => void tell(text).catch(hangUp)
      const timer = setInterval(() => tellOrHangUp("event: tick\ndata: tick\n\n"), refreshMillis)
      const unlisten = feed.listen({
        heard: ({ key, account }) => {
          if (visitor.account !== undefined && visitor.account !== account) return
          tellOrHangUp(`event: changed\ndata: ${JSON.stringify({ key, account: account ?? "" })}\n\n`)
        },
        over: hangUp,
      })
      signal.addEventListener("abort", hangUp)
      stop = () => {
        clearInterval(timer)
        unlisten()
        signal.removeEventListener("abort", hangUp)
      }
      say(`retry: ${RETRY}\n\n`)
      if (!isOpen) stop()
    },
    cancel: () => stop(),
  })
  return streamAnswer(body, {
    "content-type": "text/event-stream; charset=utf-8",
    // A server that closes waits for nobody who might ask something else on this connection.
    connection: "close",
    "x-accel-buffering": "no",
  })
}
