import { type ServerResponse, STATUS_CODES } from "node:http"
import { sendResponse } from "@remix-run/node-fetch-server"

const isEventStream = ({ headers }: Response): boolean =>
  headers.get("content-type")?.startsWith("text/event-stream") === true

/** With the words that belong to the status; and for HEAD without a body, which nobody would read to its end. */
const fitting = (response: Response, isHead: boolean): Response => {
  const { status, headers, body } = response
  const statusText = response.statusText || (STATUS_CODES[status] ?? "")
  if (isHead) void body?.cancel().catch(() => undefined)
  return new Response(isHead ? null : body, { status, statusText, headers })
}

/**
 * Sends a response, no faster than the client reads. A body that is being made is canceled when the client goes away.
 * Rejects with what the body failed with; then the connection is cut, since what was sent is not whole.
 */
export const sendOutgoing = async (target: ServerResponse, response: Response): Promise<void> => {
  if (target.destroyed) {
    await response.body?.cancel()
    return
  }
  const sending = sendResponse(target, fitting(response, target.req.method === "HEAD"))
  // Whoever waits for events learns at once that the connection stands.
  if (isEventStream(response)) target.flushHeaders()
  try {
    await sending
  } catch (error) {
    if (target.headersSent) target.destroy()
    throw error
  }
}
