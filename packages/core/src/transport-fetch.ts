import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { callsOver } from "./calls-under-way.js"
import { readConnectionError } from "./connection-error.js"
import { given } from "./given.js"
import { invalidNetwork, type NetworkOptions, networkFieldsIn } from "./network.js"
import { isRepeatingRuntime, onceOnly } from "./repeating-runtime.js"
import {
  MAX_BODY_BYTES,
  type OpenTransport,
  Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js"

/** Which fetch to use. */
export interface FetchTransportOptions {
  /**
   * Default: the runtime's own. Proxies, certificates and the like are its matter: a function that calls fetch with
   * your own settings.
   */
  readonly fetch?: typeof globalThis.fetch
}

/** `transport-default` takes the settings of undici everywhere: what fetch cannot do is refused, not left out. */
const checkSettings = (options: FetchTransportOptions & NetworkOptions): void => {
  const fields = networkFieldsIn(options).filter((field) => options[field] !== false)
  if (fields.length === 0) return
  throw invalidNetwork(
    fields.map((path) => ({
      path,
      message: "cannot be set: fetch has no such setting; pass a fetch of your own",
    })),
  )
}

const oversized = () =>
  new TransportFailure({
    kind: "oversized",
    outcome: "unknown",
    description: `the answer is longer than ${MAX_BODY_BYTES} bytes`,
  })

const failureOf = (error: unknown): TransportFailure =>
  error instanceof TransportFailure ? error : new TransportFailure(readConnectionError(error))

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

const timedOut = (description: string) =>
  new TransportFailure({ kind: "timeout", outcome: "unknown", description })

type Fetch = typeof globalThis.fetch

/** undici's types know `duplex`; a stream is not sent without it. */
const bodyOf = (body: string | undefined): Pick<RequestInit, "body" | "duplex"> => {
  if (body === undefined) return {}
  return isRepeatingRuntime() ? { body: onceOnly(body), duplex: "half" } : { body }
}

const exchange = async (
  fetch: Fetch,
  { method, url, headers, body }: TransportRequest,
  signal: AbortSignal,
  onHeaders: () => void,
): Promise<TransportResponse> => {
  const response = await fetch(url, {
    method,
    headers,
    ...bodyOf(body),
    redirect: "manual",
    signal,
  })
  onHeaders()
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await readBody(response),
  }
}

/** Settles in time, also where a fetch does not listen to its signal. */
const sendWith =
  (fetch: Fetch) =>
  (request: TransportRequest): Effect.Effect<TransportResponse, TransportFailure> =>
    Effect.callback((resume) => {
      const controller = new AbortController()
      const stopTimers = () => {
        clearTimeout(total)
        clearTimeout(headers)
      }
      const settle = (result: Effect.Effect<TransportResponse, TransportFailure>) => {
        stopTimers()
        resume(result)
      }
      const giveUp = (description: string) => {
        settle(Effect.fail(timedOut(description)))
        controller.abort()
      }
      const total = setTimeout(giveUp, request.timeouts.total, "the whole attempt took too long")
      const headers = setTimeout(giveUp, request.timeouts.headers, "no answer in time")

      exchange(fetch, request, controller.signal, () => clearTimeout(headers)).then(
        (response) => settle(Effect.succeed(response)),
        (error: unknown) => settle(Effect.fail(failureOf(error))),
      )
      return Effect.sync(() => {
        stopTimers()
        controller.abort()
      })
    })

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
  const settings = given(options)
  checkSettings(settings)
  const transport = { send: sendWith(settings.fetch ?? globalThis.fetch) }
  return { transport, close: () => callsOver(transport).close() }
}

/** The fetch transport as a layer. */
export const layer = (options?: FetchTransportOptions): Layer.Layer<Transport> =>
  Layer.sync(Transport, () => Transport.of(openTransport(options).transport))
