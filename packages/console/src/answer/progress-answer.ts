import type { ImportProgress } from "@qriskit/payments"
import { streamAnswer } from "./answer.js"

/** Lines that wait for whoever does not read: later ones are left out, but never what came of it. */
const MOST_WAITING = 50

/**
 * Tells how far something is while it is done, a line of JSON each, and at last what it came to: the page, or where to
 * go. It is done whether anybody reads or not.
 */
export const progressAnswer = (
  work: (tell: (progress: ImportProgress) => void) => Promise<Response>,
): Response => {
  const encoder = new TextEncoder()
  let isOpen = true
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const say = (told: object): void => {
        if (isOpen) controller.enqueue(encoder.encode(`${JSON.stringify(told)}\n`))
      }
      const tell = (progress: ImportProgress): void => {
        if ((controller.desiredSize ?? 0) > -MOST_WAITING) say(progress)
      }
      const run = async (): Promise<void> => {
        const answer = await work(tell)
        const goTo = answer.headers.get("location")
        say(goTo === null ? { page: await answer.text() } : { goTo })
        if (isOpen) controller.close()
      }
      run().catch((error: unknown) => {
        if (isOpen) controller.error(error)
      })
    },
    cancel: () => {
      isOpen = false
    },
  })
  return streamAnswer(body, { "content-type": "application/x-ndjson", "x-accel-buffering": "no" })
}
