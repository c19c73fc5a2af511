import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from "@nestjs/common"
import { endsWithin } from "@qriskit/http/webhook-kit"
import { PaymentFeed } from "./payments/payment-feed.js"
import { PAYMENTS, type PaymentsPort } from "./payments/payments-port.js"
import { QrisRegistration } from "./registration.js"
import { HttpConnections } from "./server/http-connections.js"
import { WebhookReceiver } from "./webhook/webhook-receiver.js"

/** How long what is under way may take once the application closes, in milliseconds. Orchestrators kill after 30 s. */
const DEFAULT_PATIENCE = 10_000

/**
 * Ends in order: no more callbacks and events, those under way finished, the server closed, the connections freed.
 * Whatever hangs is left behind.
 */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #registration: QrisRegistration
  readonly #receiver: WebhookReceiver
  readonly #feed: PaymentFeed
  readonly #payments: PaymentsPort | undefined
  readonly #connections: HttpConnections
  readonly #logger = new Logger("Qris")

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(WebhookReceiver) receiver: WebhookReceiver,
    @Inject(PaymentFeed) feed: PaymentFeed,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
    @Inject(HttpConnections) connections: HttpConnections,
  ) {
    this.#registration = registration
    this.#receiver = receiver
    this.#feed = feed
    this.#payments = payments
    this.#connections = connections
  }

  get #patience(): number {
    return this.#registration.options.shutdownMillis ?? DEFAULT_PATIENCE
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#connections.drain()
    const ended = Promise.all([this.#receiver.close(), this.#feed.close()])
    if (await endsWithin(this.#patience, ended)) return
    const left = this.#receiver.giveUp() + this.#feed.giveUp()
    this.#logger.error(
      `The application closes, and ${left} callbacks or events are still being handled after ${this.#patience} ms: they are left behind and come again. Look for a handler that hangs.`,
    )
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.#registration.options.closeOnShutdown === false) return
    // Payments ask the providers until they are closed.
    await this.#endOrLeave("payments", this.#payments?.close())
    const { clients, accounts } = this.#registration
    await Promise.all([...clients, ...accounts].map(([id, each]) => this.#endOrLeave(id, each.close())))
  }

  async #endOrLeave(what: string, closing: Promise<void> | undefined): Promise<void> {
    if (closing === undefined || (await endsWithin(this.#patience, closing))) return
    this.#logger.error(
      `${what} did not close within ${this.#patience} ms and is left behind; what was under way is taken over by another process, or at the next start.`,
    )
  }
}
