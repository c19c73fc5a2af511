import { EventEmitter } from "node:events"
import * as net from "node:net"
import * as tls from "node:tls"
import { generate } from "selfsigned"
import { listening } from "./listening.js"

/** One request as it came over the wire. */
export interface Received {
  readonly socket: net.Socket
  /** Request line and headers, in lower case. */
  readonly head: string
  readonly body: string
}

export interface RawServer {
  readonly port: number
  readonly url: string
  /** Every socket that was ever accepted, in order. */
  readonly sockets: ReadonlyArray<net.Socket>
  /** Every request that was read whole, in order. */
  readonly received: ReadonlyArray<Received>
  /** The next request that is read whole. Ask before it is sent. */
  nextRequest(): Promise<Received>
}

const CONTENT_LENGTH = /content-length: (\d+)/

/** Reads whole requests off a socket, one after the other. */
const readRequests = (socket: net.Socket, onRequest: (request: Received) => void) => {
  let pending = ""
  socket.on("data", (chunk) => {
    pending += chunk.toString("latin1")
    const end = pending.indexOf("\r\n\r\n")
    if (end === -1) return
    const head = pending.slice(0, end).toLowerCase()
    const length = Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0)
    if (pending.length < end + 4 + length) return
    const body = pending.slice(end + 4, end + 4 + length)
    pending = pending.slice(end + 4 + length)
    onRequest({ socket, head, body })
  })
}

const start = async (
  server: net.Server,
  scheme: string,
  onRequest: (request: Received) => void,
): Promise<RawServer> => {
  const sockets: Array<net.Socket> = []
  const received: Array<Received> = []
  const requests = new EventEmitter<{ request: [Received] }>()
  // The other side breaks connections on purpose.
  server.on("tlsClientError", () => {})
  server.on("connection", (socket) => sockets.push(socket))
  server.on(scheme === "https" ? "secureConnection" : "connection", (socket: net.Socket) => {
    socket.on("error", () => {})
    readRequests(socket, (request) => {
      received.push(request)
      requests.emit("request", request)
      onRequest(request)
    })
  })
  const port = await listening(server)
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/pay?q=1`,
    sockets,
    received,
    nextRequest: () =>
      new Promise((resolve) => {
        requests.once("request", resolve)
      }),
  }
}

/** A server that speaks bytes, not HTTP: what it answers, and where it cuts, is up to `onRequest`. */
export const serveRaw = (onRequest: (request: Received) => void): Promise<RawServer> =>
  start(net.createServer(), "http", onRequest)

/** The same behind a certificate that nobody signed. */
export const serveSelfSigned = async (onRequest: (request: Received) => void): Promise<RawServer> => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  })
  return start(tls.createServer({ key, cert }), "https", onRequest)
}

/** A port of this machine where nobody listens. */
export const closedPort = async (): Promise<number> => {
  const server = net.createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const address = server.address()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  if (typeof address !== "object" || address === null) throw new Error("the server had no port")
  return address.port
}

/** An HTTP answer in one piece. */
export const httpAnswer = (
  body: string,
  { status = "200 OK", headers = [] }: { status?: string; headers?: ReadonlyArray<string> } = {},
): string =>
  [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n")
