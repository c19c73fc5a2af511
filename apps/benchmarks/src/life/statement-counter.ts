import { connect as connectTo, createServer, type Socket } from "node:net"

/** What went through to a server: statements, and transactions that were begun by name. */
export interface Counted {
  readonly statements: number
  readonly transactions: number
}

/** A loopback proxy in front of a PostgreSQL server that counts what clients send. */
export interface StatementCounter {
  readonly url: string
  counted(): Counted
  reset(): void
  close(): void
}

const QUERY = "Q".charCodeAt(0)
const EXECUTE = "E".charCodeAt(0)
const PARSE = "P".charCodeAt(0)
const BEGINS = /^\s*begin/i

/** Reads one direction of the protocol: a type and a length before each message, and none before the first. */
const reader = (heard: (type: number, body: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest = Buffer.alloc(0)
  let hasStarted = false
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (true) {
      const header = hasStarted ? 1 : 0
      if (rest.length < header + 4) return
      const length = header + rest.readInt32BE(header)
      if (rest.length < length) return
      if (hasStarted) heard(rest[0] ?? 0, rest.subarray(5, length))
      // The request for TLS is answered, and the start-up message follows in the clear.
      else if (rest.length >= 8 && rest.readInt32BE(4) !== 80_877_103) hasStarted = true
      rest = rest.subarray(length)
    }
  }
}

export const countStatements = async (url: string): Promise<StatementCounter> => {
  const server = new URL(url)
  const { port, hostname } = server
  let statements = 0
  let transactions = 0
  const sockets = new Set<Socket>()
  const heard = (type: number, body: Buffer): void => {
    if (type === QUERY || type === EXECUTE) statements += 1
    if ((type === QUERY || type === PARSE) && BEGINS.test(body.toString("latin1").replace(/^\0/, "")))
      transactions += 1
  }
  const proxy = createServer((client) => {
    const upstream = connectTo(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => client.destroy())
      socket.on("close", () => sockets.delete(socket))
    }
    const read = reader(heard)
    client.on("data", read)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
  const address = proxy.address()
  server.port = String(typeof address === "object" && address !== null ? address.port : 0)
  return {
    url: server.href,
    counted: () => ({ statements, transactions }),
    reset: () => {
      statements = 0
      transactions = 0
    },
    close: () => {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
