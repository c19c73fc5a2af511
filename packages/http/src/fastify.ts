import type { IncomingMessage, ServerResponse } from "node:http"
import type { FetchHandler } from "./fetch-handler.js"
import { type DoorOptions, doorSettings } from "./node/door-options.js"
import { serve } from "./node/serve.js"

export type { DoorOptions } from "./node/door-options.js"

/** What a door reads of a request of Fastify's. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage
  readonly protocol: string
  readonly host?: string
  readonly hostname: string
  readonly ip: string
  readonly log: { error(error: unknown): void }
}

/** What it calls of a reply. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse
  /** Says that the answer is written without Fastify. */
  hijack(): unknown
  /** Those that hooks of the application set. */
  getHeaders(): Readonly<Record<string, number | string | Array<string> | undefined>>
}

/** The methods that it takes. Version 4 takes no others by its types. */
type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"

/** What the plugin calls of an application: Fastify 4's and 5's fit. */
interface FastifyLike {
  removeAllContentTypeParsers(): unknown
  addContentTypeParser(
    contentType: "*",
    parse: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ): unknown
  addHook(
    name: "preParsing",
    hook: (request: FastifyRequestLike, reply: unknown, payload: unknown, done: () => void) => void,
  ): unknown
  route(route: {
    readonly method: Array<Method>
    readonly url: string
    readonly exposeHeadRoute: boolean
    readonly handler: FastifyRouteHandler
  }): unknown
}

/** A plugin of Fastify's: `app.register(plugin, { prefix: "/webhooks/qris" })`. */
export type FastifyDoor = (app: FastifyLike, options: object) => Promise<void>

const METHODS: ReadonlyArray<Method> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

/** Fastify refuses media types that it cannot read before any parser of ours is asked; the handler reads the bytes. */
const ANY_MEDIA_TYPE = "application/octet-stream"

/** Where no hook of the application's is in the way: the bytes stay in the request, unread. */
const leaveBodies = (app: FastifyLike): ((request: IncomingMessage) => void) => {
  const mediaTypes = new WeakMap<IncomingMessage, string>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser("*", (_request, _payload, done) => done(null))
  app.addHook("preParsing", ({ raw }, _reply, _payload, done) => {
    const { "content-type": mediaType } = raw.headers
    if (mediaType !== undefined) {
      mediaTypes.set(raw, mediaType)
      raw.headers["content-type"] = ANY_MEDIA_TYPE
    }
    done()
  })
  return (raw) => {
    const mediaType = mediaTypes.get(raw)
    if (mediaType !== undefined) raw.headers["content-type"] = mediaType
  }
}

/** A handler of a route of Fastify's. Never rejects. */
export type FastifyRouteHandler = (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<void>

/**
 * A handler for one route of Fastify's, where somebody else makes the routes, such as NestJS: as `toFastifyPlugin`
 * answers, but that bodies are as the application's parsers leave them. A body that was read must be kept as bytes, in
 * `rawBody` of Node's own request.
 *
 * @param handler such as `createHandler` makes it, or any other
 * @param options what may be set; `trustProxy` is Fastify's own
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import { toFastifyHandler } from "@qriskit/http/fastify"
 * import fastify from "fastify"
 *
 * const app = fastify()
 * app.get("/pages/*", toFastifyHandler((request) => new Response(`You asked for ${request.url}`)))
 * console.log((await app.inject("/pages/one")).statusCode)
 * ```
 */
export const toFastifyHandler = (
  handler: FetchHandler,
  options: Omit<DoorOptions, "trustProxy"> = {},
): FastifyRouteHandler => {
  const { bodyLimit, onError } = doorSettings(options)
  return async (request, reply) => {
    const { raw, protocol, ip, log } = request
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    await serve(handler, raw, reply.raw, {
      origin: {
        protocol: protocol === "https" ? "https:" : "http:",
        // Fastify 4 has the port in `hostname`.
        host: request.host ?? request.hostname,
        remoteAddress: ip,
      },
      bodyLimit,
      tell: onError ?? ((error) => log.error(error)),
    })
  }
}

/**
 * A handler as a plugin of Fastify's, for all methods below a prefix. It has a scope of its own, where bodies are left
 * as they come: parsers of the rest of the application stay as they are. Bodies stream in both directions; when the
 * client goes away `request.signal` is aborted and the response's body is canceled. Hooks of the application run, but
 * for `preSerialization` and `onSend`; headers that they set on the reply are sent along. Host, protocol and caller are
 * what Fastify says, by its own `trustProxy`.
 *
 * @param handler such as `createHandler` makes it, or any other
 * @param options what may be set; `trustProxy` is Fastify's own
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import { toFastifyPlugin } from "@qriskit/http/fastify"
 * import fastify from "fastify"
 *
 * const app = fastify()
 * app.register(toFastifyPlugin((request) => new Response(`You asked for ${request.url}`)), { prefix: "/pages" })
 * console.log((await app.inject("/pages/one")).statusCode)
 * ```
 */
export const toFastifyPlugin = (
  handler: FetchHandler,
  options: Omit<DoorOptions, "trustProxy"> = {},
): FastifyDoor => {
  const answer = toFastifyHandler(handler, options)
  return async (app) => {
    const restore = leaveBodies(app)
    for (const url of ["/", "/*"]) {
      app.route({
        method: [...METHODS],
        url,
        exposeHeadRoute: false,
        handler: (request, reply) => {
          restore(request.raw)
          return answer(request, reply)
        },
      })
    }
  }
}
