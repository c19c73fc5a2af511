import { Inject, Injectable, type OnApplicationBootstrap } from "@nestjs/common"
import { Announcements } from "../handlers/announcements.js"
import { PaymentHandlers } from "../handlers/payment-handlers.js"
import { QrisRegistration } from "../registration.js"
import { PAYMENTS, type PaymentsPort, type RecordedEvent } from "./payments-port.js"
import { announcedEvent } from "./recorded-event.js"

/** Hands the events of durable payments to the handlers, at least once and in order for each payment. */
@Injectable()
export class PaymentFeed implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #payments: PaymentsPort | undefined
  readonly #handlers: PaymentHandlers
  readonly #announcements: Announcements
  readonly #underway = new Set<Promise<void>>()
  #stop = () => {}

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
    @Inject(PaymentHandlers) handlers: PaymentHandlers,
    @Inject(Announcements) announcements: Announcements,
  ) {
    this.#registration = registration
    this.#payments = payments
    this.#handlers = handlers
    this.#announcements = announcements
  }

  /** Where nobody here handles events, none are taken: they wait for a process that does. */
  onApplicationBootstrap(): void {
    const payments = this.#payments
    if (payments === undefined || !this.#handlers.hasAnyFor(this.#registration.name)) return
    this.#stop = payments.on("*", (event) => this.#take(event, payments), { transaction: false })
  }

  /** Takes no more events, and resolves when those under way are handled. */
  async close(): Promise<void> {
    this.#stop()
    await Promise.allSettled(this.#underway)
  }

  #take(event: RecordedEvent, payments: PaymentsPort): Promise<void> {
    const taking = this.#announce(event, payments)
    this.#underway.add(taking)
    return taking.finally(() => this.#underway.delete(taking))
  }

  async #announce(recorded: RecordedEvent, payments: PaymentsPort): Promise<void> {
    const event = await announcedEvent(recorded, this.#registration.name, (key) => payments.get(key))
    if (event !== undefined) await this.#announcements.announce(event)
  }
}
