import type { Handlers, NamedHandler } from "../events/announcer.js"
import type { PaymentEvent } from "../events/payment-event.js"
import type { HandlerOptions } from "./handler-options.js"

/** One of the functions that a handler was given, under its own name. */
interface Subscriber extends NamedHandler {
  isFor(event: PaymentEvent): boolean
  call(event: PaymentEvent): unknown
}

const ofStates = (
  name: string,
  handle: HandlerOptions["onPaid"],
  isFor: (type: PaymentEvent["type"]) => boolean,
): ReadonlyArray<Subscriber> =>
  handle === undefined
    ? []
    : [
        {
          id: name,
          name,
          isFor: ({ type }) => type !== "anomaly" && isFor(type),
          call: (event) => (event.type === "anomaly" ? undefined : handle(event.payment, event)),
        },
      ]

const ofAnomalies = (handle: HandlerOptions["onAnomaly"]): ReadonlyArray<Subscriber> =>
  handle === undefined
    ? []
    : [
        {
          id: "onAnomaly",
          name: "onAnomaly",
          isFor: ({ type }) => type === "anomaly",
          call: (event) => (event.type === "anomaly" ? handle(event.payment, event) : undefined),
        },
      ]

/** The functions that are called with what was confirmed. */
export class Subscribers implements Handlers<PaymentEvent, Subscriber> {
  readonly #all: ReadonlyArray<Subscriber>

  constructor(options: HandlerOptions) {
    this.#all = [
      ...ofStates("onPaid", options.onPaid, (type) => type === "paid"),
      ...ofStates("onPayment", options.onPayment, () => true),
      ...ofAnomalies(options.onAnomaly),
    ]
  }

  get isEmpty(): boolean {
    return this.#all.length === 0
  }

  for(event: PaymentEvent): ReadonlyArray<Subscriber> {
    return this.#all.filter((subscriber) => subscriber.isFor(event))
  }

  async call(subscriber: Subscriber, event: PaymentEvent): Promise<void> {
    await subscriber.call(event)
  }
}
