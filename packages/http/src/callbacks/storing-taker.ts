import type { RawNotification } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import type { QrisClient } from "../clients/qris-client.js"
import type { PaymentsPort, StoredVerdict } from "../events/payments-port.js"
import type { CallbackTaker, Taken } from "./callback-taker.js"

const TAKEN: Readonly<Record<StoredVerdict, Taken>> = {
  accepted: { outcome: "accepted" },
  // Stored too: whether money belongs to it is asked behind the answer.
  unmatched: { outcome: "accepted" },
  forged: { outcome: "unauthentic", why: "it proves nothing, or is about another payment" },
  malformed: { outcome: "malformed", why: "it is not a callback of this provider" },
  failed: { outcome: "unavailable", why: "it could not be stored" },
}

/** With durable payments: stored before it is answered. Everything else happens behind the answer. */
export class StoringTaker implements CallbackTaker {
  readonly #payments: Pick<PaymentsPort, "receive">

  constructor(payments: Pick<PaymentsPort, "receive">) {
    this.#payments = payments
  }

  /** Stores a callback in payments, which see to the rest. */
  async take(client: QrisClient, raw: RawNotification, account?: string): Promise<Taken> {
    const { verdict } = await this.#payments.receive(client.id, raw, present({ account }))
    return TAKEN[verdict]
  }
}
