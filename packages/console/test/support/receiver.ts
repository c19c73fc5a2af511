import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

/** A merchant's system that is told of payments: it keeps what arrives, and answers as it is told to. */
export interface Receiver {
  readonly url: string
  /** The types of what arrived, in their order. */
  readonly arrived: Array<string>
  /** The status that it answers from now on. Default 204. */
  status: number
  close(): Promise<void>
}

export const openReceiver = async (): Promise<Receiver> => {
  const arrived: Array<string> = []
  const server = createServer(async (request, response) => {
    arrived.push(JSON.parse(await text(request)).type)
    response.writeHead(receiver.status).end(receiver.status === 204 ? undefined : "closed for today")
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    arrived,
    status: 204,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
  return receiver
}
