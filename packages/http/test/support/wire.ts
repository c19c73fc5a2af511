import { once } from "node:events"
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { buffer, text } from "node:stream/consumers"

/** What a client of the tests got. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  /** With a list each part is a chunk, and no length is said before. */
  readonly body?: string | Uint8Array | ReadonlyArray<string>
}

/** A server on loopback, closed with what is open at the end of the block that has it. */
export class Listening implements AsyncDisposable {
  readonly server: Server
  readonly port: number

  private constructor(server: Server) {
    this.server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async on(listener: RequestListener | Server): Promise<Listening> {
    const server = typeof listener === "function" ? createServer(listener) : listener
    if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening")
    return new Listening(server)
  }

  async call({ method = "POST", path = "/", headers = {}, body = "" }: Call): Promise<Answer> {
    const { response } = await this.open({ method, path, headers, body })
    const answer = await text(response)
    return { status: response.statusCode ?? 0, headers: response.headers, body: answer }
  }

  /** The answer as it begins, and what ends the connection. */
  async open({ method = "GET", path = "/", headers = {}, body = "" }: Call) {
    const sent = request({ port: this.port, host: "127.0.0.1", method, path, headers, agent: false })
    // A server that answers before it has read all may reset the connection.
    sent.on("error", () => undefined)
    const parts = typeof body === "string" || body instanceof Uint8Array ? undefined : body
    if (parts !== undefined) for (const part of parts) sent.write(part)
    else if (body.length > 0) sent.setHeader("content-length", body.length)
    sent.end(parts === undefined && body.length > 0 ? body : undefined)
    const [response] = (await once(sent, "response")) as [IncomingMessage]
    return { response, leave: () => sent.destroy() }
  }

  /** What the server answers to bytes that no client would send. */
  async raw(lines: ReadonlyArray<string>): Promise<string> {
    const socket = connect(this.port, "127.0.0.1")
    socket.end(`${lines.join("\r\n")}\r\n\r\n`)
    return (await buffer(socket)).toString()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
