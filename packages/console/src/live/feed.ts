import type { PaymentEvent } from "@qriskit/payments"
import type { ConsolePayments } from "../payments.js"

/** Hears of events, until it is taken off. */
export interface Listener {
  readonly heard: (event: PaymentEvent) => void
  /** Nothing more will be heard: the stream broke, or the console closes. */
  readonly over: () => void
}

/** One look at the payments' events for all pages that are live, while there are any. */
export class Feed {
  readonly #payments: ConsolePayments
  readonly #onError: (error: unknown) => void
  readonly #listeners = new Set<Listener>()
  #reading: AsyncIterator<{ readonly event: PaymentEvent }> | undefined
  #isClosed = false

  constructor(payments: ConsolePayments, onError: (error: unknown) => void) {
    this.#payments = payments
    this.#onError = onError
  }

  get size(): number {
    return this.#listeners.size
  }

  /** Adds a listener. Returns what takes it off. */
  listen(listener: Listener): () => void {
    if (this.#isClosed) {
      listener.over()
      return () => {}
    }
    this.#listeners.add(listener)
    if (this.#reading === undefined) this.#read()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  /** Ends every live page. */
  close(): void {
    this.#isClosed = true
    this.#endAll()
  }

  #read(): void {
    const reading = this.#payments.events()[Symbol.asyncIterator]()
    this.#reading = reading
    const hand = async (): Promise<void> => {
      for (let next = await reading.next(); next.done !== true; next = await reading.next())
        for (const { heard } of [...this.#listeners]) heard(next.value.event)
    }
    const broken = (): void => {
      if (this.#reading === reading) this.#endAll()
    }
    hand().then(broken, (error: unknown) => {
      if (this.#reading === reading) this.#onError(error)
      broken()
    })
  }

  #endAll(): void {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    this.#stop()
    for (const { over } of listeners) over()
  }

  #stop(): void {
    const reading = this.#reading
    this.#reading = undefined
    reading?.return?.().catch(this.#onError)
  }
}
