import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { QrisError } from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"
import type { Shop, Verdict } from "./shop.js"

/** The shop's own HTTP server for callbacks. */
export interface CallbackServer {
  /** Where this provider's callbacks go. */
  address(provider: PromiseProvider): string
  close(): Promise<void>
}

/** Callbacks are short. A longer one is cut off before it fills the memory. */
const MAX_CALLBACK_BYTES = 64 * 1024

/** Starts a server on loopback that hands every callback to the shop and tells `heard` what came of it. */
export const startCallbackServer = async (
  shop: Shop,
  providers: ReadonlyArray<PromiseProvider>,
  heard: (provider: PromiseProvider, verdict: Verdict) => void,
): Promise<CallbackServer> => {
  const server = createServer((request, response) => {
    const provider = providers.find(({ id }) => request.url === `/webhooks/qris/${id}`)
    if (provider === undefined || request.method !== "POST") {
      response.writeHead(404).end()
      return
    }
    const length = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY)
    if (!(length <= MAX_CALLBACK_BYTES)) {
      response.writeHead(413, { connection: "close" }).end()
      return
    }
    const answer = (outcome: "accepted" | "rejected" | "failed"): void => {
      const { status, headers, body } = provider.notifications.reply(outcome)
      response.writeHead(status, headers).end(body)
    }
    buffer(request)
      .then((body) => shop.receive(provider, { headers: request.headers, body }))
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
    address: ({ id }) => `http://127.0.0.1:${port}/webhooks/qris/${id}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
