import { Inject, Injectable, type OnApplicationBootstrap } from "@nestjs/common"
import { PaymentFeed as Feed } from "@qriskit/http/webhook-kit"
import { Announcements } from "../handlers/announcements.js"
import { PaymentHandlers } from "../handlers/payment-handlers.js"
import { QrisRegistration } from "../registration.js"
import { PAYMENTS, type PaymentsPort } from "./payments-port.js"

/** Hands the events of durable payments to the handlers of a registration. */
@Injectable()
export class PaymentFeed extends Feed implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #payments: PaymentsPort | undefined
  readonly #handlers: PaymentHandlers
  readonly #announcements: Announcements

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
    @Inject(PaymentHandlers) handlers: PaymentHandlers,
    @Inject(Announcements) announcements: Announcements,
  ) {
    super()
    this.#registration = registration
    this.#payments = payments
    this.#handlers = handlers
    this.#announcements = announcements
  }

  /** Where nobody here handles events, none are taken: they wait for a process that does. */
  onApplicationBootstrap(): void {
    const { name: registration } = this.#registration
    if (this.#payments === undefined || !this.#handlers.hasAnyFor(registration)) return
    this.start(this.#payments, {
      announce: (event) => this.#announcements.announce({ ...event, registration }),
      ...(this.#handlers.hasJoined
        ? { within: (event) => this.#announcements.announceWithin({ ...event, registration }) }
        : {}),
    })
  }
}
