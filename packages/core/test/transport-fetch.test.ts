import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
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
})

describe("a fetch that does not listen to its signal", () => {
  const deaf = openTransport({ fetch: () => new Promise(() => {}) }).transport

  it("is given up in time", async () => {
    const timeouts = { headers: 20, body: 20, total: 20 }
    expect(await Effect.runPromise(Effect.flip(deaf.send(requestTo(url, { timeouts }))))).toMatchObject({
      kind: "timeout",
      outcome: "unknown",
    })
  })

  it("leaves no timer behind when its call is interrupted", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length
    const before = timers()
    const timeouts = { headers: 60_000, body: 60_000, total: 60_000 }
    const fiber = Effect.runFork(deaf.send(requestTo(url, { timeouts })))
    expect(timers()).toBe(before + 2)
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(timers()).toBeLessThanOrEqual(before)
  })
})
