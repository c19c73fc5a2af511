import type { IncomingMessage, ServerResponse } from "node:http"
import type { FetchHandler } from "../fetch-handler.js"
import { DoorFailure } from "./door-failure.js"
import { incomingRequest } from "./incoming.js"
import type { Origin } from "./origin.js"
import { sendOutgoing } from "./outgoing.js"

const answerTo = (error: unknown): Response => {
  const status = error instanceof DoorFailure ? error.status : 500
  // The rest of a body that is too long is not waited for.
  const headers: Record<string, string> = status === 413 ? { connection: "close" } : {}
  const text = error instanceof DoorFailure && status < 500 ? error.message : "Internal Server Error"
  return new Response(text, { status, headers: { ...headers, "content-type": "text/plain" } })
}

/** What a stranger can cause at will is answered, and not told. */
const isTheirs = (error: unknown): boolean => error instanceof DoorFailure && error.status < 500

/** A listener that throws must not keep the request from its answer. */
const told = (tell: (error: unknown) => unknown, error: unknown): unknown => {
  try {
    return tell(error)
  } catch {
    return undefined
  }
}

/** What `tell` returns where somebody else answers the request. */
export const ANSWERED = Symbol("answered")

/**
 * Hands one request of Node's to a handler. Never rejects: what fails is told, and answered where that
 * is still possible.
 */
export const serve = async (
  handler: FetchHandler,
  request: IncomingMessage,
  response: ServerResponse,
  { origin, bodyLimit, tell }: { origin: Origin; bodyLimit: number; tell: (error: unknown) => unknown },
): Promise<void> => {
  let signal: AbortSignal | undefined
  try {
    const made = incomingRequest(request, response, origin, bodyLimit)
    signal = made.signal
    await sendOutgoing(response, await handler(made))
  } catch (error) {
    // Nobody is there any more, and what failed most likely failed for that.
    if (signal?.aborted === true) return
    const isAnswered = isTheirs(error) ? undefined : told(tell, error)
    if (isAnswered === ANSWERED || response.headersSent) return
    await sendOutgoing(response, answerTo(error)).catch(() => response.destroy())
  }
}
