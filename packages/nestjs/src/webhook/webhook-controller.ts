import {
  Controller,
  Header,
  HttpCode,
  Inject,
  NotFoundException,
  Options,
  Post,
  Req,
  Res,
  type Type,
  VERSION_NEUTRAL,
} from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { UnreachedCallbacks } from "../server/unreached-callbacks.js"
import { WebhookReceiver } from "./webhook-receiver.js"
import type { WebhookRequest } from "./webhook-request.js"

/** Which provider's callbacks a controller receives, and where. */
export interface WebhookRoute {
  readonly providerId: string
  readonly path: string
  readonly decorators: ReadonlyArray<ClassDecorator>
}

/** The parts of an address behind the provider's: an account, a secret, what an acquirer appends by itself. */
const PARTS = ["part1", "part2", "part3", "part4", "part5", "part6"] as const

/** Each number of parts is a route of its own: the platforms share no way to write "and whatever follows". */
const ROUTES = [
  "",
  ...PARTS.map((_, index) =>
    PARTS.slice(0, index + 1)
      .map((part) => `:${part}`)
      .join("/"),
  ),
]

// From the request itself: pipes of the application run on whatever Nest hands over.
const partsIn = ({ params = {} }: WebhookRequest): ReadonlyArray<string> =>
  PARTS.flatMap((part) => (typeof params[part] === "string" && params[part] !== "" ? [params[part]] : []))

/** Express takes any letter case for that of a route, Fastify does not: callbacks are at one address on both. */
const isAt = (path: string, { originalUrl }: WebhookRequest): boolean =>
  (originalUrl.split("?", 1)[0] ?? "").includes(`/${path}`)

/**
 * A controller for one provider of one registration. A class of its own, so that neither its path nor what is put on it
 * is anybody else's.
 *
 * The answer is sent here, and not returned: no interceptor of the application may wrap the provider's words.
 */
export const makeWebhookController = ({ providerId, path, decorators }: WebhookRoute): Type<object> => {
  @Controller({ path, version: VERSION_NEUTRAL })
  class QrisWebhookController {
    readonly #receiver: WebhookReceiver
    readonly #host: HttpAdapterHost
    readonly #unreached: UnreachedCallbacks

    constructor(
      @Inject(WebhookReceiver) receiver: WebhookReceiver,
      @Inject(HttpAdapterHost) host: HttpAdapterHost,
      @Inject(UnreachedCallbacks) unreached: UnreachedCallbacks,
    ) {
      this.#receiver = receiver
      this.#host = host
      this.#unreached = unreached
    }

    @Post(ROUTES)
    async receive(@Req() request: WebhookRequest, @Res() response: object): Promise<void> {
      if (!isAt(path, request)) throw new NotFoundException()
      this.#unreached.reached(request)
      const answering = this.#receiver.receive(providerId, partsIn(request), request)
      if (answering === undefined) throw new NotFoundException()
      const { status, headers, body } = await answering
      const { httpAdapter } = this.#host
      for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value)
      httpAdapter.reply(response, body, status)
    }

    /** What Express answers by itself and Fastify does not: callbacks are posted. */
    @Options(ROUTES)
    @HttpCode(204)
    @Header("allow", "POST")
    options(): void {}
  }
  for (const decorate of decorators) decorate(QrisWebhookController)
  return QrisWebhookController
}
