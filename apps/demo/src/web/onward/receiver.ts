import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import type { AddEndpoint } from "@qriskit/payments/endpoints"
import { Webhook } from "standardwebhooks"

/** Another system of the shop's, which is told what happens to payments. */
export interface System {
  /** The last part of its address. */
  readonly path: string
  readonly title: string
  /** What it wants to be told of. Absent: everything. */
  readonly subjects?: AddEndpoint["subjects"]
  /** How often it fails at each message before it takes it. */
  readonly failures: number
}

/** The systems' server, on this machine alone. */
export interface Receiver {
  urlOf(system: System): string
  /** What a system's messages are signed with from now on. */
  trust(system: System, secret: string): void
  close(): Promise<void>
}

/** Serves systems on loopback: each takes what is signed for it, and refuses anything else. */
export const openReceiver = async (systems: ReadonlyArray<System>): Promise<Receiver> => {
  const secrets = new Map<string, string>()
  const tries = new Map<string, number>()

  /** The status that a system answers. */
  const answer = ({ path, failures }: System, id: string): number => {
    const message = `${path} ${id}`
    const times = (tries.get(message) ?? 0) + 1
    // A message that was taken is known by its id, and taken again.
    tries.set(message, times)
    return times > failures ? 204 : 503
  }

  const server = createServer(async (request, response) => {
    const system = systems.find(({ path }) => request.url === `/${path}`)
    const body = await text(request)
    if (system === undefined) return response.writeHead(404).end()
    try {
      const headers = {
        "webhook-id": String(request.headers["webhook-id"]),
        "webhook-timestamp": String(request.headers["webhook-timestamp"]),
        "webhook-signature": String(request.headers["webhook-signature"]),
      }
      new Webhook(secrets.get(system.path) ?? "").verify(body, headers)
    } catch {
      return response.writeHead(401).end("The signature is not right.")
    }
    const status = answer(system, String(request.headers["webhook-id"]))
    return response.writeHead(status).end(status === 204 ? undefined : `${system.title} is being mended.`)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const { port } = server.address() as AddressInfo

  return {
    urlOf: ({ path }) => `http://127.0.0.1:${port}/${path}`,
    trust: ({ path }, secret) => void secrets.set(path, secret),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
