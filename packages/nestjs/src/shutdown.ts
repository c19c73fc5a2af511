import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationShutdown,
} from "@nestjs/common"
import { PaymentFeed } from "./payments/payment-feed.js"
import { PAYMENTS, type PaymentsPort } from "./payments/payments-port.js"
import { QrisRegistration } from "./registration.js"
import { WebhookReceiver } from "./webhook/webhook-receiver.js"

/** Ends in order: no more callbacks and events, those under way finished, the server closed, the connections freed. */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #registration: QrisRegistration
  readonly #receiver: WebhookReceiver
  readonly #feed: PaymentFeed
  readonly #payments: PaymentsPort | undefined

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(WebhookReceiver) receiver: WebhookReceiver,
    @Inject(PaymentFeed) feed: PaymentFeed,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
  ) {
    this.#registration = registration
    this.#receiver = receiver
    this.#feed = feed
    this.#payments = payments
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#receiver.close(), this.#feed.close()])
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.#registration.options.closeOnShutdown === false) return
    // Payments ask the providers until they are closed.
    await this.#payments?.close()
    await Promise.all([...this.#registration.clients.values()].map((client) => client.close()))
  }
}
