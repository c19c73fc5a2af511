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

/** Listens on a port, 0 for any. `replyTo` is what the acquirer hears. */
export const listenForCallbacks = async (
  port: number,
  replyTo: () => NotificationReply,
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
    request.on("end", () => {
      const { status, headers, body } = replyTo()
      response.writeHead(status, headers).end(body)
      if (waiting.length >= MOST_WAITING) return
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/"
      waiting.push({ headers: request.headers, body: Buffer.concat(parts), path })
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
