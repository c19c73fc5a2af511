import { Inject, Injectable, Logger, type OnApplicationBootstrap } from "@nestjs/common"
import { DiscoveryService, HttpAdapterHost } from "@nestjs/core"
import { PaymentHandlers } from "../handlers/payment-handlers.js"
import { QrisRegistration } from "../registration.js"
import { registrationsIn } from "../registrations.js"
import { QrisSetupError } from "../setup-error.js"
import { clockWarning } from "./clock-check.js"
import { checkHandlers, unheard } from "./handlers-fit.js"
import { keepsRawBody, RAW_BODY_SENTENCE } from "./raw-body.js"
import { checkNotificationUrls, checkRegistrations } from "./registrations-fit.js"

/** Looks at the set-up before the application listens, and says in one sentence what is wrong. */
@Injectable()
export class StartupCheck implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #discovery: DiscoveryService
  readonly #handlers: PaymentHandlers
  readonly #host: HttpAdapterHost
  readonly #logger = new Logger("Qris")

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(PaymentHandlers) handlers: PaymentHandlers,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    this.#registration = registration
    this.#discovery = discovery
    this.#handlers = handlers
    this.#host = host
  }

  /**
   * What must be known before routes are registered, since Fastify has words of its own for two routes of one address.
   *
   * @throws QrisSetupError
   */
  checkRoutes(): void {
    checkRegistrations(registrationsIn(this.#discovery))
  }

  /** @throws QrisSetupError */
  async onApplicationBootstrap(): Promise<void> {
    const registrations = registrationsIn(this.#discovery)
    checkRegistrations(registrations)
    checkNotificationUrls(this.#registration)
    checkHandlers(this.#handlers.all, registrations)
    if (this.#registration.webhooks !== undefined) {
      if ((await keepsRawBody(this.#host.httpAdapter)) === false) throw new QrisSetupError(RAW_BODY_SENTENCE)
      this.#warnOfTheUnheard()
    }
    // Not waited for: a provider that is away must not keep the application from starting.
    if (this.#registration.options.checkClock !== false) void this.#compareClocks()
  }

  #warnOfTheUnheard(): void {
    for (const id of unheard(this.#handlers.all, this.#registration)) {
      this.#logger.warn(
        `No handler hears when a payment of ${id} is paid, so its callbacks are confirmed and forgotten: put @OnPayment("paid") on a provider's method.`,
      )
    }
  }

  async #compareClocks(): Promise<void> {
    for (const client of this.#registration.clients.values()) {
      const warning = await clockWarning(client).catch(() => undefined)
      if (warning !== undefined) this.#logger.warn(warning)
    }
  }
}
