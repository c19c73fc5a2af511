import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { callsOver } from "./calls-under-way.js"
import { given } from "./given.js"
import { Beginnable, type Rest } from "./provider-kit/without-fiber.js"
import {
  type OpenTransport,
  Transport,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js"
import { checkNetwork, type OpenAgent, openAgent, type UndiciTransportOptions } from "./undici/agent.js"
import { Attempt, dispatch } from "./undici/attempt.js"
import { checkRuntime, notLoaded } from "./undici/runtime.js"

export type { NetworkOptions, OwnDispatcher } from "./network.js"
export type { UndiciTransportOptions } from "./undici/agent.js"

/**
 * Opens the default transport: undici with one keep-alive pool per origin. TLS certificates are always verified;
 * there is no switch. undici itself is loaded meanwhile, and a call made before it is there waits for it within its own
 * deadline. Close the transport when done, or use `layer`.
 *
 * @example
 * ```ts
 * import { openTransport } from "@qriskit/core/transport-undici"
 *
 * const { transport, close } = openTransport({ connectTimeout: 3_000 })
 * await close()
 * ```
 */
export const openTransport = (options: UndiciTransportOptions = {}): OpenTransport => {
  const settings = given(options)
  checkRuntime()
  checkNetwork(settings)
  let agent: OpenAgent | undefined
  const opening = openAgent(settings).then(
    (opened) => {
      agent = opened
      return opened
    },
    (cause: unknown) => {
      throw notLoaded(cause)
    },
  )
  // Whatever kept undici from being loaded, every call meets it; here it only must not go unhandled.
  opening.catch(() => undefined)
  const begin = (
    request: TransportRequest,
    settle: (answer: Effect.Effect<TransportResponse, TransportFailure>) => void,
  ): Attempt => {
    const attempt = new Attempt(request.timeouts.total, settle)
    const failed = (error: unknown): void =>
      error instanceof TransportFailure ? attempt.fail(error) : attempt.onResponseError(undefined, error)
    if (agent === undefined) {
      opening.then((opened) => dispatch(opened.dispatcher, request, attempt)).catch(failed)
      return attempt
    }
    // A dispatcher of one's own may throw. It must end in the call, whose turn it is, and not where undici goes on.
    try {
      dispatch(agent.dispatcher, request, attempt)
    } catch (error) {
      failed(error)
    }
    return attempt
  }
  class Sent extends Beginnable<TransportResponse, TransportFailure> {
    readonly request: TransportRequest

    constructor(request: TransportRequest) {
      super()
      this.request = request
    }

    begin(rest: Rest<TransportResponse, TransportFailure>): void {
      begin(this.request, rest)
    }

    asEffect(): Effect.Effect<TransportResponse, TransportFailure> {
      return Effect.callback((resume) => {
        const attempt = begin(this.request, resume)
        return Effect.sync(() => attempt.abandon("network", "interrupted"))
      })
    }
  }
  const send = (request: TransportRequest): Effect.Effect<TransportResponse, TransportFailure> =>
    new Sent(request)
  const transport = { send }
  let closing: Promise<void> | undefined
  return {
    transport,
    close: () => {
      closing ??= callsOver(transport)
        .close()
        .then(() => opening)
        .then(
          (opened) => opened.close(),
          () => undefined,
        )
      return closing
    },
  }
}

/**
 * The default transport as a layer: the pool lives as long as the layer's scope. Opening it throws as
 * `openTransport` does.
 *
 * @example
 * ```ts
 * import { layer } from "@qriskit/core/transport-undici"
 *
 * const transport = layer({ connectTimeout: 3_000, connections: 16 })
 * ```
 */
export const layer = (options?: UndiciTransportOptions): Layer.Layer<Transport> =>
  Layer.effect(
    Transport,
    Effect.acquireRelease(
      Effect.sync(() => openTransport(options)),
      ({ close }) => Effect.promise(close),
    ).pipe(Effect.map(({ transport }) => Transport.of(transport))),
  )
