import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import { afterEach, describe, expect, it } from "vitest"
import { reachOver } from "../src/provider-kit/reach.js"
import { canReach } from "../src/reachability.js"
import { openTransport } from "../src/transport-undici.js"

const timeouts = { connect: 1_000, headers: 1_000, body: 1_000, deadline: 1_500 }
const closers: Array<() => Promise<void>> = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const hostThat = async (answers: RequestListener): Promise<string> => {
  const server = createServer(answers)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()))
  // A listening TCP server's address is never a text.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
}

const reach = (baseUrl: string) => {
  const { transport, close } = openTransport({ connectTimeout: 1_000 })
  closers.unshift(close)
  return Effect.runPromise(reachOver({ baseUrl, userAgent: "test/1", transport, timeouts }))
}

describe("reaching a provider's host", () => {
  it("asks for the base URL without any credential, and takes a 404 for an answer", async () => {
    const seen: Array<unknown> = []
    const url = await hostThat((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization)
      response.writeHead(404).end("nothing here")
    })
    expect(await reach(url)).toMatchObject({ isReachable: true, httpStatus: 404 })
    expect(seen).toEqual(["GET", "/api/", undefined])
  })

  it("tells how far the provider's clock is ahead", async () => {
    const url = await hostThat((_, response) => {
      const ahead = new Date(Date.now() + 90_000).toUTCString()
      response.writeHead(200, { date: ahead }).end()
    })
    const answer = await reach(url)
    const offset = answer.isReachable ? (answer.clockOffset ?? 0) : 0
    expect(Math.abs(offset - 90_000)).toBeLessThan(2_000)
  })

  it("tells nothing about the clock where the Date is missing or no date", async () => {
    const without = await hostThat((_, response) => {
      response.sendDate = false
      response.writeHead(200).end()
    })
    const nonsense = await hostThat((_, response) => response.writeHead(200, { date: "soon" }).end())
    expect(await reach(without)).toEqual({ isReachable: true, httpStatus: 200 })
    expect(await reach(nonsense)).toEqual({ isReachable: true, httpStatus: 200 })
  })

  it("does not call a host reachable that answers with its own failure", async () => {
    const url = await hostThat((_, response) => response.writeHead(502).end())
    expect(await reach(url)).toEqual({ isReachable: false, why: "it answered HTTP 502" })
  })

  it("answers instead of failing where nobody listens", async () => {
    const answer = await reach("http://127.0.0.1:9")
    expect(answer).toEqual({
      isReachable: false,
      why: expect.stringContaining("no connection could be made"),
    })
  })

  it("is something that a provider met at run time is asked for", () => {
    expect(canReach({ reach: () => Effect.never })).toBe(true)
    expect(canReach({})).toBe(false)
    expect(canReach({ reach: "yes" })).toBe(false)
  })
})
