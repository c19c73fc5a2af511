import { Inject, Injectable, Logger, type OnApplicationBootstrap } from "@nestjs/common"
import { ApplicationConfig, DiscoveryService, HttpAdapterHost } from "@nestjs/core"
import { PaymentHandlers } from "../handlers/payment-handlers.js"
import { QrisRegistration } from "../registration.js"
import { registrationsIn } from "../registrations.js"
import { httpServerOf } from "../server/http-server.js"
import { QrisSetupError } from "../setup-error.js"
import { clockWarning } from "./clock-check.js"
import { takeBodiesAsExpress } from "./fastify-bodies.js"
import { takeEndSlashes } from "./fastify-slashes.js"
import { checkHandlers, unheard } from "./handlers-fit.js"
import { checkNotificationUrls } from "./notification-urls-fit.js"
import { RAW_BODIES, rawBodiesOf } from "./raw-body.js"
import { checkRegistrations } from "./registrations-fit.js"
import { tokenAddresses } from "./token-addresses.js"
import { webhookWarnings } from "./webhook-warnings.js"

/** Looks at the set-up before the application listens, and says in one sentence what is wrong. */
@Injectable()
export class StartupCheck implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #discovery: DiscoveryService
  readonly #handlers: PaymentHandlers
  readonly #host: HttpAdapterHost
  readonly #config: ApplicationConfig
  readonly #logger = new Logger("Qris")

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(PaymentHandlers) handlers: PaymentHandlers,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    this.#registration = registration
    this.#discovery = discovery
    this.#handlers = handlers
    this.#host = host
    this.#config = config
  }

  /**
   * What must be known before routes are registered, since Fastify has words of its own for two routes of one address.
   *
   * @throws QrisSetupError
   */
  checkRoutes(): void {
    checkRegistrations(registrationsIn(this.#discovery))
    this.#alignFastify()
  }

  #alignFastify(): void {
    const { httpAdapter } = this.#host
    if (httpAdapter?.getType?.() !== "fastify") return
    const paths = this.#registration.webhookPaths
    const isOurs = (url: string) => paths.some(({ path }) => url.includes(`/${path}`))
    takeBodiesAsExpress(httpAdapter.getInstance(), isOurs, (sentence) => this.#logger.error(sentence))
    const server = httpServerOf(this.#host)
    if (server !== undefined) takeEndSlashes(server, isOurs)
  }

  /** @throws QrisSetupError */
  async onApplicationBootstrap(): Promise<void> {
    const registrations = registrationsIn(this.#discovery)
    checkRegistrations(registrations)
    checkNotificationUrls(this.#registration, this.#config)
    checkHandlers(this.#handlers.all, registrations)
    if (this.#registration.webhooks !== undefined) {
      const rawBodies = await rawBodiesOf(this.#host.httpAdapter)
      const objection = rawBodies && RAW_BODIES[rawBodies]
      if (objection !== undefined) throw new QrisSetupError(objection)
      for (const sentence of tokenAddresses(this.#registration, this.#config)) this.#logger.log(sentence)
      this.#warnOfTheUnheard()
      for (const warning of webhookWarnings(this.#registration, this.#config)) this.#logger.warn(warning)
    }
    // Not waited for: a provider that is away must not keep the application from starting.
    if (this.#registration.options.checkClock !== false) void this.#compareClocks()
  }

  /** With durable payments nothing is forgotten, and whoever hears of it through their client cannot be seen here. */
  #warnOfTheUnheard(): void {
    if (this.#registration.options.payments !== undefined) return
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
