import type { IncomingMessage, ServerResponse } from "node:http"
import type { FetchHandler } from "./fetch-handler.js"
import { type DoorOptions, doorSettings } from "./node/door-options.js"
import { originBehind, originInExpress } from "./node/origin.js"
import { ANSWERED, serve } from "./node/serve.js"

export { BodyTaken, BodyTooLarge, DoorFailure, NotARequest } from "./node/door-failure.js"
export type { DoorOptions, OnDoorError } from "./node/door-options.js"

/** What `http.createServer`, Express and Connect call. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void

/**
 * A handler for `http.createServer`, and a middleware of Express 4 and 5 and of Connect. Bodies stream in both
 * directions; when the client goes away `request.signal` is aborted and the response's body is canceled. The address
 * that the handler sees is whole, wherever the door is mounted.
 *
 * It answers every request that reaches it, so mount it under a path: `app.use("/webhooks/qris", toNodeListener(…))`,
 * and in front of body parsers. What the handler throws goes to Express's or Connect's `next`.
 *
 * @param handler such as `createHandler` makes it, or any other
 * @param options what may be set
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import { createServer } from "node:http"
 * import { toNodeListener } from "@qriskit/http/node"
 *
 * const server = createServer(toNodeListener((request) => new Response(`You asked for ${request.url}`)))
 * console.log(server.listening)
 * ```
 */
export const toNodeListener = (handler: FetchHandler, options: DoorOptions = {}): NodeListener => {
  const { bodyLimit, trustProxy, onError } = doorSettings(options)
  return (request, response, next) => {
    const tell = (error: unknown): unknown => {
      if (onError !== undefined) return onError(error)
      if (next === undefined) return console.error(error)
      next(error)
      return ANSWERED
    }
    const origin = originInExpress(request) ?? originBehind(request, trustProxy)
    void serve(handler, request, response, { origin, bodyLimit, tell })
  }
}
