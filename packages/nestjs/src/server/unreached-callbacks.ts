import type { IncomingMessage, Server, ServerResponse } from "node:http"
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { BoundedLog } from "@qriskit/http/webhook-kit"
import { QrisRegistration } from "../registration.js"
import { httpServerOf } from "./http-server.js"

/**
 * Names callbacks that were refused before this module saw them: by a global guard, a body parser, a middleware. Nest
 * logs none of these, and without the line nobody would know why a provider's callbacks do not arrive.
 */
@Injectable()
export class UnreachedCallbacks implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #host: HttpAdapterHost
  readonly #reached = new WeakSet<object>()
  readonly #warnings = new BoundedLog(new Logger("Qris"))

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    this.#registration = registration
    this.#host = host
  }

  onApplicationBootstrap(): void {
    const server = httpServerOf(this.#host)
    if (server !== undefined) this.#watch(server)
  }

  /** A request that came through. Fastify wraps Node's. */
  reached(request: object): void {
    this.#reached.add(
      "raw" in request && typeof request.raw === "object" && request.raw !== null ? request.raw : request,
    )
  }

  #watch(server: Server): void {
    const paths = this.#registration.webhookPaths.map(({ id, path }) => ({ id, path: `/${path}` }))
    server.prependListener("request", ({ method, url = "" }: IncomingMessage, response: ServerResponse) => {
      const called = method === "POST" ? paths.find(({ path }) => url.includes(path)) : undefined
      if (called === undefined) return
      response.once("finish", () => {
        const isRefused = response.statusCode >= 400 && !this.#reached.has(response.req)
        if (isRefused) this.#warn(called.id, response.statusCode)
      })
    })
  }

  /** Nothing of the path: it may hold a secret. */
  #warn(id: string, status: number): void {
    this.#warnings.warn(
      id,
      `A callback of ${id} was answered ${status} before QrisModule saw it: by a global guard or middleware, a body parser, or because its path is not mounted. Exempt the callbacks with webhooks: { decorators: [...] } of QrisModule.`,
    )
  }
}
