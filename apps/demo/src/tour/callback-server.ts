import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { QrisError } from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"
import type { Shop, Verdict } from "./shop.js"

/** The shop's own HTTP server for callbacks. */
export interface CallbackServer {
  /** Where this provider's callbacks go. */
  address(provider: Pick<PromiseProvider, "id">): string
  close(): Promise<void>
}

/** Callbacks are short. A longer one is cut off before it fills the memory. */
const MAX_CALLBACK_BYTES = 64 * 1024

/** The raw bytes, as the signature covers them. A body that is too long ends the connection. */
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > MAX_CALLBACK_BYTES)
      throw new Error(`the callback is longer than ${MAX_CALLBACK_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const pathOf = (id: string): string => `/webhooks/qris/${id}`

/**
 * Starts a server on loopback that hands every callback to the shop and tells `heard` what came of it.
 *
 * @param providers may grow: some are configured with this server's address
 */
export const startCallbackServer = async (
  shop: Shop,
  providers: ReadonlyArray<PromiseProvider>,
  heard: (provider: PromiseProvider, verdict: Verdict) => void,
): Promise<CallbackServer> => {
  const server = createServer((request, response) => {
    const path = request.url ?? ""
    const provider = providers.find(({ id }) => path === pathOf(id) || path.startsWith(`${pathOf(id)}/`))
    if (provider === undefined || request.method !== "POST") {
      response.writeHead(404).end()
      return
    }
    const answer = (outcome: "accepted" | "rejected" | "failed"): void => {
      const { status, headers, body } = provider.notifications.reply(outcome)
      response.writeHead(status, headers).end(body)
    }
    readBody(request)
      .then((body) => shop.receive(provider, { headers: request.headers, body, path }))
      .then(
        (verdict) => {
          heard(provider, verdict)
          answer(verdict.kind === "believed" ? "accepted" : "rejected")
        },
        (error: unknown) => {
          const isForgery = error instanceof QrisError && error.reason._tag === "InvalidNotification"
          heard(provider, { kind: "refused", why: error instanceof Error ? error.message : String(error) })
          answer(isForgery ? "rejected" : "failed")
        },
      )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: ({ id }) => `http://127.0.0.1:${port}${pathOf(id)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
