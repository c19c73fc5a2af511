import { createServer, type RequestListener, type Server } from "node:http"
import type { Socket } from "node:net"
import { SandboxError } from "./sandbox-error.js"

/** A TCP port that can be shut so that connections are refused, and opened again under the same number. */
export class Listener {
  readonly #handler: RequestListener
  readonly #host: string
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #reopening: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #port: number

  constructor(handler: RequestListener, host: string, port: number) {
    this.#handler = handler
    this.#host = host
    this.#port = port
  }

  /** The port in use; stays the same while shut. */
  get port(): number {
    return this.#port
  }

  /** @throws SandboxError `port_in_use`, or `invalid_settings` for a host that is not this machine's */
  open(): Promise<void> {
    clearTimeout(this.#reopening)
    return this.#inTurn(() => this.#open())
  }

  async #open(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, this.#handler)
    server.on("connection", (socket) => {
      // Too late: the port is about to close.
      if (this.#server !== server) return socket.destroy()
      this.#sockets.add(socket)
      socket.once("close", () => this.#sockets.delete(socket))
    })
    await listen(server, this.#host, this.#port)
    const address = server.address()
    if (typeof address === "object" && address !== null) this.#port = address.port
    this.#server = server
  }

  /** Opens again by itself after `ms` milliseconds; if the port was taken in the meantime, tries on. */
  openAfter(ms: number): void {
    clearTimeout(this.#reopening)
    const reopening = setTimeout(() => {
      this.open().catch(() => {
        // Unless it was shut for good in the meantime.
        if (this.#reopening === reopening) this.openAfter(ms)
      })
    }, ms)
    this.#reopening = reopening
  }

  /**
   * Closes the port and every open connection but `keep`. Resolves when the other ends have noticed: a client that
   * reuses connections would otherwise write its next request into a dead one, and see a reset instead of a refusal.
   */
  shut(keep?: Socket): Promise<void> {
    clearTimeout(this.#reopening)
    this.#reopening = undefined
    return this.#inTurn(() => this.#shut(keep))
  }

  async #shut(keep: Socket | undefined): Promise<void> {
    const server = this.#server
    this.#server = undefined
    // Parting comes first: closing a server destroys its idle connections, and the other ends learn of it too late.
    await Promise.all(Array.from(this.#sockets, (socket) => (socket === keep ? undefined : partWith(socket))))
    const closed = new Promise<void>((resolve) => {
      if (server === undefined) resolve()
      else server.close(() => resolve())
    })
    // With a connection kept, the server counts as closed only later; its port is free at once.
    if (keep === undefined) await closed
  }

  /** Opening and shutting never overlap, whoever asks. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

const PARTING_MS = 100

/** Ends a connection and waits a moment for the other end to do the same; then it is destroyed. */
function partWith(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => socket.destroy(), PARTING_MS)
    socket.once("close", () => {
      clearTimeout(deadline)
      resolve()
    })
    socket.end()
  })
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => reject(refusedToListen(error, host, port)))
    server.listen(port, host, resolve)
  })
}

function refusedToListen(cause: NodeJS.ErrnoException, host: string, port: number): SandboxError {
  return cause.code === "EADDRINUSE"
    ? new SandboxError(
        "port_in_use",
        `Port ${port} on ${host} is in use. Choose another, or 0 for any free one.`,
        { cause },
      )
    : new SandboxError(
        "invalid_settings",
        `Cannot listen on ${host}:${port} (${cause.code ?? cause.message}).`,
        { cause },
      )
}
