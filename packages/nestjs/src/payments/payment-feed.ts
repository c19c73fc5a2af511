import { Inject, Injectable, type OnApplicationBootstrap } from "@nestjs/common"
import { Announcements } from "../handlers/announcements.js"
import type { PaymentEvent } from "../handlers/payment-event.js"
import { PaymentHandlers } from "../handlers/payment-handlers.js"
import { QrisRegistration } from "../registration.js"
import { PAYMENTS, type PaymentsPort, type RecordedEvent, type RecordedTransaction } from "./payments-port.js"
import { announcedEvent } from "./recorded-event.js"

/** Events between their reading and their transaction; more than a process delivers at once. */
const PREPARED = 1_000

/** Hands the events of durable payments to the handlers, at least once and in order for each payment. */
@Injectable()
export class PaymentFeed implements OnApplicationBootstrap {
  readonly #registration: QrisRegistration
  readonly #payments: PaymentsPort | undefined
  readonly #handlers: PaymentHandlers
  readonly #announcements: Announcements
  readonly #prepared = new Map<number, PaymentEvent>()
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
    const stopFree = payments.on("*", (event) => this.#during(this.#announce(event, payments)), {
      transaction: false,
    })
    const stopJoined = this.#handlers.hasJoined
      ? payments.on("*", (event, tx) => this.#during(this.#join(event, tx)))
      : () => {}
    this.#stop = () => {
      stopFree()
      stopJoined()
    }
  }

  /** Takes no more events, and resolves when those under way are handled. */
  async close(): Promise<void> {
    this.#stop()
    await Promise.allSettled(this.#underway)
  }

  /** How many events are still being handled. They come again, here or in another process. */
  giveUp(): number {
    return this.#underway.size
  }

  #during(handling: Promise<void>): Promise<void> {
    this.#underway.add(handling)
    return handling.finally(() => this.#underway.delete(handling))
  }

  async #announce(recorded: RecordedEvent, payments: PaymentsPort): Promise<void> {
    const event = await announcedEvent(recorded, this.#registration.name, (key, of) => payments.get(key, of))
    if (event === undefined) return
    await this.#announcements.announce(event)
    if (this.#handlers.hasJoined) this.#prepare(recorded.id, event)
  }

  /**
   * Payments run handlers outside of the transaction first, and those inside it right after. The record is read before,
   * since the embedded database has one connection, which the transaction holds.
   */
  async #join({ id }: RecordedEvent, tx: RecordedTransaction): Promise<void> {
    const event = this.#prepared.get(id)
    this.#prepared.delete(id)
    if (event !== undefined) await this.#announcements.announceWithin({ ...event, tx })
  }

  #prepare(id: number, event: PaymentEvent): void {
    this.#prepared.set(id, event)
    if (this.#prepared.size <= PREPARED) return
    // The oldest is of a turn that never got its transaction: the event comes again, and is read anew.
    for (const oldest of this.#prepared.keys()) {
      this.#prepared.delete(oldest)
      return
    }
  }
}
