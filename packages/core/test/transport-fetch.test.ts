import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { Transport } from "../src/transport.js"
import { layer, openTransport } from "../src/transport-fetch.js"
import { requestTo } from "./support/transports.js"

const url = "https://api.example.co.id/pay"

describe("the transport over fetch", () => {
  it("uses the fetch that it is given", async () => {
    const seen: Array<unknown> = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(input, init?.redirect)
      return new Response("{}", { status: 201 })
    }
    const send = Effect.flatMap(Transport, (transport) => transport.send(requestTo(url)))
    expect((await Effect.runPromise(Effect.provide(send, layer({ fetch })))).status).toBe(201)
    expect(seen).toEqual([url, "manual"])
  })

  it("is in doubt about an error without a code, and about one that is no error", async () => {
    for (const thrown of [new TypeError("Network request failed"), "failed", undefined]) {
      const { transport } = openTransport({ fetch: () => Promise.reject(thrown) })
      expect(await Effect.runPromise(Effect.flip(transport.send(requestTo(url))))).toMatchObject({
        kind: "network",
        outcome: "unknown",
        description: "the connection failed",
      })
    }
  })

  it("ends in time even where fetch does not listen to its signal", async () => {
    const { transport } = openTransport({ fetch: () => new Promise(() => {}) })
    const timeouts = { headers: 20, body: 20, total: 20 }
    expect(await Effect.runPromise(Effect.flip(transport.send(requestTo(url, { timeouts }))))).toMatchObject({
      kind: "timeout",
      outcome: "unknown",
    })
  })
})
