import type { Watched } from "@qriskit/payments"
import type { PublicFacts } from "../facts.js"
import { streamAnswer } from "./answer.js"
import type { PagePayments } from "./payments.js"

/** How soon a page asks again after the line broke, in milliseconds. */
const RETRY = 1_000

/** A line now and then tells both ends that the other is there, in milliseconds. */
const HEARTBEAT = 15_000

/** What a live page is told of. */
export interface Line {
  readonly payments: PagePayments
  readonly watched: Watched
  /** Rejects where the payment cannot be read now. */
  readonly facts: () => Promise<PublicFacts>
  /** Milliseconds until the address ends. */
  readonly left: () => number
  /** Ends the line. */
  readonly signal: AbortSignal
  /** The line ended. Called once. */
  readonly ended: () => void
}

/** Tells the facts at once and whenever something happened. `over` is the last that is said once the address ends. */
export const liveAnswer = ({ payments, watched, facts, left, signal, ended }: Line): Response => {
  const encoder = new TextEncoder()
  let stop = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let isOpen = true
      let isStale = true
      let isTelling = false
      const hangUp = (): void => {
        if (!isOpen) return
        stop()
        controller.close()
      }
      const say = (text: string): void => {
        if (!isOpen) return
        // Whoever does not read is told nothing more: they ask again.
        if ((controller.desiredSize ?? 0) < -100) hangUp()
        else controller.enqueue(encoder.encode(text))
      }
      const end = (): void => {
        say("event: over\ndata: over\n\n")
        hangUp()
      }
      /** Tells what is, once for however much happened meanwhile. */
      const tell = async (): Promise<void> => {
        if (isTelling) return
        isTelling = true
        while (isStale && isOpen) {
          isStale = false
          const told = await facts()
          if (left() > 0) say(`event: facts\ndata: ${JSON.stringify(told)}\n\n`)
          else end()
        }
        isTelling = false
      }
      const look = (): void => {
        isStale = true
        // A database that is away ends the line: the page asks again.
        tell().catch(hangUp)
      }
      const beat = (): void => {
        if (left() > 0) say("event: beat\ndata: beat\n\n")
        else end()
      }
      const timer = setInterval(beat, HEARTBEAT)
      const soon = setTimeout(beat, Math.min(left() + 1, HEARTBEAT))
      const unwatch = payments.watch(watched, { begun: look, happened: look, over: hangUp })
      stop = () => {
        isOpen = false
        clearInterval(timer)
        clearTimeout(soon)
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
  return streamAnswer(body)
}
