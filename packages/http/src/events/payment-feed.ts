import type { PaymentEvent } from "./payment-event.js"
import type { PaymentsPort, RecordedEvent, RecordedTransaction } from "./payments-port.js"
import { announcedEvent } from "./recorded-event.js"

/** Events between their reading and their transaction; more than a process delivers at once. */
const PREPARED = 1_000

/** Who is told of recorded events. */
export interface Listeners {
  /** Tells everybody of a payment. */
  announce(event: PaymentEvent): Promise<void>
  /** Where any handler joins the event's transaction. */
  readonly within?: (event: PaymentEvent) => Promise<void>
}

/** Hands the events of durable payments to the handlers, at least once and in order for each payment. */
export class PaymentFeed {
  readonly #prepared = new Map<number, PaymentEvent>()
  readonly #underway = new Set<Promise<void>>()
  #stop = () => {}

  /** Takes events from now on. */
  start(payments: Pick<PaymentsPort, "get" | "on">, listeners: Listeners): void {
    const stopFree = payments.on("*", (event) => this.#during(this.#announce(event, payments, listeners)), {
      transaction: false,
    })
    const { within } = listeners
    const stopJoined =
      within === undefined
        ? () => {}
        : payments.on("*", (event, tx) => this.#during(this.#join(event, tx, within)))
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

  async #announce(
    recorded: RecordedEvent,
    payments: Pick<PaymentsPort, "get">,
    listeners: Listeners,
  ): Promise<void> {
    const event = await announcedEvent(recorded, (key, of) => payments.get(key, of))
    if (event === undefined) return
    await listeners.announce(event)
    if (listeners.within !== undefined) this.#prepare(recorded.id, event)
  }

  /**
   * Payments run handlers outside of the transaction first, and those inside it right after. The record is read before,
   * since the embedded database has one connection, which the transaction holds.
   */
  async #join(
    { id }: RecordedEvent,
    tx: RecordedTransaction,
    within: (event: PaymentEvent) => Promise<void>,
  ): Promise<void> {
    const event = this.#prepared.get(id)
    this.#prepared.delete(id)
    if (event !== undefined) await within({ ...event, tx })
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
