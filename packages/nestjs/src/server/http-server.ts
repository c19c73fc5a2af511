import type { Server } from "node:http"
import type { HttpAdapterHost } from "@nestjs/core"

/** An HTTP or HTTPS server of Node's; what HTTP/2 has is another thing. */
const isServer = (server: unknown): server is Server =>
  typeof server === "object" &&
  server !== null &&
  "closeIdleConnections" in server &&
  typeof server.closeIdleConnections === "function"

/** The application's server, once it is initialised. `undefined` for an application without one. */
export const httpServerOf = ({ httpAdapter }: HttpAdapterHost): Server | undefined => {
  const server: unknown = httpAdapter?.getHttpServer?.()
  return isServer(server) ? server : undefined
}
