import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationShutdown,
} from "@nestjs/common"
import { QrisRegistration } from "./registration.js"
import { WebhookReceiver } from "./webhook/webhook-receiver.js"

/** Ends in order: no more callbacks, those under way finished, the server closed, the connections freed. */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #registration: QrisRegistration
  readonly #receiver: WebhookReceiver

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(WebhookReceiver) receiver: WebhookReceiver,
  ) {
    this.#registration = registration
    this.#receiver = receiver
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#receiver.close()
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.#registration.options.closeOnShutdown === false) return
    await Promise.all([...this.#registration.clients.values()].map((client) => client.close()))
  }
}
