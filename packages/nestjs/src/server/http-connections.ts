import type { IncomingMessage, Server, ServerResponse } from "node:http"
import { Inject, Injectable, type OnApplicationBootstrap } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { httpServerOf } from "./http-server.js"

/**
 * Lets the server end when the application does. Clients that keep their connections open for reuse would hold it:
 * until Node's or Fastify's keep-alive ends, which is 72 seconds there.
 */
@Injectable()
export class HttpConnections implements OnApplicationBootstrap {
  readonly #host: HttpAdapterHost
  readonly #underway = new Set<ServerResponse>()
  #server: Server | undefined
  #isClosing = false

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host
  }

  onApplicationBootstrap(): void {
    this.#server = httpServerOf(this.#host)
    this.#server?.prependListener("request", (_: IncomingMessage, response: ServerResponse) =>
      this.#begin(response),
    )
  }

  /** From now on every answer says `connection: close`, and connections without a request are closed. */
  drain(): void {
    this.#isClosing = true
    for (const response of this.#underway) response.shouldKeepAlive = false
    this.#server?.closeIdleConnections()
  }

  #begin(response: ServerResponse): void {
    if (this.#isClosing) response.shouldKeepAlive = false
    this.#underway.add(response)
    response.once("close", () => {
      this.#underway.delete(response)
      // Its headers may have been sent before, promising to keep the connection.
      if (this.#isClosing) setImmediate(() => this.#server?.closeIdleConnections())
    })
  }
}
