import { Inject, Injectable, Logger } from "@nestjs/common"
import { HandledOnce } from "./handled-once.js"
import type { PaymentEvent, PaymentEventType } from "./payment-event.js"
import { PaymentHandlers } from "./payment-handlers.js"

/** What happens to a payment only once. A part of the money can go back, and a review can begin, many times. */
const HAPPENS_ONCE: ReadonlySet<PaymentEventType> = new Set([
  "paid",
  "expired",
  "canceled",
  "failed",
  "refunded",
])

/** Events and handlers that are remembered, in this process only. */
const REMEMBERED = 20_000

/** Whom an event is about. */
export interface EventSubject {
  readonly type: PaymentEventType
  readonly provider: string
  readonly registration: string
  readonly paymentId: string
}

const keyOf = ({ registration, provider, paymentId, type }: EventSubject, handlerId = ""): string =>
  JSON.stringify([registration, provider, paymentId, type, handlerId])

/** A handler did not do its work. `cause` is what it threw. */
export class HandlerFailure extends Error {
  override readonly name = "HandlerFailure"
}

/**
 * Tells handlers what happened, one after another. What a handler has done for an event is not asked of it again in this
 * process; another process, or a restart, may ask again.
 */
@Injectable()
export class Announcements {
  readonly #handlers: PaymentHandlers
  readonly #handled = new HandledOnce(REMEMBERED)
  readonly #logger = new Logger("Qris")

  constructor(@Inject(PaymentHandlers) handlers: PaymentHandlers) {
    this.#handlers = handlers
  }

  /** Whether every handler has done its work for this event, as far as this process remembers. */
  isDone(subject: EventSubject): boolean {
    return this.#handled.has(keyOf(subject))
  }

  /** Calls every handler that the event is for. Rejects with `HandlerFailure` at the first that fails. */
  async announce(event: PaymentEvent): Promise<void> {
    const { type, provider, registration, payment } = event
    const subject = { type, provider, registration, paymentId: payment.ref.paymentId }
    await this.#once(subject, keyOf(subject), async () => {
      for (const handler of this.#handlers.for(event)) {
        await this.#once(subject, keyOf(subject, handler.id), async () => {
          await this.#handlers.call(handler, event).catch((cause: unknown) => {
            this.#logger.error(
              `${handler.name} failed for ${type} of ${provider} payment ${payment.ref.paymentId}`,
              cause instanceof Error ? cause.stack : String(cause),
            )
            throw new HandlerFailure(`${handler.name} failed`, { cause })
          })
        })
      }
    })
  }

  #once(subject: EventSubject, key: string, work: () => Promise<void>): Promise<void> {
    return HAPPENS_ONCE.has(subject.type) ? this.#handled.once(key, work) : work()
  }
}
