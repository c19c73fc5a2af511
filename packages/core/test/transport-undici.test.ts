import { once } from "node:events"
import * as https from "node:https"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { Transport } from "../src/transport.js"
import { layer, openTransport, type UndiciTransportOptions } from "../src/transport-undici.js"
import { httpAnswer, type Received, serveRaw, serveSelfSigned } from "./support/raw-server.js"
import { requestTo } from "./support/transports.js"

const open = (options?: UndiciTransportOptions) => {
  const opened = openTransport(options)
  onTestFinished(opened.close)
  return opened
}

const patient = { headers: 5_000, body: 5_000, total: 5_000 }

describe("a call made before undici is loaded", () => {
  it("is sent once it is", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const [first, second] = await Effect.runPromise(
      Effect.all(
        [open(), open()].map(({ transport }) => transport.send(requestTo(server.url))),
        { concurrency: 2 },
      ),
    )
    expect([first?.status, second?.status]).toEqual([200, 200])
  })

  it("opens no connection where it was interrupted meanwhile", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport, close } = openTransport()
    const fiber = Effect.runFork(transport.send(requestTo(server.url)))
    await Effect.runPromise(Fiber.interrupt(fiber))
    await close()
    expect(server.sockets).toHaveLength(0)
  })

  it("is waited for where the transport is closed meanwhile", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport, close } = openTransport()
    const call = Effect.runPromise(transport.send(requestTo(server.url)))
    await close()
    expect((await call).status).toBe(200)
  })
})

describe("the pool of connections", () => {
  it("sends one call after the other over the same connection", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport } = open()
    await Effect.runPromise(transport.send(requestTo(server.url)))
    await Effect.runPromise(transport.send(requestTo(server.url)))
    expect(server.received).toHaveLength(2)
    expect(server.sockets).toHaveLength(1)
  })

  it("never sends a call before the one before it on the same connection was answered", async () => {
    const unanswered = new Set<Received>()
    const server = await serveRaw((received) => {
      unanswered.add(received)
      expect(unanswered.size).toBe(1)
      setImmediate(() => {
        unanswered.delete(received)
        received.socket.write(httpAnswer("{}"))
      })
    })
    const { transport } = open({ connections: 1 })
    // Not even GET, which HTTP would allow.
    const { body: _, ...request } = requestTo(server.url, { method: "GET" })
    const calls = Array.from({ length: 20 }, () => transport.send(request))
    await Effect.runPromise(Effect.all(calls, { concurrency: "unbounded" }))
    expect(server.received).toHaveLength(20)
    expect(server.sockets).toHaveLength(1)
  })

  it("uses no connection again that an unfinished answer is left on", async () => {
    const server = await serveRaw(({ socket }) =>
      server.received.length === 1
        ? socket.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{")
        : socket.write(httpAnswer("{}")),
    )
    const { transport } = open({ connections: 1 })
    const timeouts = { ...patient, total: 60 }
    expect(
      await Effect.runPromise(Effect.flip(transport.send(requestTo(server.url, { timeouts })))),
    ).toMatchObject({
      outcome: "unknown",
    })
    expect((await Effect.runPromise(transport.send(requestTo(server.url)))).status).toBe(200)
    expect(server.sockets).toHaveLength(2)
  })

  it("knows that a call which waited in line until its time ran out was not sent, and sends the next", async () => {
    const server = await serveRaw(({ socket }) => {
      // The first is answered only once the second has given up.
      if (server.received.length > 1) socket.write(httpAnswer("{}"))
    })
    const { transport } = open({ connections: 1 })
    const request = server.nextRequest()
    const first = Effect.runPromise(transport.send(requestTo(server.url)))
    const { socket } = await request

    const waiting = transport.send(requestTo(server.url, { timeouts: { ...patient, total: 40 } }))
    expect(await Effect.runPromise(Effect.flip(waiting))).toMatchObject({
      kind: "timeout",
      outcome: "not_sent",
      description: "the whole attempt took too long",
    })
    const third = Effect.runPromise(transport.send(requestTo(server.url)))
    socket.write(httpAnswer("{}"))
    expect((await first).status).toBe(200)
    expect((await third).status).toBe(200)
    expect(server.received).toHaveLength(2)
  })

  it("never sends a call that was interrupted while it waited in line", async () => {
    const server = await serveRaw(({ socket }) => {
      if (server.received.length > 1) socket.write(httpAnswer("{}"))
    })
    const { transport, close } = open({ connections: 1 })
    const request = server.nextRequest()
    const first = Effect.runPromise(transport.send(requestTo(server.url)))
    const { socket } = await request
    const waiting = Effect.runFork(transport.send(requestTo(server.url, { body: '"never"' })))
    await Effect.runPromise(Fiber.interrupt(waiting))
    socket.write(httpAnswer("{}"))
    await first
    await close()
    expect(server.received).toHaveLength(1)
  })

  it("waits for what is under way before it closes, and may be closed again", async () => {
    const server = await serveRaw(() => {})
    const { transport, close } = open()
    const request = server.nextRequest()
    const call = Effect.runPromise(transport.send(requestTo(server.url)))
    const { socket } = await request
    const closed = once(socket, "close")
    const order: Array<string> = []
    const closing = close().then(() => order.push("closed"))
    socket.write(httpAnswer("{}"))
    await call.then(() => order.push("answered"))
    await closing
    await closed
    expect(order).toEqual(["answered", "closed"])
    await close()
  })

  it("refuses calls once it is closed, and knows that they were not sent", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport, close } = open()
    await close()
    expect(await Effect.runPromise(Effect.flip(transport.send(requestTo(server.url))))).toMatchObject({
      kind: "network",
      outcome: "not_sent",
    })
    expect(server.sockets).toHaveLength(0)
  })

  it("lives as long as its layer's scope", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const request = server.nextRequest()
    const socket = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const transport = Context.get(yield* Layer.build(layer()), Transport)
          yield* transport.send(requestTo(server.url))
          const received = yield* Effect.promise(() => request)
          expect(received.socket.destroyed).toBe(false)
          return received.socket
        }),
      ),
    )
    if (!socket.destroyed) await once(socket, "close")
  })
})

describe("undici's own time-outs", () => {
  it("tell a connection that never stood from an answer that never came", async () => {
    const server = await serveRaw(() => {})
    const { transport } = open({ connectTimeout: 50 })
    const failureOf = (url: string, timeouts: typeof patient) =>
      Effect.runPromise(Effect.flip(transport.send(requestTo(url, { timeouts }))))
    const [handshake, silence] = await Promise.all([
      failureOf(server.url.replace("http:", "https:"), patient),
      failureOf(server.url, { ...patient, headers: 50 }),
    ])
    expect(handshake).toMatchObject({
      kind: "timeout",
      outcome: "not_sent",
      description: "no connection in time",
      code: "UND_ERR_CONNECT_TIMEOUT",
    })
    expect(silence).toMatchObject({
      kind: "timeout",
      outcome: "unknown",
      description: "no answer in time",
      code: "UND_ERR_HEADERS_TIMEOUT",
    })
  })

  it("notice an answer that stops half way", async () => {
    const server = await serveRaw(({ socket }) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"),
    )
    const send = open().transport.send(requestTo(server.url, { timeouts: { ...patient, body: 50 } }))
    expect(await Effect.runPromise(Effect.flip(send))).toMatchObject({
      kind: "timeout",
      outcome: "unknown",
      description: "the answer stopped half way",
    })
  })
})

describe("what is said of a broken connection", () => {
  it.each([
    ["", "the connection broke before an answer"],
    ["HTTP/1.1 103 Early Hints\r\n\r\n", "the connection broke before an answer"],
    ["HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{", "the connection broke within the answer"],
  ])("after %j is that %s", async (bytes, description) => {
    const server = await serveRaw(({ socket }) => socket.end(bytes))
    expect(await Effect.runPromise(Effect.flip(open().transport.send(requestTo(server.url))))).toMatchObject({
      outcome: "unknown",
      description,
    })
  })
})

describe("a certificate that nobody signed", () => {
  it("is refused even where NODE_TLS_REJECT_UNAUTHORIZED switches verification off", async () => {
    const server = await serveSelfSigned(({ socket }) => socket.write(httpAnswer("{}")))
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0")
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    // The switch works: Node's own client falls for it.
    const [accepted] = await once(https.request(server.url, { agent: false }).end(), "response")
    accepted.resume()
    expect(accepted.statusCode).toBe(200)

    const failure = await Effect.runPromise(Effect.flip(open().transport.send(requestTo(server.url))))
    expect(failure).toMatchObject({
      kind: "network",
      outcome: "not_sent",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    })
    expect(server.received).toHaveLength(1)
  })
})

describe("an address", () => {
  it.each([
    ["", "/"],
    ["?a=1", "/?a=1"],
    ["/", "/"],
    ["/pay?to=/x//y", "/pay?to=/x//y"],
  ])("that ends with %j asks for %j", async (end, path) => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport } = open()
    await Effect.runPromise(transport.send(requestTo(`http://127.0.0.1:${server.port}${end}`)))
    expect(server.received[0]?.head.split("\r\n")[0]).toBe(`post ${path} http/1.1`)
  })

  it("or a header that cannot be sent is not sent", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { transport } = open()
    for (const request of [
      requestTo(`${server.url} \r\nx: y`),
      requestTo("not an address"),
      requestTo(server.url, { headers: { "x-sign": "a\r\nhost: elsewhere" } }),
      requestTo(server.url, { headers: { "bad name": "a" } }),
    ]) {
      expect(await Effect.runPromise(Effect.flip(transport.send(request)))).toMatchObject({
        outcome: "not_sent",
      })
    }
    expect(server.sockets).toHaveLength(0)
  })
})
