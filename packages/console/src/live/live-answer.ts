import { streamAnswer } from "../answer/answer.js"
import type { Visitor } from "../authorize.js"
import type { ConsolePayments } from "../payments.js"

/** How soon a page asks again after the line broke, in milliseconds. */
const RETRY = 1_000

/** What a live page is told of. */
export interface Line {
  readonly payments: ConsolePayments
  readonly visitor: Visitor
  /** How often what makes no event is shown anew, in milliseconds. It also tells both ends that the other is there. */
  readonly refreshMillis: number
  /** Whether the visitor may still look. Rejects where nobody can say. */
  readonly mayStillLook: () => Promise<boolean>
  /** Ends the line. */
  readonly signal: AbortSignal
  /** The line ended. Called once. */
  readonly ended: () => void
}

/**
 * Tells that something changed, never what: the page fetches itself anew, with the rights of then. `begun`: from here
 * on nothing is missed, and what happened since the page was drawn is in the one that is fetched now. `changed` names
 * the payment; `tick` comes now and then. `over` is the last thing that is said to somebody who may look no longer.
 */
export const liveAnswer = ({
  payments,
  visitor,
  refreshMillis,
  mayStillLook,
  signal,
  ended,
}: Line): Response => {
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
      const { account: of } = visitor
      const unwatch = payments.watch(of === undefined ? {} : { account: of }, {
        begun: () => tellOrHangUp("event: begun\ndata: begun\n\n"),
        happened: ({ key, account = "" }) =>
          tellOrHangUp(`event: changed\ndata: ${JSON.stringify({ key, account })}\n\n`),
        over: hangUp,
      })
      stop = () => {
        isOpen = false
        clearInterval(timer)
        unwatch()
        signal.removeEventListener("abort", hangUp)
        stop = () => {}
        ended()
      }
      signal.addEventListener("abort", hangUp)
      say(`retry: ${RETRY}\n\n`)
      if (signal.aborted) hangUp()
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
