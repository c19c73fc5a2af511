import * as http from "node:http"
import type { AddressInfo } from "node:net"

/** A webhook as it arrived. */
export interface Arrived {
  readonly headers: Readonly<Record<string, string>>
  /** As it came, byte by byte. */
  readonly body: string
  readonly path: string
  /** The body, read. */
  readonly message: {
    readonly version: number
    readonly type: string
    readonly timestamp: string
    readonly data: Readonly<Record<string, unknown>>
  }
}

/** What a receiver does with a webhook: a status, or whatever it likes with the response. */
export type Answer = (
  arrived: Arrived,
  response: http.ServerResponse,
) => number | Promise<number | undefined> | undefined

/** A merchant's system: an HTTP server on loopback that keeps what arrives. */
export interface Receiver {
  readonly url: string
  readonly port: number
  readonly arrived: Array<Arrived>
  /** `paid order-1`, … in the order in which they arrived. */
  told(): Array<string>
  /** What it does from now on. Default: 204. */
  answer(how: Answer): void
  /** Forgets what arrived, and takes everything again. */
  reset(): void
  close(): Promise<void>
}

const read = async (request: http.IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

export const openReceiver = async (): Promise<Receiver> => {
  const arrived: Array<Arrived> = []
  let how: Answer = () => 204
  const server = http.createServer(async (request, response) => {
    const body = await read(request)
    const webhook: Arrived = {
      headers: request.headers as Record<string, string>,
      body,
      path: request.url ?? "",
      message: JSON.parse(body),
    }
    arrived.push(webhook)
    const status = await how(webhook, response)
    if (status !== undefined && !response.writableEnded) response.writeHead(status).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    port,
    arrived,
    told: () =>
      arrived.map(({ message: { type, data } }) =>
        `${type.replace("payment.", "")} ${data["key"] ?? ""}`.trim(),
      ),
    answer: (next) => {
      how = next
    },
    reset: () => {
      arrived.length = 0
      how = () => 204
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
