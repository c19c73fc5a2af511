import * as http from "node:http"
import * as https from "node:https"
import * as net from "node:net"
import type { TLSSocket } from "node:tls"
import { inspect } from "node:util"
import * as Effect from "effect/Effect"
import { Agent } from "undici"
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { InvalidConfiguration } from "../src/configuration.js"
import { beginWithoutFiber } from "../src/provider-kit/without-fiber.js"
import { openTransport as openFetch } from "../src/transport-fetch.js"
import { openTransport, type UndiciTransportOptions } from "../src/transport-undici.js"
import { certificateFor, listening } from "./support/listening.js"
import { requestTo } from "./support/transports.js"

const HOST = "api.toko.test"

/** An acquirer behind TLS, and what it saw of its callers. */
const serveAcquirer = async (options: https.ServerOptions = {}) => {
  const { private: key, cert } = await certificateFor(HOST, "127.0.0.1")
  const callers: Array<string> = []
  const server = https.createServer({ key, cert, ...options }, (request, response) => {
    request.resume()
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    callers.push(subject?.CN === undefined ? "nobody" : String(subject.CN))
    response.end("{}")
  })
  return { port: await listening(server), cert, callers }
}

/** A proxy that finds every host on this machine, under the port that was asked for. */
const serveProxy = async (status = "200 Connection established") => {
  const asked: Array<{ target: string; authorization: string | undefined }> = []
  const server = http.createServer()
  server.on("connect", (request, client: net.Socket) => {
    asked.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] })
    if (!status.startsWith("200")) {
      client.end(`HTTP/1.1 ${status}\r\n\r\n`)
      return
    }
    const upstream = net.connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      client.write(`HTTP/1.1 ${status}\r\n\r\n`)
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on("error", () => client.destroy())
    client.on("error", () => upstream.destroy())
  })
  return { port: await listening(server), asked }
}

const open = (options: UndiciTransportOptions) => {
  const opened = openTransport(options)
  onTestFinished(opened.close)
  return opened.transport
}

const send = (options: UndiciTransportOptions, url: string) =>
  Effect.runPromise(Effect.result(open(options).send(requestTo(url))))

afterEach(() => {
  vi.unstubAllEnvs()
})

describe("a proxy", () => {
  it.each(["HTTPS_PROXY", "https_proxy"])("that %s names is used, with its credentials", async (name) => {
    const [acquirer, proxy] = await Promise.all([serveAcquirer(), serveProxy()])
    vi.stubEnv(name, `http://kasir:rahasia@127.0.0.1:${proxy.port}`)
    const sent = await send({ ca: acquirer.cert }, `https://${HOST}:${acquirer.port}/pay`)
    expect(sent).toMatchObject({ _tag: "Success", success: { status: 200 } })
    expect(proxy.asked).toEqual([
      { target: `${HOST}:${acquirer.port}`, authorization: `Basic ${btoa("kasir:rahasia")}` },
    ])
  })

  it("that was set is used, whatever the environment says, and without a scheme too", async () => {
    const [acquirer, proxy] = await Promise.all([serveAcquirer(), serveProxy()])
    vi.stubEnv("HTTPS_PROXY", "http://127.0.0.1:9")
    const options = { ca: acquirer.cert, proxy: `127.0.0.1:${proxy.port}` }
    expect(await send(options, `https://${HOST}:${acquirer.port}/pay`)).toMatchObject({ _tag: "Success" })
    expect(proxy.asked).toHaveLength(1)
  })

  it.each([
    ["NO_PROXY", { NO_PROXY: `other.test,.toko.test` }, {}],
    ["proxy: false", {}, { proxy: false }],
    ["NODE_USE_ENV_PROXY=0", { NODE_USE_ENV_PROXY: "0" }, {}],
  ] as const)("is left out where %s says so", async (_, environment, options) => {
    const proxy = await serveProxy()
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`)
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    // Nobody but the proxy knows this host.
    expect(await send(options, `https://${HOST}:1/pay`)).toMatchObject({
      _tag: "Failure",
      failure: { outcome: "not_sent" },
    })
    expect(proxy.asked).toHaveLength(0)
  })

  it("is never asked for what is on this machine", async () => {
    const [acquirer, proxy] = await Promise.all([serveAcquirer(), serveProxy()])
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`)
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${proxy.port}`)
    const sent = await send({ ca: acquirer.cert }, `https://127.0.0.1:${acquirer.port}/pay`)
    expect(sent).toMatchObject({ _tag: "Success" })
    expect(proxy.asked).toHaveLength(0)
  })

  it.each(["407 Proxy Authentication Required", "502 Bad Gateway"])(
    "that refuses with %s lets nothing be sent",
    async (status) => {
      const proxy = await serveProxy(status)
      const sent = await send({ proxy: `http://127.0.0.1:${proxy.port}` }, `https://${HOST}:1/pay`)
      expect(sent).toMatchObject({ _tag: "Failure", failure: { kind: "network", outcome: "not_sent" } })
      expect(proxy.asked).toHaveLength(1)
    },
  )

  it("does not keep a certificate from being verified", async () => {
    const [acquirer, proxy] = await Promise.all([serveAcquirer(), serveProxy()])
    const sent = await send(
      { proxy: `http://127.0.0.1:${proxy.port}` },
      `https://${HOST}:${acquirer.port}/pay`,
    )
    expect(sent).toMatchObject({ _tag: "Failure", failure: { outcome: "not_sent" } })
    expect(acquirer.callers).toHaveLength(0)
  })

  it.each(["ftp://proxy.test", "http://", "://"])("may not be %j, and is never shown", (address) => {
    vi.stubEnv("HTTPS_PROXY", `${address}rahasia`.replace("http://rahasia", "http://"))
    expect(() => openTransport()).toThrow("HTTPS_PROXY must be the address of a proxy")
    expect(() => openTransport({ proxy: address })).toThrow("proxy must be the address of a proxy")
    expect(() => openTransport({ proxy: false })).not.toThrow()
  })
})

describe("certificates", () => {
  it("of an authority of one's own are trusted beside Node's", async () => {
    const acquirer = await serveAcquirer()
    const url = `https://127.0.0.1:${acquirer.port}/pay`
    expect(await send({ ca: [acquirer.cert] }, url)).toMatchObject({ _tag: "Success" })
    const other = await certificateFor("other.test", "127.0.0.1")
    expect(await send({ ca: other.cert }, url)).toMatchObject({
      _tag: "Failure",
      failure: { outcome: "not_sent" },
    })
  })

  it("of the client are shown to a server that asks for one", async () => {
    const client = await certificateFor("toko-contoh", "127.0.0.1")
    const acquirer = await serveAcquirer({ requestCert: true, rejectUnauthorized: true, ca: client.cert })
    const url = `https://127.0.0.1:${acquirer.port}/pay`
    const sent = await send({ ca: acquirer.cert, cert: client.cert, key: client.private }, url)
    expect(sent).toMatchObject({ _tag: "Success" })
    expect(acquirer.callers).toEqual(["toko-contoh"])
    // TLS 1.3 refuses a client only after the handshake: whether it read the request cannot be told.
    expect(await send({ ca: acquirer.cert }, url)).toMatchObject({ _tag: "Failure" })
    expect(acquirer.callers).toHaveLength(1)
  })

  it("that cannot be right are refused when the transport is opened, and never shown", async () => {
    const [one, other] = await Promise.all([
      certificateFor("one.test", "127.0.0.1"),
      certificateFor("other.test", "127.0.0.1"),
    ])
    const cases: ReadonlyArray<[UndiciTransportOptions, string]> = [
      [{ ca: "not a certificate" }, "ca"],
      [{ ca: [one.cert, ""] }, "ca"],
      [{ cert: one.cert }, "key"],
      [{ key: one.private }, "cert"],
      [{ cert: one.cert, key: other.private }, "cert"],
      [{ cert: one.cert, key: "rahasia" }, "cert"],
      [{ family: 5 as 4 }, "family"],
      [{ dispatcher: {} as never }, "dispatcher"],
      [{ dispatcher: new Agent(), ca: one.cert }, "ca"],
    ]
    for (const [options, path] of cases) {
      try {
        openTransport(options)
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidConfiguration)
        expect((error as InvalidConfiguration).issues.map((issue) => issue.path)).toEqual([path])
        expect(inspect(error, { depth: 20 })).not.toContain("rahasia")
        expect(inspect(error, { depth: 20 })).not.toContain("PRIVATE KEY")
      }
    }
  })
})

/** A server without TLS, and where it is. */
const servePlain = async (address: string): Promise<number> =>
  listening(
    http.createServer((request, response) => {
      request.resume()
      response.end("{}")
    }),
    address,
  )

describe("addresses of one family", () => {
  it("are the only ones that are called", async () => {
    const url = `http://localhost:${await servePlain("127.0.0.1")}/pay`
    expect(await send({ family: 4 }, url)).toMatchObject({ _tag: "Success" })
    expect(await send({ family: 6 }, url)).toMatchObject({
      _tag: "Failure",
      failure: { outcome: "not_sent" },
    })
  })

  it("may be IPv6 alone", async () => {
    const url = `http://[::1]:${await servePlain("::1")}/pay`
    expect(await send({}, url)).toMatchObject({ _tag: "Success" })
    expect(await send({ family: 6 }, url)).toMatchObject({ _tag: "Success" })
  })
})

describe("a dispatcher of one's own", () => {
  it("that throws was sent nothing, for the first call and for those after it", async () => {
    const dispatcher = {
      dispatch: () => {
        throw new Error("the pool was taken away")
      },
    }
    const transport = open({ dispatcher })
    for (const _ of ["while it is opened", "once it is open"]) {
      const failure = await Effect.runPromise(Effect.flip(transport.send(requestTo("https://api.toko.test"))))
      expect(failure).toMatchObject({ kind: "network", outcome: "not_sent" })
    }
    const left = await new Promise<Effect.Effect<unknown, unknown>>((resolve) =>
      beginWithoutFiber(transport.send(requestTo("https://api.toko.test")), resolve),
    )
    expect(Effect.runSync(Effect.flip(left))).toMatchObject({ kind: "network", outcome: "not_sent" })
  })

  it("sends everything, and is not closed with the transport", async () => {
    const url = `http://127.0.0.1:${await servePlain("127.0.0.1")}/pay`
    const dispatcher = new Agent()
    onTestFinished(() => dispatcher.close())
    const dispatched = vi.spyOn(dispatcher, "dispatch")
    const { transport, close } = openTransport({ dispatcher })
    expect((await Effect.runPromise(transport.send(requestTo(url)))).status).toBe(200)
    await close()
    expect(dispatched).toHaveBeenCalledTimes(1)
    expect(dispatcher.closed).toBe(false)
  })
})

describe("the transport over fetch", () => {
  it("refuses what fetch has no setting for, instead of leaving it out", () => {
    for (const options of [
      { proxy: "http://proxy.test:1" },
      { ca: "x" },
      { family: 6 },
      { dispatcher: {} },
    ]) {
      const [path = ""] = Object.keys(options)
      expect(() => openFetch(options as never)).toThrow(`${path} cannot be set: fetch has no such setting`)
    }
    expect(() => openFetch({ proxy: false } as never)).not.toThrow()
  })
})
