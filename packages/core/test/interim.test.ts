import type { Socket } from "node:net"
import { PassThrough } from "node:stream"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { openTransport } from "../src/transport-undici.js"
import { withoutInterim } from "../src/undici/interim.js"
import { httpAnswer, type Received, serveRaw } from "./support/raw-server.js"
import { requestTo } from "./support/transports.js"

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"

/** What undici would read, chunk by chunk. */
const readThrough = (chunks: ReadonlyArray<string>): string => {
  const stream = new PassThrough()
  // It has of a socket what is used here.
  const socket = withoutInterim(stream as unknown as Socket)
  // What is written to this stream comes back from it: the answer, with the mark that a request was written.
  let read = ""
  for (const chunk of chunks) {
    socket.write(chunk)
    for (let bytes = socket.read(); bytes !== null; bytes = socket.read()) read += String(bytes)
  }
  return read
}

describe("interim answers", () => {
  it.each([
    ["none", [httpAnswer("{}")]],
    ["one before the answer", [CONTINUE + httpAnswer("{}")]],
    ["one in a packet of its own", [CONTINUE, httpAnswer("{}")]],
    [
      "two, and early hints",
      [`${CONTINUE}HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${CONTINUE}`, httpAnswer("{}")],
    ],
    ["one of HTTP/1.0, with headers", [`HTTP/1.0 100 Go\r\nServer: x\r\n\r\n${httpAnswer("{}")}`]],
    ["one in single bytes", [...(CONTINUE + httpAnswer("{}"))]],
    ["one that looks like another in the body", [CONTINUE + httpAnswer(CONTINUE)]],
  ])("are left out: %s", (_, chunks) => {
    const whole = chunks.join("")
    expect(readThrough(chunks)).toBe(whole.slice(whole.indexOf("HTTP/1.1 200")))
  })

  it.each([
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\nx"],
    ["another language", "SSH-2.0-OpenSSH_9.9\r\n"],
    ["one without end", `HTTP/1.1 100 Continue\r\nX: ${"x".repeat(20_000)}`],
  ])("that are none are left to undici: %s", (_, text) => {
    expect(readThrough([text])).toBe(text)
  })
})

describe("a server that sends 100 Continue to every request", () => {
  const answers = (answer: (received: Received) => void) => async () => {
    const server = await serveRaw(answer)
    const { transport, close } = openTransport({ connections: 1 })
    onTestFinished(close)
    for (let call = 1; call <= 3; call += 1) {
      const { status, body } = await Effect.runPromise(transport.send(requestTo(server.url)))
      expect([status, Buffer.from(body).toString()]).toEqual([200, "{}"])
      expect(server.received).toHaveLength(call)
    }
    // One connection for all: nothing was ended on the way.
    expect(server.sockets).toHaveLength(1)
  }

  it(
    "is understood, in one packet",
    answers(({ socket }) => socket.write(CONTINUE + httpAnswer("{}"))),
  )

  it(
    "is understood, in packets of their own",
    answers(({ socket }) => {
      socket.write(CONTINUE, () => setImmediate(() => socket.write(httpAnswer("{}"))))
    }),
  )

  it(
    "is understood, byte by byte",
    answers(async ({ socket }) => {
      socket.setNoDelay(true)
      for (const byte of CONTINUE + httpAnswer("{}")) {
        await new Promise<void>((resolve) => socket.write(byte, () => setImmediate(resolve)))
      }
    }),
  )

  it("and then nothing is waited for no longer than any other", async () => {
    const server = await serveRaw(({ socket }) => socket.write(CONTINUE))
    const { transport, close } = openTransport()
    onTestFinished(close)
    const timeouts = { headers: 2_000, body: 2_000, total: 60 }
    expect(
      await Effect.runPromise(Effect.flip(transport.send(requestTo(server.url, { timeouts })))),
    ).toMatchObject({
      kind: "timeout",
      outcome: "unknown",
    })
  })

  it("and cuts the connection leaves the outcome unknown", async () => {
    const server = await serveRaw(({ socket }) => socket.end(CONTINUE))
    const { transport, close } = openTransport()
    onTestFinished(close)
    expect(await Effect.runPromise(Effect.flip(transport.send(requestTo(server.url))))).toMatchObject({
      kind: "network",
      outcome: "unknown",
    })
  })
})
