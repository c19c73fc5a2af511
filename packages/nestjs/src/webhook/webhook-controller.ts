import { Controller, Inject, Post, Req, Res, type Type, VERSION_NEUTRAL } from "@nestjs/common"
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

    // The last segment may be a secret that the provider checks.
    @Post(["", ":secret"])
    async receive(@Req() request: WebhookRequest, @Res() response: object): Promise<void> {
      this.#unreached.reached(request)
      const { status, headers, body } = await this.#receiver.receive(providerId, request)
      const { httpAdapter } = this.#host
      for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value)
      httpAdapter.reply(response, body, status)
    }
  }
  for (const decorate of decorators) decorate(QrisWebhookController)
  return QrisWebhookController
}
