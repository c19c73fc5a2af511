import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readConnectionError } from "./connection-error.js"
import {
  MAX_BODY_BYTES,
  type OpenTransport,
  Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js"

export interface FetchTransportOptions {
  /** Default: the runtime's own. */
  readonly fetch?: typeof globalThis.fetch
}

const oversized = () =>
  new TransportFailure({
    kind: "oversized",
    outcome: "unknown",
    description: `the answer is longer than ${MAX_BODY_BYTES} bytes`,
  })

const readBody = async (response: Response): Promise<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  let length = 0
  // Leaving the loop early cancels the stream.
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw oversized()
    chunks.push(chunk)
  }
  const body = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.length
  }
  return body
}

/** Why the request was given up, where it was not the runtime's own failure. */
const timedOut = (description: string) =>
  new TransportFailure({ kind: "timeout", outcome: "unknown", description })

const sendWith =
  (fetch: typeof globalThis.fetch) =>
  async (request: TransportRequest, interrupted: AbortSignal): Promise<TransportResponse> => {
    const controller = new AbortController()
    const giveUp = (description: string) => controller.abort(timedOut(description))
    const total = setTimeout(giveUp, request.timeouts.total, "the whole attempt took too long")
    const headers = setTimeout(giveUp, request.timeouts.headers, "no answer in time")
    const interrupt = () => controller.abort(interrupted.reason)
    interrupted.addEventListener("abort", interrupt)
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: "manual",
        signal: controller.signal,
      })
      clearTimeout(headers)
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await readBody(response),
      }
    } finally {
      clearTimeout(total)
      clearTimeout(headers)
      interrupted.removeEventListener("abort", interrupt)
    }
  }

/**
 * A transport over `fetch`, for edge runtimes. fetch hides the socket: only errors whose code says so are `not_sent`,
 * everything else is `unknown`. It has no time-out between chunks; `total` bounds the body.
 *
 * @example
 * ```ts
 * import { openTransport } from "@qriskit/core/transport-fetch"
 *
 * const { transport } = openTransport()
 * ```
 */
export const openTransport = (options: FetchTransportOptions = {}): OpenTransport => {
  const send = sendWith(options.fetch ?? globalThis.fetch)
  return {
    transport: {
      send: (request) =>
        Effect.tryPromise({
          try: (signal) => send(request, signal),
          catch: (error) =>
            error instanceof TransportFailure ? error : new TransportFailure(readConnectionError(error)),
        }),
    },
    close: () => Promise.resolve(),
  }
}

/** The fetch transport as a layer. */
export const layer = (options?: FetchTransportOptions): Layer.Layer<Transport> =>
  Layer.sync(Transport, () => Transport.of(openTransport(options).transport))
