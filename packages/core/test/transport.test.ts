import { once } from "node:events"
import { inspect } from "node:util"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { HeaderRecord } from "../src/notification.js"
import { MAX_BODY_BYTES, TransportFailure, type TransportRequest } from "../src/transport.js"
import { closedPort, httpAnswer, type Received, serveRaw, serveSelfSigned } from "./support/raw-server.js"
import { openTransport, requestTo, SECRET, TRANSPORTS, type TransportName } from "./support/transports.js"

type Failing = Pick<TransportFailure, "kind" | "outcome">
interface Answering {
  readonly status: number
  readonly body: string
  readonly headers?: HeaderRecord
}

const network = { kind: "network", outcome: "unknown" } as const
const timeout = { kind: "timeout", outcome: "unknown" } as const
const oversized = { kind: "oversized", outcome: "unknown" } as const
const notSent = { kind: "network", outcome: "not_sent" } as const

/**
 * What comes of a request, where a server behaves in a certain way. Where one transport knows less, its row says so.
 */
interface Case {
  readonly name: string
  readonly answer: (request: Received) => void
  readonly request?: Partial<TransportRequest>
  readonly expected: Failing | Answering | Record<TransportName, Failing | Answering>
}

const patient = 2_000
const short = 60

const CASES: ReadonlyArray<Case> = [
  {
    name: "an answer",
    answer: ({ socket }) => socket.write(httpAnswer('{"a":1}', { headers: ["X-Request-Id: 7"] })),
    expected: { status: 200, body: '{"a":1}', headers: { "x-request-id": "7" } },
  },
  {
    name: "an answer that ends with the connection",
    answer: ({ socket }) => socket.end("HTTP/1.1 200 OK\r\n\r\n{}"),
    expected: { status: 200, body: "{}" },
  },
  {
    name: "an answer in chunks",
    answer: ({ socket }) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n5\r\na":1}\r\n0\r\n\r\n'),
    expected: { status: 200, body: '{"a":1}' },
  },
  {
    name: "an answer without a body",
    answer: ({ socket }) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"),
    expected: { status: 204, body: "" },
  },
  {
    name: "an answer with an empty body",
    answer: ({ socket }) => socket.write(httpAnswer("")),
    expected: { status: 200, body: "" },
  },
  {
    name: "an error page",
    answer: ({ socket }) => socket.write(httpAnswer("<html>", { status: "502 Bad Gateway" })),
    expected: { status: 502, body: "<html>" },
  },
  {
    name: "a redirect, which is not followed",
    answer: ({ socket }) =>
      socket.write(httpAnswer("", { status: "302 Found", headers: ["Location: /elsewhere"] })),
    expected: { status: 302, body: "", headers: { location: "/elsewhere" } },
  },
  {
    name: "a redirect that keeps the method, which is not followed either",
    answer: ({ socket }) =>
      socket.write(httpAnswer("", { status: "307 T", headers: ["Location: /elsewhere"] })),
    expected: { status: 307, body: "" },
  },
  {
    name: "early hints before the answer",
    answer: ({ socket }) =>
      socket.write(
        `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${httpAnswer("{}")}`,
      ),
    expected: { status: 200, body: "{}" },
  },
  {
    name: "a 100 Continue that nobody asked for",
    answer: ({ socket }) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${httpAnswer("{}")}`),
    // Node's own fetch ends the connection on it, and tells nobody why.
    expected: { undici: { status: 200, body: "{}" }, fetch: network, HttpClient: network },
  },
  {
    name: "another protocol that nobody asked for",
    answer: ({ socket }) =>
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    expected: network,
  },
  {
    name: "repeated headers",
    answer: ({ socket }) => socket.write(httpAnswer("", { headers: ["Retry-After: 7", "Retry-After: 9"] })),
    expected: {
      undici: { status: 200, body: "", headers: { "retry-after": ["7", "9"] } },
      fetch: { status: 200, body: "", headers: { "retry-after": "7, 9" } },
      HttpClient: { status: 200, body: "", headers: { "retry-after": "7, 9" } },
    },
  },
  {
    name: "headers named like what every object has",
    answer: ({ socket }) =>
      socket.write(httpAnswer("{}", { headers: ["__proto__: x", "constructor: y", "toString: z"] })),
    expected: { status: 200, body: "{}" },
  },
  {
    name: "silence",
    answer: () => {},
    request: { timeouts: { headers: short, body: patient, total: patient } },
    expected: timeout,
  },
  {
    name: "silence, with all time spent",
    answer: () => {},
    request: { timeouts: { headers: patient, body: patient, total: short } },
    expected: timeout,
  },
  {
    name: "half the headers",
    answer: ({ socket }) => socket.write("HTTP/1.1 200 OK\r\nContent-"),
    request: { timeouts: { headers: short, body: patient, total: patient } },
    expected: timeout,
  },
  {
    name: "a cut before any answer",
    answer: ({ socket }) => socket.destroy(),
    expected: network,
  },
  {
    name: "a reset before any answer",
    answer: ({ socket }) => socket.resetAndDestroy(),
    expected: network,
  },
  {
    name: "a cut within the headers",
    answer: ({ socket }) => socket.end("HTTP/1.1 200 OK\r\nContent-"),
    expected: network,
  },
  {
    name: "a cut within the body",
    answer: ({ socket }) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"),
    expected: network,
  },
  {
    name: "a body that stops half way",
    answer: ({ socket }) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"),
    // Only undici measures the silence; for the others all time has to pass.
    request: { timeouts: { headers: patient, body: short, total: 5 * short } },
    expected: timeout,
  },
  {
    name: "a body that takes longer than the headers may",
    answer: ({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")
      setTimeout(() => socket.write("}"), 2 * short)
    },
    request: { timeouts: { headers: short, body: patient, total: patient } },
    expected: { status: 200, body: "{}" },
  },
  {
    name: "a body that drips for ever",
    answer: ({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      const drip = setInterval(() => socket.write("1\r\nx\r\n"), 5)
      socket.on("close", () => clearInterval(drip))
    },
    request: { timeouts: { headers: patient, body: patient, total: 2 * short } },
    expected: timeout,
  },
  {
    name: "a body of 1 MiB",
    answer: ({ socket }) => socket.write(httpAnswer("x".repeat(MAX_BODY_BYTES))),
    expected: { status: 200, body: "x".repeat(MAX_BODY_BYTES) },
  },
  {
    name: "a body of a byte more",
    answer: ({ socket }) => socket.write(httpAnswer("x".repeat(MAX_BODY_BYTES + 1))),
    expected: oversized,
  },
  {
    name: "a body without end",
    answer: ({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`
      const pour = () => {
        while (socket.writable && socket.write(chunk)) {
          // Until the other side has enough.
        }
      }
      socket.on("drain", pour)
      pour()
    },
    expected: oversized,
  },
  {
    name: "headers without end",
    answer: ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nX-Filler: ${"x".repeat(200_000)}\r\n\r\n`),
    expected: network,
  },
  {
    name: "another language",
    answer: ({ socket }) => socket.write("SSH-2.0-OpenSSH_9.9\r\n"),
    expected: network,
  },
]

const isPerTransport = (expected: Case["expected"]): expected is Record<TransportName, Failing | Answering> =>
  "undici" in expected

/** What came of it, and nothing in it that must stay secret. */
const sendTo = async (name: TransportName, request: TransportRequest) => {
  const result = await Effect.runPromise(Effect.result(openTransport(name).send(request)))
  if (Result.isFailure(result)) {
    expect(result.failure).toBeInstanceOf(TransportFailure)
    const shown = [inspect(result.failure, { depth: 20 }), result.failure.stack, String(result.failure)].join(
      "\n",
    )
    expect(shown).not.toContain(SECRET)
  }
  return result
}

const expectOutcome = async (
  name: TransportName,
  request: TransportRequest,
  expected: Failing | Answering,
) => {
  const result = await sendTo(name, request)
  if ("outcome" in expected) {
    expect(Result.isFailure(result) ? result.failure : result.success).toMatchObject(expected)
    return
  }
  const { status, body, headers } = Result.getOrThrow(result)
  expect({ status, body: new TextDecoder().decode(body) }).toEqual({
    status: expected.status,
    body: expected.body,
  })
  expect(headers).toMatchObject(expected.headers ?? {})
  expect(Object.keys(headers)).toEqual(Object.keys(headers).map((header) => header.toLowerCase()))
}

describe.each(TRANSPORTS)("the transport over %s", (name) => {
  it.each(CASES)("meets $name", async ({ answer, request, expected }) => {
    const server = await serveRaw(answer)
    await expectOutcome(
      name,
      requestTo(server.url, request),
      isPerTransport(expected) ? expected[name] : expected,
    )
    expect(server.received).toHaveLength(1)
  })

  it("sends the method, the path, the headers and the body as they are", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const body = JSON.stringify({ name: "Toko Contoh ☕" })
    await sendTo(
      name,
      requestTo(server.url, { body, headers: { "content-type": "application/json", "x-sign": "abc" } }),
    )
    const [received] = server.received
    expect(received?.head).toMatch(/^post \/pay\?q=1 http\/1\.1\r\n/)
    expect(received?.head).toContain("\r\nx-sign: abc\r\n")
    expect(received?.head.match(/content-type: application\/json/g)).toHaveLength(1)
    expect(Buffer.from(received?.body ?? "", "latin1").toString()).toBe(body)
  })

  it("sends no body where there is none", async () => {
    const server = await serveRaw(({ socket }) => socket.write(httpAnswer("{}")))
    const { body: _, ...request } = requestTo(server.url, { method: "GET" })
    await expectOutcome(name, request, { status: 200, body: "{}" })
    expect(server.received[0]?.head).toMatch(/^get \/pay\?q=1 http\/1\.1\r\n/)
    expect(server.received[0]?.body).toBe("")
  })

  it("knows that nothing was sent to a port that refuses", async () => {
    const port = await closedPort()
    await expectOutcome(name, requestTo(`http://127.0.0.1:${port}/`), notSent)
  })

  // A machine whose name server is out of reach takes its time to say so.
  it("knows that nothing was sent to a name that does not exist", async () => {
    const timeouts = { headers: 55_000, body: 55_000, total: 55_000 }
    await expectOutcome(name, requestTo("https://nonexistent.invalid/", { timeouts }), notSent)
  })

  it("knows that nothing was sent to a certificate that nobody signed", async () => {
    const server = await serveSelfSigned(({ socket }) => socket.write(httpAnswer("{}")))
    await expectOutcome(name, requestTo(server.url), notSent)
    expect(server.sockets).not.toHaveLength(0)
    expect(server.received).toHaveLength(0)
  })

  it("gives up on a server that accepts and never shakes hands", async () => {
    // Plain TCP behind an https address: the connection stands, TLS does not. Only undici knows the difference.
    const server = await serveRaw(() => {})
    const expected = {
      undici: { kind: "timeout", outcome: "not_sent" },
      fetch: timeout,
      HttpClient: timeout,
    } as const
    const timeouts = { headers: 500, body: 500, total: 500 }
    await expectOutcome(name, requestTo(server.url.replace("http:", "https:"), { timeouts }), expected[name])
    expect(server.received).toHaveLength(0)
  })

  it("closes the connection of a call that was interrupted", async () => {
    const server = await serveRaw(() => {})
    const request = server.nextRequest()
    const fiber = Effect.runFork(openTransport(name).send(requestTo(server.url)))
    const closed = once((await request).socket, "close")
    await Effect.runPromise(Fiber.interrupt(fiber))
    await closed
    expect(server.sockets).toHaveLength(1)
  })

  it("closes the connection of a call whose time ran out", async () => {
    const server = await serveRaw(() => {})
    const request = server.nextRequest()
    const timeouts = { headers: patient, body: patient, total: short }
    const outcome = expectOutcome(name, requestTo(server.url, { timeouts }), timeout)
    const closed = once((await request).socket, "close")
    await outcome
    await closed
  })

  it("closes the connection of an answer that is too long", async () => {
    const endless = "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"
    const server = await serveRaw(({ socket }) => socket.write(endless + "x".repeat(MAX_BODY_BYTES + 1)))
    const request = server.nextRequest()
    const outcome = expectOutcome(name, requestTo(server.url), oversized)
    const closed = once((await request).socket, "close")
    await outcome
    await closed
  })

  it("asks for nothing packed, and stops unpacking what comes packed after 1 MiB", async () => {
    const packed = gzipSync(Buffer.alloc(64 * MAX_BODY_BYTES, "x"))
    expect(packed.length).toBeLessThan(MAX_BODY_BYTES / 10)
    const server = await serveRaw(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`)
      socket.write(packed)
    })
    const result = await sendTo(name, requestTo(server.url))
    expect(Result.isFailure(result) ? result.failure : result.success).toMatchObject(oversized)
  })

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ])("reads an answer that came packed as %s though nobody asked for it", async (encoding, pack) => {
    const packed = pack(Buffer.from('{"a":1}'))
    const server = await serveRaw(({ socket }) => {
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${packed.length}\r\n\r\n`,
      )
      socket.write(packed)
    })
    await expectOutcome(name, requestTo(server.url), { status: 200, body: '{"a":1}' })
  })

  it("leaves no timer behind, whether it was answered or interrupted", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length
    const server = await serveRaw(({ socket }) => {
      if (server.received.length === 1) socket.write(httpAnswer("{}", { headers: ["Connection: close"] }))
    })
    const transport = openTransport(name)
    const request = requestTo(server.url, { timeouts: { headers: 60_000, body: 60_000, total: 60_000 } })
    const before = timers()
    await Effect.runPromise(transport.send(request))
    expect(timers()).toBeLessThanOrEqual(before)

    const arrived = server.nextRequest()
    const fiber = Effect.runFork(transport.send(request))
    const closed = once((await arrived).socket, "close")
    await Effect.runPromise(Fiber.interrupt(fiber))
    await closed
    expect(timers()).toBeLessThanOrEqual(before)
  })
})
