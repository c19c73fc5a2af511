import { printable } from "@qriskit/core/provider-kit"
import { HandledOnce } from "./handled-once.js"
import type { PaymentEvent, PaymentEventType, StatusEvent } from "./payment-event.js"

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
  readonly account?: string
  readonly paymentId: string
}

/** Who tells handlers what was confirmed. */
export interface Announcing {
  /** Whether every handler has done its work for this event, as far as this process remembers. */
  isDone(subject: EventSubject): boolean
  /** Calls every handler that the event is for. Rejects with `HandlerFailure` at the first that fails. */
  announce(event: StatusEvent): Promise<void>
}

/** The handlers that there are. */
export interface Handlers<Event extends PaymentEvent, Handler> {
  /** Those that an event is for, in their order. */
  for(event: Event): ReadonlyArray<Handler>
  /** Hands a payment to the handlers of its status. */
  call(handler: Handler, event: Event): Promise<void>
}

/** What tells a handler from another one, and what it is called. */
export interface NamedHandler {
  readonly id: string
  readonly name: string
}

/** What tells an event from every other one. `undefined` where it may rightly come again as the same. */
const keyOf = ({ provider, account = "", paymentId, type }: EventSubject): string | undefined =>
  // Only the last part comes from outside and may hold blanks, so that two events cannot have the same text.
  HAPPENS_ONCE.has(type) ? `${type} ${provider} ${account} ${paymentId}` : undefined

const keyOfEvent = (event: PaymentEvent): string | undefined => {
  const { recorded, payment, ...subject } = event
  return recorded === undefined
    ? keyOf({ ...subject, paymentId: payment?.ref.paymentId ?? "" })
    : `recorded ${recorded.id}`
}

const nameOf = ({ type, provider, account, payment, recorded }: PaymentEvent): string =>
  `${type} of ${provider}${account === undefined ? "" : `/${printable(account)}`} payment ${printable(recorded?.key ?? payment?.ref.paymentId ?? "")}`

/** A handler did not do its work. `cause` is what it threw. */
class HandlerFailure extends Error {
  override readonly name = "HandlerFailure"
}

/**
 * Tells handlers what happened, one after another. What a handler has done for an event is not asked of it again in
 * this process; another process, or a restart, may ask again.
 */
export class Announcer<Event extends PaymentEvent, Handler extends NamedHandler> {
  readonly #handlers: Handlers<Event, Handler>
  readonly #tellFailure: (sentence: string, stack: string) => void
  readonly #handled = new HandledOnce(REMEMBERED)

  /** @param tellFailure gets a sentence for the log, and the stack of what a handler threw */
  constructor(handlers: Handlers<Event, Handler>, tellFailure: (sentence: string, stack: string) => void) {
    this.#handlers = handlers
    this.#tellFailure = tellFailure
  }

  /** Whether every handler has done its work for this event, as far as this process remembers. */
  isDone(subject: EventSubject): boolean {
    const key = keyOf(subject)
    return key !== undefined && this.#handled.has(key)
  }

  /** Calls every handler that the event is for. Rejects with `HandlerFailure` at the first that fails. */
  async announce(event: Event): Promise<void> {
    const key = keyOfEvent(event)
    await this.#once(key, async () => {
      const handlers = this.#handlers.for(event)
      // With one handler, what is done for the event is done for it.
      const isShared = handlers.length > 1
      for (const handler of handlers) {
        await this.#once(isShared && key ? `${handler.id} ${key}` : undefined, () =>
          this.#call(handler, event),
        )
      }
    })
  }

  /**
   * Calls every handler that joins the event's transaction. Nothing is remembered: when one fails, what the others
   * wrote is undone with it, and all are asked again.
   */
  async announceWithin(event: Event): Promise<void> {
    for (const handler of this.#handlers.for(event)) await this.#call(handler, event)
  }

  async #call(handler: Handler, event: Event): Promise<void> {
    try {
      await this.#handlers.call(handler, event)
    } catch (cause) {
      this.#tellFailure(
        `${handler.name} failed for ${nameOf(event)}`,
        cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      )
      throw new HandlerFailure(`${handler.name} failed`, { cause })
    }
  }

  #once(key: string | undefined, work: () => Promise<void>): Promise<void> {
    return key === undefined ? work() : this.#handled.once(key, work)
  }
}
