import { Transport, type TransportRequest, type TransportResponse } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-default"
import * as Effect from "effect/Effect"

/** One request and what was answered: as much of it as can be told without telling whose. */
export interface Exchange {
  readonly method: string
  /** The path's words, with `*` for ids. */
  readonly path: string
  readonly status: number
  readonly contentType: string
  /** Undefined where the body is no JSON. */
  readonly body: unknown
}

/** A transport that remembers what it carried, and the way to take that. */
export interface Recording {
  readonly transport: Transport["Service"]
  /** What was carried since the last time. */
  take(): ReadonlyArray<Exchange>
  close(): Promise<void>
}

/** A segment that is somebody's id: it has a digit and is no version. */
const isId = (segment: string): boolean => /\d/.test(segment) && !/^v?\d+(\.\d+)*$/i.test(segment)

/** The words at the end of a path: what stands in front depends on where a server is mounted. */
const pathOf = (url: string): string =>
  new URL(url).pathname
    .split("/")
    .filter((segment) => segment !== "")
    .slice(-2)
    .map((segment) => (isId(segment) ? "*" : segment))
    .join("/")

const jsonIn = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

const exchangeOf = (
  { method, url }: TransportRequest,
  { status, headers, body }: TransportResponse,
): Exchange => ({
  method,
  path: pathOf(url),
  status,
  contentType: String(headers["content-type"] ?? "none")
    .split(";", 1)[0]
    ?.trim()
    .toLowerCase() as string,
  body: jsonIn(body),
})

/** Opens a connection that is listened to. */
export const record = (): Recording => {
  const { transport, close } = openTransport()
  let carried: Array<Exchange> = []
  return {
    transport: Transport.of({
      send: (request) =>
        Effect.tap(transport.send(request), (response) =>
          Effect.sync(() => {
            carried.push(exchangeOf(request, response))
          }),
        ),
    }),
    take: () => {
      const taken = carried
      carried = []
      return taken
    },
    close,
  }
}
