import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { readConnectionError } from "./connection-error.js"
import { isRepeatingRuntime } from "./repeating-runtime.js"
import {
  MAX_BODY_BYTES,
  Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js"

// The only file that imports `effect/http`, which is unstable in Effect 4.1.

const toHttpClientRequest = (request: TransportRequest): HttpClientRequest.HttpClientRequest => {
  const outgoing = HttpClientRequest.make(request.method)(request.url, { headers: request.headers })
  const { body } = request
  const contentType = request.headers["content-type"]
  if (body === undefined) return outgoing
  return isRepeatingRuntime()
    ? HttpClientRequest.bodyStream(outgoing, Stream.make(new TextEncoder().encode(body)), {
        ...(contentType !== undefined && { contentType }),
      })
    : HttpClientRequest.bodyText(outgoing, body, contentType)
}

const timedOut = (description: string) =>
  new TransportFailure({ kind: "timeout", outcome: "unknown", description })

/** Keeps whatever else the program set for fetch. */
const refusingRedirects = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.updateContext(effect, (context) =>
    Context.add(context, FetchHttpClient.RequestInit, {
      ...Context.getOrUndefined(context, FetchHttpClient.RequestInit),
      redirect: "manual",
    }),
  )

const oversized = new TransportFailure({
  kind: "oversized",
  outcome: "unknown",
  description: `the answer is longer than ${MAX_BODY_BYTES} bytes`,
})

const collect = (
  body: Stream.Stream<Uint8Array, HttpClientError.HttpClientError>,
): Effect.Effect<Uint8Array, HttpClientError.HttpClientError | TransportFailure> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let length = 0
    return Stream.runForEach(body, (chunk) => {
      length += chunk.length
      if (length > MAX_BODY_BYTES) return Effect.fail(oversized)
      chunks.push(chunk)
      return Effect.void
    }).pipe(
      Effect.map(() => {
        const bytes = new Uint8Array(length)
        let offset = 0
        for (const chunk of chunks) {
          bytes.set(chunk, offset)
          offset += chunk.length
        }
        return bytes
      }),
    )
  })

/**
 * A transport over the `HttpClient` in context, for programs that already have one (proxies, their own telemetry).
 * Like fetch it hides the socket: only errors whose code says so are `not_sent`, everything else is `unknown`.
 *
 * A client of your own must not follow redirects or repeat requests. With Effect's fetch client, put your own
 * `FetchHttpClient.RequestInit` into the context of the calls: one inside the client's layer is replaced.
 *
 * @example
 * ```ts
 * import { layer } from "@qriskit/core/transport-http-client"
 * import * as FetchHttpClient from "effect/http/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 *
 * const transport = layer.pipe(Layer.provide(FetchHttpClient.layer))
 * ```
 */
export const layer: Layer.Layer<Transport, never, HttpClient.HttpClient> = Layer.effect(
  Transport,
  Effect.map(HttpClient.HttpClient, (client) => {
    const exchange = (request: TransportRequest) =>
      Effect.gen(function* () {
        const response = yield* client.execute(toHttpClientRequest(request)).pipe(
          Effect.timeoutOrElse({
            duration: request.timeouts.headers,
            orElse: () => Effect.fail(timedOut("no answer in time")),
          }),
        )
        const body = yield* collect(response.stream).pipe(
          // Effect fails where there is no body to stream: a 204, for one.
          Effect.catchReason("HttpClientError", "EmptyBodyError", () => Effect.succeed(new Uint8Array(0))),
        )
        return { status: response.status, headers: response.headers, body } satisfies TransportResponse
      })
    return Transport.of({
      send: (request) =>
        exchange(request).pipe(
          refusingRedirects,
          Effect.mapError((error) =>
            error instanceof TransportFailure ? error : new TransportFailure(readConnectionError(error)),
          ),
          Effect.timeoutOrElse({
            duration: request.timeouts.total,
            orElse: () => Effect.fail(timedOut("the whole attempt took too long")),
          }),
        ),
    })
  }),
)
