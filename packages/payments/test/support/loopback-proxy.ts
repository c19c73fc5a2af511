import { createServer, connect as dial, type Socket } from "node:net"

/** A loopback proxy in front of a database server, whose behaviour a test changes while it runs. */
export interface LoopbackProxy {
  readonly url: string
  /** From now on new connections go to this port. Those that stand are cut. */
  pointAt(port: number): void
  /** From now on packets of connections vanish, both ways, as on a line that is down; nothing is closed. */
  vanish(): void
  /** Packets pass again on new connections. */
  pass(): void
  /** Cuts after so many bytes of the server's answers on all connections from now on, joining `last` to them. */
  cutAfter(bytes: number, last?: Buffer): void
  /** Bytes of answers that have passed since the last `cutAfter` or `pass`. */
  answered(): number
  close(): Promise<void>
}

export const startProxy = async (serverUrl: string): Promise<LoopbackProxy> => {
  const url = new URL(serverUrl)
  let port = Number(url.port)
  let isDown = false
  let cutAt = Number.POSITIVE_INFINITY
  let farewell: Buffer = Buffer.alloc(0)
  let answered = 0
  const pairs = new Set<readonly [Socket, Socket]>()

  const server = createServer((client) => {
    const upstream = dial(port, "127.0.0.1")
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) {
      socket.on("error", end)
      socket.on("close", () => {
        if (!isDown) end()
      })
    }
    client.on("data", (chunk: Buffer) => {
      if (!isDown) upstream.write(chunk)
    })
    upstream.on("data", (chunk: Buffer) => {
      if (isDown) return
      const left = cutAt - answered
      answered += chunk.length
      if (chunk.length < left) {
        client.write(chunk)
        return
      }
      client.end(Buffer.concat([chunk.subarray(0, Math.max(0, left)), farewell]), end)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  url.port = String(typeof address === "object" && address !== null ? address.port : 0)
  const cutAll = (): void => {
    for (const [client, upstream] of pairs) {
      client.destroy()
      upstream.destroy()
    }
    pairs.clear()
  }
  return {
    url: url.href,
    pointAt: (to) => {
      port = to
      cutAll()
    },
    vanish: () => {
      isDown = true
    },
    pass: () => {
      isDown = false
      cutAt = Number.POSITIVE_INFINITY
      answered = 0
      cutAll()
    },
    cutAfter: (bytes, last = Buffer.alloc(0)) => {
      cutAt = bytes
      farewell = last
      answered = 0
    },
    answered: () => answered,
    close: () => {
      cutAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A message of PostgreSQL's protocol: FATAL, as an operator's shutdown sends it. */
export const FATAL: Buffer = (() => {
  const fields = Buffer.from(
    "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0",
  )
  const head = Buffer.alloc(5)
  head.write("E")
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
})()
