import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import type { NotificationReply } from "@qriskit/core"

/** A callback as it came. */
export interface Callback {
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  readonly path: string
}

/** A server that waits for callbacks. */
export interface CallbackServer {
  readonly port: number
  /** The next callback, or undefined after so many milliseconds. */
  next(withinMillis: number): Promise<Callback | undefined>
  close(): Promise<void>
}

/** No acquirer's callback is longer. */
const MOST_BYTES = 262_144

/** Strangers' calls that are kept for a look; later ones are answered and forgotten. */
const MOST_WAITING = 16

/** What the acquirer hears, and whether its call was a callback: some ask for a token first. */
export interface Answer {
  readonly isCallback: boolean
  readonly reply: NotificationReply
}

/** Listens on a port, 0 for any. */
export const listenForCallbacks = async (
  port: number,
  answer: (call: Callback) => Promise<Answer>,
): Promise<CallbackServer> => {
  const waiting: Array<Callback> = []
  let wake = () => {}
  const server = createServer((request, response) => {
    const parts: Array<Buffer> = []
    let size = 0
    request.on("data", (part: Buffer) => {
      size += part.length
      if (size > MOST_BYTES) request.destroy()
      else parts.push(part)
    })
    request.on("error", () => {})
    request.on("end", async () => {
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/"
      const call: Callback = { headers: request.headers, body: Buffer.concat(parts), path }
      const { isCallback, reply } = await answer(call)
      response.writeHead(reply.status, reply.headers).end(reply.body)
      if (!isCallback || waiting.length >= MOST_WAITING) return
      waiting.push(call)
      wake()
    })
  })
  server.requestTimeout = 10_000
  server.maxConnections = 64
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    next: async (withinMillis) => {
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, withinMillis)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      return waiting.shift()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
