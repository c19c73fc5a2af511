import { Transport, type TransportRequest } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-undici"
import * as Effect from "effect/Effect"

/** The default transport with one connection per origin, watched. */
export interface ObservedTransport {
  readonly transport: Transport["Service"]
  /** How many requests were handed over to be sent, those that met a refused connection included. */
  sent(): number
  /** Resolves when the next request is handed over. */
  nextSend(): Promise<void>
  close(): Promise<void>
}

/**
 * @param onSecret told every value of a secret header, and the part after its scheme
 */
export const openObservedTransport = (
  options: { readonly connections: number; readonly connectTimeout: number },
  secretHeaders: ReadonlySet<string>,
  onSecret: (value: string, header: string) => void,
): ObservedTransport => {
  const { transport, close } = openTransport(options)
  let sent = 0
  let waiting: Array<() => void> = []

  const observe = ({ headers }: TransportRequest): void => {
    sent += 1
    for (const [name, value] of Object.entries(headers)) {
      const header = name.toLowerCase()
      if (!secretHeaders.has(header)) continue
      onSecret(value, header)
      onSecret(value.slice(value.indexOf(" ") + 1), header)
    }
    const told = waiting
    waiting = []
    for (const tell of told) tell()
  }

  return {
    transport: Transport.of({
      send: (request) =>
        Effect.suspend(() => {
          observe(request)
          return transport.send(request)
        }),
    }),
    sent: () => sent,
    nextSend: () => new Promise((resolve) => waiting.push(resolve)),
    close,
  }
}
