import * as Effect from "effect/Effect"
import { afterEach, describe, expect, it, vi } from "vitest"
import { httpAnswer, type Received, serveRaw } from "./support/raw-server.js"
import { openTransport, requestTo } from "./support/transports.js"

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each(["fetch", "HttpClient"] as const)("a POST over %s", (name) => {
  const sent = async (): Promise<Received> => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    await Effect.runPromise(openTransport(name).send(requestTo(server.url, { body: '{"a":1}' })))
    const [received] = server.received
    if (received === undefined) throw new Error("nothing arrived")
    return received
  }

  it("is a stream, which cannot be sent twice, where the runtime repeats requests by itself", async () => {
    vi.stubGlobal("navigator", { userAgent: "Deno/2.9.6" })
    expect((await sent()).head).toContain("\r\ntransfer-encoding: chunked")
  })

  it("is sent as it is everywhere else", async () => {
    for (const navigator of [{ userAgent: "Node.js/24" }, { userAgent: "Bun/1.4.5" }, {}, undefined]) {
      vi.stubGlobal("navigator", navigator)
      const { head, body } = await sent()
      expect(head).toContain("\r\ncontent-length: 7")
      expect(body).toBe('{"a":1}')
    }
  })
})
