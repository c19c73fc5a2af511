import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import { onTestFinished } from "vitest"
import { type OpenTransport, Transport, type TransportRequest } from "../../src/transport.js"
import * as fetchTransport from "../../src/transport-fetch.js"
import * as httpClientTransport from "../../src/transport-http-client.js"
import * as undiciTransport from "../../src/transport-undici.js"

export type TransportName = "undici" | "fetch" | "HttpClient"

const OPEN: Record<TransportName, () => OpenTransport> = {
  undici: () => undiciTransport.openTransport({ connectTimeout: 200 }),
  fetch: () => fetchTransport.openTransport(),
  HttpClient: () => ({
    transport: Effect.runSync(
      Effect.provide(Transport, httpClientTransport.layer.pipe(Layer.provide(FetchHttpClient.layer))),
    ),
    close: () => Promise.resolve(),
  }),
}

export const TRANSPORTS: ReadonlyArray<TransportName> = ["undici", "fetch", "HttpClient"]

/** One of the three transports, closed when the test ends. */
export const openTransport = (name: TransportName): Transport["Service"] => {
  const { transport, close } = OPEN[name]()
  onTestFinished(close)
  return transport
}

/** What must never be seen in a failure. */
export const SECRET = "hunter2-is-the-password"

/** A signed request that ends within the test's time, whatever happens. */
export const requestTo = (url: string, changes: Partial<TransportRequest> = {}): TransportRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json", authorization: `Bearer ${SECRET}` },
  body: JSON.stringify({ password: SECRET }),
  timeouts: { headers: 2_000, body: 2_000, total: 4_000 },
  ...changes,
})
