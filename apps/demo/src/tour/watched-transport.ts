import type { OpenTransport, TransportFailure } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-default"
import * as Effect from "effect/Effect"

/** The default transport, which also tells of every attempt that failed on the wire. */
export const openWatchedTransport = (failed: (failure: TransportFailure) => void): OpenTransport => {
  const { transport, close } = openTransport()
  return {
    transport: {
      send: (request) =>
        Effect.tapError(transport.send(request), (failure) => Effect.sync(() => failed(failure))),
    },
    close,
  }
}
