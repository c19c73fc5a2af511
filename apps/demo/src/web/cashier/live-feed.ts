import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common"
import type { Watched } from "@qriskit/payments"
import { TILL, type Till } from "../till/till.js"

/** Wakes whoever looks at a payment when something happened to it, in whichever process. */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  readonly #till: Till
  readonly #closing = new AbortController()
  #watching = 0

  constructor(@Inject(TILL) till: Till) {
    this.#till = till
  }

  /** Ends with the application. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** How many look at something now. */
  get watching(): number {
    return this.#watching
  }

  onModuleDestroy(): void {
    this.#closing.abort()
  }

  /**
   * Calls `wake` once nothing can be missed any more, and when something happens to the payment.
   * Returns what ends that.
   */
  watch(payment: Watched, wake: () => void): () => void {
    this.#watching += 1
    const end = this.#till.watch(payment, { begun: wake, happened: wake })
    return () => {
      this.#watching -= 1
      end()
    }
  }
}
